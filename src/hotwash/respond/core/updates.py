"""What stakeholders are told: what an update has to say, what an audience reads, when it hears again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.process.core.document import Audience, ProcessDocument
from hotwash.respond.core.messages import filled, next_update

MAX_TEXT = 10_000
LONGEST_CLOCK = timedelta(days=7)
UNKNOWN_TEMPLATE = "{reference} {title} is {state}.\n\n{text}"


@dataclass(frozen=True, slots=True)
class Situation:
    """What an update says about the incident. ``severity`` is the key in the process."""

    reference: str
    title: str
    severity: str
    state: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Audiences by their keys. ``next_minutes``: when they hear again; None takes what the severity asks, 0 promises
    nothing.
    """

    audiences: tuple[str, ...]
    text: str
    next_minutes: int | None = None

    def chosen(self, document: ProcessDocument) -> list[Audience]:
        return [audience for audience in document.audiences if audience.key in self.audiences]

    @property
    def said(self) -> str:
        return self.text.replace("\x00", "").replace("\r\n", "\n").strip()


def unfit(wanted: Wanted, document: ProcessDocument) -> Refusal | None:
    """Why an update can't be sent like this, if so."""
    if not wanted.chosen(document):
        return refuse("audience", "Choose at least one audience.", "audiences")
    if not wanted.said:
        return refuse("empty", "Write what they should know.", "text")
    if len(wanted.said) > MAX_TEXT:
        return refuse("long", f"An update has at most {MAX_TEXT:,} characters. Link to the rest.", "text")
    minutes = wanted.next_minutes
    if minutes is not None and not 0 <= minutes <= LONGEST_CLOCK / timedelta(minutes=1):
        return refuse("minutes", "The next update is due within a week. Give the minutes until then.", "next_minutes")
    return None


def due_at(wanted: Wanted, document: ProcessDocument, about: Situation, now: datetime) -> datetime | None:
    """When stakeholders hear again; None when nothing is promised, or the incident is over."""
    minutes = wanted.next_minutes
    if minutes is None:
        minutes = document.severity(about.severity).update_minutes
    return next_update(now, about.state, minutes or None)


def words(document: ProcessDocument, audience: Audience, about: Situation, text: str, due: datetime | None) -> str:
    """What an audience reads: the template of the process, filled."""
    values: Mapping[str, str] = {
        "reference": about.reference,
        "title": about.title,
        "severity": document.severity(about.severity).name,
        "state": about.state,
        "text": text,
        "summary": about.summary,
        "next_update": f"{due:%d %b %Y %H:%M} UTC" if due else "when there is news",
    }
    return filled(document.templates.get(audience.template, UNKNOWN_TEMPLATE), values)
