"""What happens to what is kept: who takes it out, what is masked, what comes in while it happens."""

from dataclasses import dataclass
from typing import ClassVar

from hotwash.kernel.core.event import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalTaken(DomainEvent):
    """Somebody downloaded a file as it came, with whatever secrets it holds."""

    type: ClassVar[str] = "evidence.original_taken"
    summary: ClassVar[str] = "downloaded the original of {reference}"
    file_id: int
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceUnmasked(DomainEvent):
    """Somebody was shown what one mask hides; never what that was."""

    type: ClassVar[str] = "evidence.place_unmasked"
    summary: ClassVar[str] = "looked beneath a mask in {reference}: {kind}, line {line}"
    file_id: int
    reference: str
    kind: str
    line: int
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskingSet(DomainEvent):
    """Which addresses are masked in the evidence of an incident, beside secrets."""

    type: ClassVar[str] = "evidence.masking_set"
    summary: ClassVar[str] = "set what is masked in evidence: {what}"
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleTaken(DomainEvent):
    """Somebody downloaded the evidence as a bundle; ``originals`` says whether the files as they came are in it."""

    type: ClassVar[str] = "evidence.bundle_taken"
    summary: ClassVar[str] = "downloaded the bundle of {files} files with {holds}"
    files: int
    holds: str
    originals: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureBegan(DomainEvent):
    """A command runs and is watched. Its lines are not told one by one."""

    type: ClassVar[str] = "evidence.capture_began"
    summary: ClassVar[str] = "runs a command that is captured on {host}: {command}"
    capture_id: int
    command: str
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureEnded(DomainEvent):
    """``how`` is its exit status in words, or that it was closed without one."""

    type: ClassVar[str] = "evidence.capture_ended"
    summary: ClassVar[str] = "the captured command ended, {how}, {lines} lines: {command}"
    capture_id: int
    command: str
    how: str
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerReportsAdded(DomainEvent):
    """``count`` reports of customers in ``rows`` entries; ``how`` says where they are from."""

    type: ClassVar[str] = "evidence.customer_reports_added"
    summary: ClassVar[str] = "entered {count} customer reports {how}"
    count: int
    rows: int
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerReportsRemoved(DomainEvent):
    type: ClassVar[str] = "evidence.customer_reports_removed"
    summary: ClassVar[str] = "removed {count} entries of customer reports: {told}"
    count: int
    told: str
