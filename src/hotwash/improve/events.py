"""What happens in stage 7."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from hotwash.kernel.core.event import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpPlanned(DomainEvent):
    """Planned, moved or called off: ``sequence`` counts; whoever is invited is told by mail each time."""

    type: ClassVar[str] = "improve.follow_up_planned"
    summary: ClassVar[str] = "{what} the follow-up meeting: {at:%d %B %Y %H:%M} UTC"
    follow_up_id: int
    at: datetime
    what: str
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpHeld(DomainEvent):
    type: ClassVar[str] = "improve.follow_up_held"
    summary: ClassVar[str] = "held the follow-up meeting with {people}"
    follow_up_id: int
    people: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionVerified(DomainEvent):
    type: ClassVar[str] = "improve.action_verified"
    summary: ClassVar[str] = "judged {reference}: {words}; {evidence}"
    action_id: int
    reference: str
    verdict: str
    words: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionsDidNotHold(DomainEvent):
    """Followed by stage 5, which opens the actions again."""

    type: ClassVar[str] = "improve.actions_did_not_hold"
    summary: ClassVar[str] = "recorded that {references} did not hold: {reason}"
    action_ids: tuple[int, ...]
    references: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurrenceFound(DomainEvent):
    type: ClassVar[str] = "improve.recurrence_found"
    summary: ClassVar[str] = "found that {factor} looks like {earlier_factor} of {earlier}: {why}"
    recurrence_id: int
    factor: str
    earlier: str
    earlier_factor: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurrenceDecided(DomainEvent):
    type: ClassVar[str] = "improve.recurrence_decided"
    summary: ClassVar[str] = "{decision} that {factor} is {earlier_factor} of {earlier} again"
    recurrence_id: int
    decision: str
    factor: str
    earlier: str
    earlier_factor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeSaved(DomainEvent):
    type: ClassVar[str] = "improve.theme_saved"
    summary: ClassVar[str] = "saved the theme “{name}” over {factors} factors"
    theme_id: int
    name: str
    factors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSaved(DomainEvent):
    type: ClassVar[str] = "improve.review_saved"
    summary: ClassVar[str] = "recorded the review of {since} to {until}"
    review_id: int
    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionMade(DomainEvent):
    type: ClassVar[str] = "improve.suggestion_made"
    summary: ClassVar[str] = "suggested a change of the process: {title}"
    suggestion_id: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionDecided(DomainEvent):
    """``number`` is the version of the process that it became, None where it was declined."""

    type: ClassVar[str] = "improve.suggestion_decided"
    summary: ClassVar[str] = "{decision} the suggestion “{title}”"
    suggestion_id: int
    title: str
    decision: str
    number: int | None = None

    def sentence(self) -> str:
        became = f" as version {self.number} of the process" if self.number else ""
        return f"{self.decision} the suggestion “{self.title}”{became}"
