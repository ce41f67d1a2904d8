"""What happens to evidence, the timeline, key times and impact."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from hotwash.evidence.events.custody import BundleTaken as BundleTaken
from hotwash.evidence.events.custody import CaptureBegan as CaptureBegan
from hotwash.evidence.events.custody import CaptureEnded as CaptureEnded
from hotwash.evidence.events.custody import CustomerReportsAdded as CustomerReportsAdded
from hotwash.evidence.events.custody import CustomerReportsRemoved as CustomerReportsRemoved
from hotwash.evidence.events.custody import MaskingSet as MaskingSet
from hotwash.evidence.events.custody import OriginalTaken as OriginalTaken
from hotwash.evidence.events.custody import PlaceUnmasked as PlaceUnmasked
from hotwash.kernel.core.event import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceAdded(DomainEvent):
    type: ClassVar[str] = "evidence.file_added"
    summary: ClassVar[str] = "added {reference} {name}"
    file_id: int
    reference: str
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRead(DomainEvent):
    """``status`` is read or failed; ``masked`` counts secrets that were masked."""

    type: ClassVar[str] = "evidence.file_read"
    summary: ClassVar[str] = "read {reference}: {format}, {records} records, {moments} moments, {masked} secrets masked"
    file_id: int
    reference: str
    status: str
    format: str
    records: int
    moments: int
    masked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingStopped(DomainEvent):
    """Somebody stopped the reading of a file. What an earlier reading found stays."""

    type: ClassVar[str] = "evidence.reading_stopped"
    summary: ClassVar[str] = "stopped the reading of {reference}"
    file_id: int
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingAsked(DomainEvent):
    """Somebody had a file read again."""

    type: ClassVar[str] = "evidence.reading_asked"
    summary: ClassVar[str] = "had {reference} read again"
    file_id: int
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSet(DomainEvent):
    """Zone, clock or note of a source changed."""

    type: ClassVar[str] = "evidence.file_set"
    summary: ClassVar[str] = "set {what} of {reference}"
    file_id: int
    reference: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRemoved(DomainEvent):
    type: ClassVar[str] = "evidence.file_removed"
    summary: ClassVar[str] = "removed {reference} {name}"
    file_id: int
    reference: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRestored(DomainEvent):
    type: ClassVar[str] = "evidence.file_restored"
    summary: ClassVar[str] = "brought back {reference} {name}"
    file_id: int
    reference: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDue(DomainEvent):
    """A file waits to be read. Only a wake-up: never logged."""

    type: ClassVar[str] = "evidence.read_due"
    file_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPinned(DomainEvent):
    type: ClassVar[str] = "evidence.entry_pinned"
    summary: ClassVar[str] = "pinned {reference}: {text}"
    entry_id: int
    reference: str
    text: str
    moment_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentDismissed(DomainEvent):
    type: ClassVar[str] = "evidence.moment_dismissed"
    summary: ClassVar[str] = "dismissed a moment: {text}"
    moment_id: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentProposed(DomainEvent):
    """A moment that was pinned or dismissed waits again."""

    type: ClassVar[str] = "evidence.moment_proposed"
    summary: ClassVar[str] = "put back a moment: {text}"
    moment_id: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryWritten(DomainEvent):
    type: ClassVar[str] = "evidence.entry_written"
    summary: ClassVar[str] = "wrote {reference}: {text}"
    entry_id: int
    reference: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryEdited(DomainEvent):
    """``before`` and ``after`` hold text and time, so that the log is the whole history of an entry."""

    type: ClassVar[str] = "evidence.entry_edited"
    summary: ClassVar[str] = "edited {reference}: {after}"
    entry_id: int
    reference: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDeleted(DomainEvent):
    type: ClassVar[str] = "evidence.entry_deleted"
    summary: ClassVar[str] = "removed {reference}: {text}"
    entry_id: int
    reference: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRestored(DomainEvent):
    type: ClassVar[str] = "evidence.entry_restored"
    summary: ClassVar[str] = "brought back {reference}: {text}"
    entry_id: int
    reference: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryMoved(DomainEvent):
    """To another lane."""

    type: ClassVar[str] = "evidence.entry_moved"
    summary: ClassVar[str] = "moved {reference} from “{before}” to “{after}”"
    entry_id: int
    reference: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntriesMerged(DomainEvent):
    """``others`` are the rows that became part of ``entry_id``; their references go on leading to it."""

    type: ClassVar[str] = "evidence.entries_merged"
    summary: ClassVar[str] = "merged {names} into {reference}"
    entry_id: int
    reference: str
    others: tuple[int, ...]
    names: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySplit(DomainEvent):
    """``others`` are the rows that were cut from ``entry_id``."""

    type: ClassVar[str] = "evidence.entry_split"
    summary: ClassVar[str] = "split {reference} into {reference}, {names}"
    entry_id: int
    reference: str
    others: tuple[int, ...]
    names: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RearrangementUndone(DomainEvent):
    """A merge was taken apart, or what was split is one again."""

    type: ClassVar[str] = "evidence.rearrangement_undone"
    summary: ClassVar[str] = "undid the {kind} of {reference} and {names}"
    entry_id: int
    reference: str
    kind: str
    others: tuple[int, ...]
    names: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryAnnotated(DomainEvent):
    """``kind``: then or hindsight; ``text`` with the time it speaks of."""

    type: ClassVar[str] = "evidence.entry_annotated"
    summary: ClassVar[str] = "annotated {reference} ({kind}): {text}"
    entry_id: int
    reference: str
    annotation_id: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotationRemoved(DomainEvent):
    type: ClassVar[str] = "evidence.annotation_removed"
    summary: ClassVar[str] = "removed an annotation of {reference}: {text}"
    entry_id: int
    reference: str
    annotation_id: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotationRestored(DomainEvent):
    type: ClassVar[str] = "evidence.annotation_restored"
    summary: ClassVar[str] = "brought back an annotation of {reference}: {text}"
    entry_id: int
    reference: str
    annotation_id: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceAttached(DomainEvent):
    """``text`` names the file and its lines."""

    type: ClassVar[str] = "evidence.attached"
    summary: ClassVar[str] = "attached {text} to {reference}"
    entry_id: int
    reference: str
    file_id: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceDetached(DomainEvent):
    type: ClassVar[str] = "evidence.detached"
    summary: ClassVar[str] = "took {text} off {reference}"
    entry_id: int
    reference: str
    file_id: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseNoted(DomainEvent):
    """The incident's own events were put on the timeline."""

    type: ClassVar[str] = "evidence.response_noted"
    summary: ClassVar[str] = "put {count} events of the response on the timeline"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyTimeMarked(DomainEvent):
    type: ClassVar[str] = "evidence.key_time_marked"
    summary: ClassVar[str] = "marked “{name}” at {at:%Y-%m-%d %H:%M:%S} UTC"
    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyTimeCleared(DomainEvent):
    type: ClassVar[str] = "evidence.key_time_cleared"
    summary: ClassVar[str] = "took back the mark “{name}”"
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactSaved(DomainEvent):
    type: ClassVar[str] = "evidence.impact_saved"
    summary: ClassVar[str] = "wrote down impact: {text}"
    impact_id: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactRemoved(DomainEvent):
    type: ClassVar[str] = "evidence.impact_removed"
    summary: ClassVar[str] = "removed impact: {text}"
    impact_id: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectorSaved(DomainEvent):
    type: ClassVar[str] = "evidence.collector_saved"
    summary: ClassVar[str] = "set up the collector “{name}”"
    collector: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectorRemoved(DomainEvent):
    type: ClassVar[str] = "evidence.collector_removed"
    summary: ClassVar[str] = "removed the collector “{name}”"
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionTried(DomainEvent):
    """A dry run: one question was asked, nothing was kept."""

    type: ClassVar[str] = "evidence.collection_tried"
    summary: ClassVar[str] = "tried what {name} knows: {told}"
    name: str
    told: str
    text: str = ""
    begin: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionAsked(DomainEvent):
    type: ClassVar[str] = "evidence.collection_asked"
    summary: ClassVar[str] = "collects from {name}, {begin:%Y-%m-%d %H:%M:%S} to {end:%Y-%m-%d %H:%M:%S} UTC: {text}"
    collection: int
    name: str
    text: str
    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionRetried(DomainEvent):
    type: ClassVar[str] = "evidence.collection_retried"
    summary: ClassVar[str] = "asks {name} again"
    collection: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionEnded(DomainEvent):
    """``state`` is done, failed or stopped."""

    type: ClassVar[str] = "evidence.collection_ended"
    summary: ClassVar[str] = "collected from {name}: {told}"
    collection: int
    name: str
    state: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectDue(DomainEvent):
    """The next page of a run is to be fetched. Only a wake-up: never logged."""

    type: ClassVar[str] = "evidence.collect_due"
    collection: int
