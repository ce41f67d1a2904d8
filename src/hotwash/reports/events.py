"""What happens to a report."""

from dataclasses import dataclass
from typing import ClassVar

from hotwash.kernel.core.event import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportStarted(DomainEvent):
    type: ClassVar[str] = "report.started"
    summary: ClassVar[str] = "began the report"
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRenamed(DomainEvent):
    type: ClassVar[str] = "report.renamed"
    summary: ClassVar[str] = "called the report “{title}”"
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionEdited(DomainEvent):
    """``version`` is that of the section after the edit; its text is among the section's changes."""

    type: ClassVar[str] = "report.section_edited"
    summary: ClassVar[str] = "wrote the section {section} of the report"
    section: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRequested(DomainEvent):
    type: ClassVar[str] = "report.review_requested"
    summary: ClassVar[str] = "asked {reviewer} to review the report"
    review: int
    reviewer: str
    reviewer_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewWithdrawn(DomainEvent):
    type: ClassVar[str] = "report.review_withdrawn"
    summary: ClassVar[str] = "no longer waits for {reviewer} to review the report"
    reviewer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportApproved(DomainEvent):
    type: ClassVar[str] = "report.approved"
    summary: ClassVar[str] = "approved the report"
    review: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesRequested(DomainEvent):
    type: ClassVar[str] = "report.changes_requested"
    summary: ClassVar[str] = "asked for changes to the report: {note}"
    review: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPublished(DomainEvent):
    type: ClassVar[str] = "report.published"
    summary: ClassVar[str] = "published revision {number} of the report"
    publication: int
    number: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDelivered(DomainEvent):
    type: ClassVar[str] = "report.delivered"
    summary: ClassVar[str] = "delivered revision {number} of the report to {target}"
    delivery: int
    number: int
    target: str
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFailed(DomainEvent):
    """Nothing more is tried by itself."""

    type: ClassVar[str] = "report.delivery_failed"
    summary: ClassVar[str] = "could not deliver revision {number} of the report to {target}: {error}"
    delivery: int
    number: int
    target: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRetried(DomainEvent):
    type: ClassVar[str] = "report.delivery_retried"
    summary: ClassVar[str] = "had the delivery of revision {number} to {target} tried again"
    delivery: int
    number: int
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryDue(DomainEvent):
    """A wake-up, not logged: a delivery is to be tried."""

    type: ClassVar[str] = "report.delivery_due"
    delivery: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Commented(DomainEvent):
    type: ClassVar[str] = "report.commented"
    summary: ClassVar[str] = "commented: {text}"
    comment: int
    target: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentResolved(DomainEvent):
    type: ClassVar[str] = "report.comment_resolved"
    summary: ClassVar[str] = "called a comment answered"
    comment: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentReopened(DomainEvent):
    type: ClassVar[str] = "report.comment_reopened"
    summary: ClassVar[str] = "opened a comment again"
    comment: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentImported(DomainEvent):
    type: ClassVar[str] = "report.document_imported"
    summary: ClassVar[str] = "added “{title}” to the archive"
    document: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRemoved(DomainEvent):
    type: ClassVar[str] = "report.document_removed"
    summary: ClassVar[str] = "removed “{title}” from the archive"
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSaved(DomainEvent):
    type: ClassVar[str] = "report.target_saved"
    summary: ClassVar[str] = "set up the publish target {name}"
    target: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRemoved(DomainEvent):
    type: ClassVar[str] = "report.target_removed"
    summary: ClassVar[str] = "removed the publish target {name}"
    name: str
