"""Whether paging itself works: troubles, told from facts that were counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

LATE_SECONDS: Final = 60  # after which a level that was not paged means that no worker works
CLOCK_SECONDS: Final = 5.0
MANY: Final = 5  # names that are told


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """``late`` levels are due and not paged, the oldest since ``oldest`` seconds; ``waiting`` pages are long due and
    not delivered, ``given_up`` those of the last hour; ``silent`` channels failed lately without one success.
    """

    late: int = 0
    oldest: int = 0
    waiting: int = 0
    given_up: int = 0
    silent: Sequence[str] = ()
    policies: int = 1
    default: bool = True
    without_levels: Sequence[str] = ()
    gaps: Sequence[str] = ()
    only_account: Sequence[str] = ()
    mail: bool = True
    clock: float = 0.0


@dataclass(frozen=True, slots=True)
class Trouble:
    """``urgent``: paging fails now, and administrators are told; else it would fail, and the page says so."""

    key: str
    words: str
    todo: str
    urgent: bool = True


def troubles(facts: Facts) -> list[Trouble]:
    return [*_failing(facts), *_unready(facts)]


def _failing(facts: Facts) -> Iterator[Trouble]:
    if facts.late and facts.oldest >= LATE_SECONDS:
        words = f"{facts.late} level(s) of escalations are due and not paged, the oldest for {facts.oldest} s."
        yield Trouble("late", words, "Look whether a worker runs: hotwash serve, or hotwash worker.")
    if facts.waiting:
        words = f"{facts.waiting} page(s) wait for more than five minutes to be delivered."
        yield Trouble("waiting", words, "Look at the messages of the incident; the worker or a channel is behind.")
    if facts.given_up:
        words = f"{facts.given_up} page(s) were given up in the last hour."
        yield Trouble(
            "given-up", words, "Look at the messages of the incident, and correct the address or the channel."
        )
    for channel in facts.silent:
        words = f"Nothing has gone through {channel} in the last hour, and several attempts have failed."
        yield Trouble(f"silent-{channel}", words, "Look at its settings and at the other side; pages go by other ways.")
    if abs(facts.clock) > CLOCK_SECONDS:
        way = "ahead of" if facts.clock > 0 else "behind"
        words = f"The clock of this machine is {abs(facts.clock):.0f} s {way} that of the database."
        yield Trouble("clock", words, "Let both keep time by NTP: timers are late or early until then.")


def _unready(facts: Facts) -> Iterator[Trouble]:
    if not facts.policies:
        yield Trouble(
            "no-policy",
            "There is no escalation policy.",
            "Make one; until then administrators are paged.",
            urgent=False,
        )
    elif not facts.default:
        todo = "Mark one as the default; where none holds, administrators are paged."
        yield Trouble("no-default", "No escalation policy is the default.", todo, urgent=False)
    if facts.without_levels:
        words = f"These escalation policies have no levels or nobody in one: {_names(facts.without_levels)}."
        yield Trouble("empty-policy", words, "Add somebody to page.", urgent=False)
    if facts.gaps:
        words = f"Nobody is on call now in {_names(facts.gaps)}, which escalation policies page."
        yield Trouble("gap", words, "Put in an override; the fallback is paged meanwhile.", urgent=False)
    if facts.only_account:
        words = f"On call now, and reached by the mail of the account alone: {_names(facts.only_account)}."
        yield Trouble("account-only", words, "Ask them for a contact method that wakes them.", urgent=False)
    if not facts.mail:
        words = "This server sends no mail: HOTWASH_SMTP_URL is not set."
        yield Trouble("no-mail", words, "Set it; else only other contact methods are used.", urgent=False)


def _names(names: Sequence[str]) -> str:
    more = len(names) - MANY
    return ", ".join(names[:MANY]) + (f" and {more} more" if more > 0 else "")
