"""What an incident says about itself: what is declared, what people correct later, and what can't be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hotwash.kernel.core.refusal import Reason, Refusal, refuse
from hotwash.respond.core.lifecycle import Change, Times, problems_of
from hotwash.respond.core.states import FoundBy

MAX_TITLE = 200
MAX_NOTE = 20_000

#: What ``IncidentValues`` may change, in the order in which it is told; services are told apart.
FIELDS: Sequence[str] = (
    "title",
    "summary",
    "found_by",
    "private",
    "near_miss",
    "started_at",
    "detected_at",
    "acknowledged_at",
    "mitigated_at",
    "resolved_at",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What is known when an incident is declared. ``service_ids`` are affected services; ``pages``: call for help."""

    title: str
    severity: str
    summary: str = ""
    found_by: FoundBy = FoundBy.COLLEAGUE
    private: bool = False
    near_miss: bool = False
    started_at: datetime | None = None
    detected_at: datetime | None = None
    service_ids: tuple[int, ...] = ()
    policy_id: int | None = None
    pages: bool = True

    @property
    def calls(self) -> bool:
        """Whether somebody is called: never for what nearly happened."""
        return self.pages and not self.near_miss

    def problems(self, severities: Sequence[str], now: datetime) -> list[Reason]:
        times = Times(started=self.started_at, detected=self.detected_at)
        problems = [*problems_of_title(self.title), *problems_of(times, now)]
        if self.severity not in severities:
            problems.append(Reason("severity", f"Choose one of the severities: {', '.join(severities)}.", "severity"))
        return problems


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentValues:
    """What people correct later. Times that are not known are None."""

    title: str
    summary: str
    found_by: FoundBy
    private: bool
    near_miss: bool
    started_at: datetime | None
    detected_at: datetime | None
    acknowledged_at: datetime | None
    mitigated_at: datetime | None
    resolved_at: datetime | None
    service_ids: tuple[int, ...] = ()

    def problems(self, now: datetime) -> list[Reason]:
        return [*problems_of_title(self.title), *problems_of(self.times, now)]

    @property
    def times(self) -> Times:
        return Times(
            started=self.started_at,
            detected=self.detected_at,
            acknowledged=self.acknowledged_at,
            mitigated=self.mitigated_at,
            resolved=self.resolved_at,
        )

    def changes(self, before: Mapping[str, object]) -> Mapping[str, object]:
        """What is to be written over ``before`` (all ``FIELDS``): the new values of those that differ."""
        after = {name: getattr(self, name) for name in FIELDS}
        after |= {name: cleaned(str(after[name])) for name in ("title", "summary")}
        return {name: value for name, value in after.items() if before[name] != value}


def in_words(field: str) -> str:
    """The name of a field as the log tells it."""
    return field.removesuffix("_at").replace("_", " ")


def cleaned(text: str) -> str:
    """Text as it is kept: without NUL and foreign line ends, and without blanks around it."""
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


def problems_of_title(title: str) -> list[Reason]:
    text = cleaned(title)
    if not text:
        return [Reason("title", "Say in a few words what is wrong.", "title")]
    if len(text) > MAX_TITLE:
        return [Reason("title", f"A title has at most {MAX_TITLE} characters; the rest fits the summary.", "title")]
    return []


def problem_of_note(said: str) -> Refusal | None:
    if not said:
        return refuse("empty", "Write what you see or do.", "text")
    if len(said) > MAX_NOTE:
        return refuse("long", "This is very long for a note. Attach it as evidence instead.", "text")
    return None


def stamps(change: Change, at: datetime, closed_at: datetime | None) -> Mapping[str, datetime | None]:
    """The times that a change of state sets. What is reopened was not resolved; what was closed is resolved again."""
    if change is Change.REOPEN:
        return {"closed_at": None} if closed_at is not None else {"mitigated_at": None, "resolved_at": None}
    field = {Change.MITIGATE: "mitigated_at", Change.RESOLVE: "resolved_at", Change.CLOSE: "closed_at"}[change]
    return {field: at}
