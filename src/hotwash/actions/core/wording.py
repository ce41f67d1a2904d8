"""Advice on the wording of an action: verb first, bounded, with an end that somebody can verify, one owner, a date.

Nothing here refuses: the checks that refuse are in `states`. Each finding explains itself and proposes a way out.
The yardstick is the one of PagerDuty's post-mortem guide and of Lunney, Lueder and Beyer (;login: 2017).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class Draft:
    """An action as it is being written. ``owners`` are names as typed; one is right."""

    title: str
    end_state: str = ""
    owners: tuple[str, ...] = ()
    due: date | None = None
    factors: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """``field`` is the form field it belongs to."""

    rule: str
    field: str
    message: str
    suggestion: str = ""


_VAGUE: Final = {
    "investigate": "Add, change or measure something, and say what will then be true",
    "consider": 'Decide it now, or write the decision as the action: "Decide by 1 March whether ..."',
    "look": "Say what will be different afterwards, not that somebody looks",
    "explore": "Say which question gets an answer, and where it is written down",
    "improve": 'Name the thing and the measure: "Alert when ... for 5 minutes"',
    "ensure": "Name what makes it so: a check, a limit, a default, an alert",
    "make": "Name what makes it so: a check, a limit, a default, an alert",
    "be": "Attention is no safeguard. Name a check, a limit, a default or an alert that holds without it",
    "try": "Say what will be done",
    "discuss": "Say what the discussion has to decide, and by when",
    "review": "Say what is changed when the review finds something",
    "monitor": "Name the signal, its threshold and who is told",
    "think": "Write the decision as the action",
    "better": "Name the thing and the measure",
    "understand": "Say which question gets an answer, and where it is written down",
    "remember": "Attention is no safeguard. Name a check or a default that holds without it",
}
_VERB_LIST: Final = """
    add adjust alert allow alter announce apply assign automate backfill back block bound build cache call cap change
    check clean close configure connect convert copy correct create cut decide declare decommission decouple delete
    deploy deprecate describe design detect disable divide document double drain drop enable encrypt enforce escalate
    exclude expand export expose extend extract filter fix forbid force gate generate give grant guard halve harden
    hide hold implement include increase index inform install instrument integrate introduce invite isolate keep label
    limit link list load lock log lower map mark measure merge migrate mirror move notify obtain offer order page
    parse patch pin point prevent print produce provision prune publish put raise record reduce refuse reject release
    reload remove rename render repair replace replicate report require reserve reset resize restart restore restrict
    retire retry return revert rewrite roll rotate route run scale schedule send separate serve set shard ship show
    shut simplify simulate split standardise standardize start stop store stub subscribe support switch sync tag teach
    test throttle tighten time train trigger trim tune turn unify update upgrade use validate verify version wait warn
    widen wire wrap write"""
_VERBS: Final = frozenset(_VERB_LIST.split())
_EXHORTATION: Final = re.compile(
    r"\b(more careful|careful(?:ly)?|pay (?:more |closer )?attention|double[- ]check|be aware|vigilan\w+)\b",
    re.IGNORECASE,
)
_UNBOUNDED: Final = re.compile(
    r"\b(all|every|everything|everywhere|any|always|never|etc|and so on|in general|where possible)\b", re.IGNORECASE
)
_BUCKET: Final = re.compile(
    r"^(team|everyone|everybody|all|tbd|tba|n/?a|for planning|somebody|someone|backlog|\?+)$", re.IGNORECASE
)
_SEVERAL: Final = re.compile(r"\s*(?:,|;|/|&|\+|\band\b|\bor\b)\s*", re.IGNORECASE)
_WORDS: Final = re.compile(r"[^\W\d_][\w'-]*")
_MEASURABLE: Final = re.compile(
    r"\d|%|\b(when|until|if|below|above|under|over|fails?|passes|shows?|refuses?|fires?|exists?|rejects?"
    r"|returns?|no longer|link)\b",
    re.IGNORECASE,
)


def check_wording(draft: Draft, today: date) -> list[Finding]:
    """Findings in the order of the form; an empty list is praise enough."""
    return [*_title(draft.title), *_end_state(draft), *_owner(draft.owners), *_date(draft.due, today), *_factor(draft)]


def split_owners(text: str) -> tuple[str, ...]:
    """The owners that a text names: "Ada and Bo" is two."""
    return tuple(name for name in _SEVERAL.split(text.strip()) if name)


def _title(title: str) -> Iterator[Finding]:
    words = [word.lower() for word in _WORDS.findall(title)]
    if not words:
        yield Finding("empty", "title", "Say what is to be done, verb first.", 'For example "Add an alert when ..."')
        return
    first = words[0]
    if first in _VAGUE:
        yield Finding(
            "vague-verb", "title", f'"{first.capitalize()}" has no end: nobody can tell when it is done.', _VAGUE[first]
        )
    elif first not in _VERBS:
        yield Finding(
            "verb-first",
            "title",
            f'Begin with what is done; "{first}" does not read as an action.',
            "Start with a verb: add, remove, limit, alert, document",
        )
    if len(words) < 3:
        yield Finding(
            "no-object",
            "title",
            "This is very short. Name the thing that changes.",
            'Verb, thing, where: "Limit retries of the payment client to 3"',
        )
    if found := _EXHORTATION.search(title):
        yield Finding(
            "exhortation",
            "title",
            f'"{found.group()}" asks for attention, which runs out at 03:00.',
            "Name a check, a limit, a default or an alert that holds without attention",
        )
    if (found := _UNBOUNDED.search(title)) and not re.search(r"\d", title):
        yield Finding(
            "unbounded",
            "title",
            f'"{found.group()}" has no bound, so it is never finished.',
            "Name which ones, or how many",
        )


def _end_state(draft: Draft) -> Iterator[Finding]:
    if not draft.end_state.strip():
        yield Finding(
            "no-end-state",
            "end_state",
            "Say how somebody else can see that it is done.",
            'For example "The rule fires in the staging drill within 2 minutes"',
        )
    elif not _MEASURABLE.search(draft.end_state):
        yield Finding(
            "unverifiable",
            "end_state",
            "It is hard to tell from this whether it has been reached.",
            "Name a number, a test, a page or a command that shows it",
        )


def _owner(owners: tuple[str, ...]) -> Iterator[Finding]:
    if not owners:
        yield Finding("no-owner", "owner", "Nobody owns it yet.", "Name one person; a team can help")
    elif len(owners) > 1:
        yield Finding(
            "several-owners",
            "owner",
            f"{len(owners)} owners: each may wait for the other.",
            "Name one, and the others in the detail; or split the action",
        )
    elif _BUCKET.match(owners[0].strip()):
        yield Finding("bucket-owner", "owner", f'"{owners[0]}" is nobody in particular.', "Name one person")


def _date(due: date | None, today: date) -> Iterator[Finding]:
    if due is None:
        yield Finding("no-due-date", "due", "There is no due date.", "Choose one; the process proposes one by severity")
    elif due < today:
        yield Finding("past-due", "due", f"{due.isoformat()} has passed already.", "Choose a day to come")


def _factor(draft: Draft) -> Iterator[Finding]:
    if not draft.factors:
        yield Finding(
            "no-factor",
            "factors",
            "It answers no factor, so nobody can see why it is done.",
            "Link the factor that it answers",
        )
