"""What happens to the process itself."""

from dataclasses import dataclass
from typing import ClassVar

from hotwash.kernel.core.event import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessChanged(DomainEvent):
    type: ClassVar[str] = "process.changed"
    summary: ClassVar[str] = "saved version {number} of the process: {note}"
    number: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFinished(DomainEvent):
    type: ClassVar[str] = "process.stage_finished"
    summary: ClassVar[str] = "called the stage “{title}” done"
    stage: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageReopened(DomainEvent):
    type: ClassVar[str] = "process.stage_reopened"
    summary: ClassVar[str] = "opened the stage “{title}” again"
    stage: str
    title: str
