"""The marked times of an incident: durations between them, and where they contradict each other or the timeline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hotwash.evidence.core.precise import When, may_be_during, surely_before, widened


class KeyName(StrEnum):
    STARTED = "started"
    DETECTED = "detected"
    ACKNOWLEDGED = "acknowledged"
    MITIGATED = "mitigated"
    RESOLVED = "resolved"


ORDER = tuple(KeyName)
_MEANING = {
    KeyName.STARTED: "impact began",
    KeyName.DETECTED: "somebody or something noticed",
    KeyName.ACKNOWLEDGED: "a responder took it on",
    KeyName.MITIGATED: "impact ended or was bearable",
    KeyName.RESOLVED: "the incident was over",
}
DURATIONS = (
    ("to detect", KeyName.STARTED, KeyName.DETECTED),
    ("to acknowledge", KeyName.DETECTED, KeyName.ACKNOWLEDGED),
    ("to mitigate", KeyName.DETECTED, KeyName.MITIGATED),
    ("to resolve", KeyName.DETECTED, KeyName.RESOLVED),
    ("in all", KeyName.STARTED, KeyName.RESOLVED),
)


@dataclass(frozen=True, slots=True)
class Duration:
    name: str
    start: KeyName
    end: KeyName
    length: timedelta

    @property
    def text(self) -> str:
        return span_text(self.length)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two things that cannot both be true. It is shown, never settled by the program."""

    code: str
    text: str


def meaning(name: KeyName) -> str:
    return _MEANING[name]


def durations(times: Mapping[str, datetime]) -> list[Duration]:
    """The durations whose two ends are known; negative ones are left to ``contradictions``."""
    found = []
    for name, start, end in DURATIONS:
        if start in times and end in times and times[end] >= times[start]:
            found.append(Duration(name, start, end, times[end] - times[start]))
    return found


def contradictions(
    times: Mapping[str, datetime | When], declared_at: datetime | None = None, entries: Sequence[datetime] = ()
) -> list[Contradiction]:
    """Key times out of order, or far from everything on the timeline; only what no precision explains."""
    known = {name: _when(times[name]) for name in ORDER if name in times}
    found = _out_of_order(known)
    started = known.get(KeyName.STARTED)
    if declared_at and started and started.earliest > declared_at + timedelta(minutes=1):
        found.append(
            Contradiction("declared", "The incident was declared before it “started”: one of the two times is wrong.")
        )
    if entries:
        day = timedelta(days=1)
        around = When(min(entries), "ns", max(entries))
        far = [name for name, when in known.items() if not may_be_during(when, widened(around, day))]
        found += [Contradiction("far", f"“{name}” is more than a day away from every timeline entry.") for name in far]
    return found


def _when(time: datetime | When) -> When:
    return time if isinstance(time, When) else When(time, "ns")


def _out_of_order(known: Mapping[KeyName, When]) -> list[Contradiction]:
    """Each key time that is surely earlier than one that comes before it, told against the nearest such."""
    found = []
    names = list(known)
    for place, after in enumerate(names):
        before = next((name for name in reversed(names[:place]) if surely_before(known[after], known[name])), None)
        if before is not None:
            early = span_text(known[before].at - known[after].at)
            text = f"“{after}” stands {early} before “{before}”, which usually comes first. Check times and zones."
            found.append(Contradiction("order", text))
    return found


def span_text(length: timedelta) -> str:
    """``2 d 3 h``, ``1 h 05 min``, ``12 min``, ``40 s``: two units at most."""
    seconds = int(abs(length.total_seconds()))
    days, hours, minutes = seconds // 86400, seconds % 86400 // 3600, seconds % 3600 // 60
    if days:
        return f"{days} d {hours} h"
    if hours:
        return f"{hours} h {minutes:02d} min"
    if minutes:
        return f"{minutes} min" if minutes >= 10 or not seconds % 60 else f"{minutes} min {seconds % 60} s"
    return f"{seconds} s"
