"""What happens in the analysis, as the log and the other stages hear of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from hotwash.kernel.core.event import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorAdded(DomainEvent):
    type: ClassVar[str] = "analysis.factor_added"
    summary: ClassVar[str] = "added F-{number} “{statement}”"
    number: int
    statement: str
    kind: str = "factor"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorChanged(DomainEvent):
    """One field of a factor; `before` makes it possible to put it back."""

    type: ClassVar[str] = "analysis.factor_changed"
    summary: ClassVar[str] = "changed the {name} of F-{number} from “{before}” to “{after}”"
    number: int
    field: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorRemoved(DomainEvent):
    type: ClassVar[str] = "analysis.factor_removed"
    summary: ClassVar[str] = "removed F-{number} “{statement}”"
    number: int
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorRestored(DomainEvent):
    type: ClassVar[str] = "analysis.factor_restored"
    summary: ClassVar[str] = "put back F-{number} “{statement}”"
    number: int
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorsLinked(DomainEvent):
    type: ClassVar[str] = "analysis.factors_linked"
    summary: ClassVar[str] = "said that F-{number} is because of F-{cause}"
    number: int
    cause: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorsUnlinked(DomainEvent):
    type: ClassVar[str] = "analysis.factors_unlinked"
    summary: ClassVar[str] = "took back that F-{number} is because of F-{cause}"
    number: int
    cause: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceCited(DomainEvent):
    type: ClassVar[str] = "analysis.evidence_cited"
    summary: ClassVar[str] = "cited {what} for F-{number}"
    number: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationRemoved(DomainEvent):
    type: ClassVar[str] = "analysis.citation_removed"
    summary: ClassVar[str] = "no longer cites {what} for F-{number}"
    number: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GapReviewed(DomainEvent):
    type: ClassVar[str] = "analysis.gap_reviewed"
    summary: ClassVar[str] = "looked at the question “{question}” and left it: {reason}"
    key: str
    question: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GapReopened(DomainEvent):
    type: ClassVar[str] = "analysis.gap_reopened"
    summary: ClassVar[str] = "opened the question “{question}” again"
    key: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefPlanned(DomainEvent):
    type: ClassVar[str] = "analysis.debrief_planned"
    summary: ClassVar[str] = "planned the debrief for {planned_at:%d %b %Y %H:%M %Z}"
    debrief_id: int
    planned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefNotesSaved(DomainEvent):
    type: ClassVar[str] = "analysis.debrief_notes_saved"
    summary: ClassVar[str] = "wrote notes of the debrief"
    debrief_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefHeld(DomainEvent):
    type: ClassVar[str] = "analysis.debrief_held"
    summary: ClassVar[str] = "held the debrief with {people} people"
    debrief_id: int
    people: int
