"""Alerts: when each began and when it was over; those that come and go all the time are folded."""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace

from hotwash.evidence.core.moments.moment import Moment, kept
from hotwash.ports.formats import Level, Record
from hotwash.ports.stamps import Stamp, from_text
from hotwash.ports.stamps.stamp import NS

ALERTS = 2_000  # distinct alerts of one source
BOUTS = 20  # times of one alert that are kept
OFTEN = 3  # more times than this is a habit
_YEAR_OF_NOTHING = 86_400 * NS * 366
_SCORES = {Level.CRITICAL: 0.93, Level.ERROR: 0.9, Level.WARNING: 0.82, Level.NOTICE: 0.36, Level.INFO: 0.36}
_MINOR = {"info", "none", "low", "notice", "informational"}
_OVER = re.compile(r"(?i)\b(?:to ok|resolved|recovered|closed)$")
_NAMES = ("alert", "name", "thing")


@dataclass(slots=True)
class Alerts:
    """By name and text. A resolved alert that says when it ended gives two moments."""

    _seen: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    _counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def feed(self, record: Record) -> None:
        key = next((found for name in _NAMES if (found := record.fields.get(name))), "") or record.text[:80]
        if key not in self._seen and len(self._seen) >= ALERTS:
            return
        self._counts[key] += 1
        if len(self._seen[key]) < BOUTS:
            self._seen[key].append(kept(record))

    def moments(self) -> list[Moment]:
        found: list[Moment] = []
        for key, records in self._seen.items():
            told = [moment for record in records for moment in _told(record)]
            times = self._counts[key]
            distinct = len({one.stamp.ns for one in told if one.stamp and one.kind == "alert.firing"})
            if distinct > OFTEN:
                first = max(told, key=lambda one: one.score)
                why = f"{first.why}, as it often does: {times} times here"
                found.append(Moment(first.record, round(first.score * 0.45, 3), why, first.kind, times - 1))
            else:
                found += _without_repeats(told)
        return found


def _without_repeats(told: list[Moment]) -> list[Moment]:
    """The same alert is told again and again while it fires; each state at a time is one moment."""
    unique: dict[tuple[int | None, str], Moment] = {}
    for one in told:
        unique.setdefault((one.stamp.ns if one.stamp else None, one.kind), one)
    return list(unique.values())


def _told(record: Record) -> list[Moment]:
    if record.kind == "alert.state":
        score = 0.7 if _OVER.search(record.text) or record.level not in {Level.ERROR, Level.CRITICAL} else 0.86
        return [Moment(record, score, "an alert or incident changed its state", record.kind)]
    score = _weight(record)
    if record.kind == "alert.firing":
        return [Moment(record, score, "an alert fired", record.kind)]
    ended = _end_of(record)
    if ended is None:
        return [Moment(record, round(score * 0.8, 3), "an alert was resolved", record.kind)]
    over = replace(record, stamp=ended, kind="alert.resolved")
    return [
        Moment(replace(record, kind="alert.firing"), score, "an alert fired", "alert.firing"),
        Moment(over, round(score * (0.75 if score > 0.5 else 0.5), 3), "an alert was resolved", "alert.resolved"),
    ]


def _weight(record: Record) -> float:
    named = record.fields.get("severity", "").lower()
    if named in _MINOR:
        return 0.36
    if named in {"critical", "page", "high", "error", "emergency"}:
        return 0.93
    if named == "warning":
        return 0.82
    return _SCORES.get(record.level, 0.9) if record.level and record.kind == "alert.firing" else 0.9


def _end_of(record: Record) -> Stamp | None:
    """When a resolved alert ended, where it says so and it is not the moment itself."""
    raw = record.fields.get("ends", "")
    ended = from_text(raw) if raw else None
    if ended is None or record.stamp is None or ended.ns < _YEAR_OF_NOTHING:
        return None
    begun = from_text(record.stamp.raw)  # the clock of a source may have been put right: its end moves along
    ended = replace(ended, ns=ended.ns + record.stamp.ns - begun.ns) if begun else ended
    return ended if ended.ns > record.stamp.ns else None
