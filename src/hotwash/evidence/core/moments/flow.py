"""How much a source says by time: bursts of errors, storms, silences, and when the errors ended."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from statistics import median

from hotwash.evidence.core.moments.bins import Bins
from hotwash.evidence.core.moments.habits import is_bad
from hotwash.evidence.core.moments.moment import MINUTE, Moment, kept, span
from hotwash.ports.formats import Record

DELTAS = 5_000
GAPS = 20
STORMS = 50
TOLD_GAPS = 3
TOLD_BURSTS = 3
QUIET = 10  # bins without a burst between two of them
STEADY = 200  # steps between records
END = 0.13  # of a score, by itself
STORM = 60  # records within one minute at least
EVERY = 64  # records after which a storm is looked for again
SILENCE = 5 * MINUTE


@dataclass(frozen=True, slots=True)
class _Gap:
    length: int  # ns
    before: Record
    after: Record


@dataclass(slots=True)
class _Storm:
    """``until`` is the minute up to which further storms are this one; ``most`` records were in one of its minutes."""

    record: Record
    usual: float
    until: int
    most: int


@dataclass(slots=True)
class Flow:
    _all: Bins = field(default_factory=lambda: Bins(MINUTE))
    _bad: Bins = field(default_factory=lambda: Bins(MINUTE))
    _first_bad: dict[int, Record] = field(default_factory=dict)
    _storms: list[_Storm] = field(default_factory=list)
    _minute: int = -1
    _in_minute: int = 0
    _minutes: int = 0
    _before: int = 0  # records of the minutes before
    _minute_record: Record | None = None
    _last: Record | None = None
    _last_bad: Record | None = None
    _deltas: list[int] = field(default_factory=list)
    _gaps: list[_Gap] = field(default_factory=list)

    def feed(self, record: Record) -> None:
        if record.stamp is None:
            return
        ns = record.stamp.ns
        self._all.add(ns)
        self._watch_storm(record, ns)
        if is_bad(record):
            self._last_bad = record
            at = self._bad.add(ns)
            if self._bad.counts[at] == 1 and self._bad.width == MINUTE:
                self._first_bad[at] = kept(record)
        self._watch_gap(record, ns)

    def _watch_storm(self, record: Record, ns: int) -> None:
        """A minute with many times what the minutes before it had on average, the first after calm ones."""
        minute = ns // MINUTE
        if minute != self._minute:
            self._close_minute(minute)
            self._minute, self._in_minute, self._minute_record = minute, 0, record
        self._in_minute += 1
        if self._in_minute == STORM or self._in_minute % EVERY == 0:
            self._look_for_storm(self._in_minute)

    def _look_for_storm(self, full: int) -> None:
        """When so many records were in this minute."""
        usual, minute = self._before / self._minutes if self._minutes >= 10 else None, self._minute
        if usual is None or self._minute_record is None or full < max(STORM, 4 * usual):
            return
        if (not self._storms or minute > self._storms[-1].until) and len(self._storms) < STORMS:
            self._storms.append(_Storm(kept(self._minute_record), usual, minute + 30, full))
        elif self._storms:
            self._storms[-1].until = minute + 30

    def _close_minute(self, following: int) -> None:
        if self._storms and self._minute <= self._storms[-1].until:
            self._storms[-1].most = max(self._storms[-1].most, self._in_minute)
        if following > self._minute >= 0:
            self._before += self._in_minute
            self._minutes += min(following - self._minute, 60)

    def _watch_gap(self, record: Record, ns: int) -> None:
        last, self._last = self._last, record
        if last is None or last.stamp is None:
            return
        delta = ns - last.stamp.ns
        if delta > 0 and len(self._deltas) < DELTAS:
            self._deltas.append(delta)
        if delta > SILENCE and self._is_gap(delta):
            self._note_gap(delta, last, record)

    def _is_gap(self, delta: int) -> bool:
        return len(self._gaps) < GAPS or delta > self._gaps[-1].length

    def _note_gap(self, delta: int, before: Record, after: Record) -> None:
        gap = _Gap(delta, kept(before), kept(after))
        self._gaps = sorted([*self._gaps, gap], key=lambda one: -one.length)[:GAPS]

    def moments(self) -> list[Moment]:
        return [*self._bursts(), *self._told_storms(), *self._silences(), *self._endings(), *self._end()]

    def _bursts(self) -> Iterator[Moment]:
        counts = self._bad.counts
        if not counts or len(self._all.counts) < 3:
            return
        usual = median([counts.get(at, 0) for at in self._all.counts])
        limit = max(10, 6 * usual)
        for bout in sorted(_bouts(counts, limit), key=lambda one: -max(counts[at] for at in one))[:TOLD_BURSTS]:
            record = self._first_bad.get(bout[0])
            if record is not None:
                minutes = bout[-1] - bout[0] + 1
                long = f", for {minutes} min" if minutes > 2 else ""
                why = f"{counts[bout[0]]} errors within one minute, {usual:g} are usual{long}"
                yield Moment(record, 0.74, why, "log.burst")

    def _told_storms(self) -> Iterator[Moment]:
        self._close_minute(self._minute)
        for storm in sorted(self._storms, key=lambda one: -one.most / (one.usual + 1))[:TOLD_BURSTS]:
            why = f"up to {storm.most:,} records within one minute, {storm.usual:.3g} are usual"
            yield Moment(storm.record, 0.7, why, "log.storm")

    def _silences(self) -> Iterator[Moment]:
        """A source that is steady and then says nothing for far longer than ever."""
        if len(self._deltas) < 20:
            return
        steps = sorted(self._deltas)
        usual, long = max(1, int(median(steps))), max(1, steps[len(steps) * 95 // 100])
        for gap in self._gaps[:TOLD_GAPS]:
            if gap.length > max(60 * usual, 12 * long):
                minutes = gap.length // MINUTE
                before, after = gap.before.text[:300], gap.after.text[:300]
                text = f"Nothing for {minutes} min, until: {after}\nThe last words before: {before}"
                score = 0.66 if gap.length > 60 * long and len(self._deltas) > 200 else 0.48
                yield Moment(replace(gap.before, text=text, size=1), score, f"silent for {minutes} min", "log.silence")

    def _endings(self) -> Iterator[Moment]:
        last, final = self._last_bad, self._last
        if last is None or final is None or last.stamp is None or final.stamp is None:
            return
        quiet = final.stamp.ns - last.stamp.ns
        lasted = last.stamp.ns - min(self._bad.counts) * self._bad.width
        steady = max(5 * MINUTE, lasted // 4)
        if quiet >= steady and sum(self._bad.counts.values()) >= 5:
            yield Moment(kept(last), 0.5, f"the last error; {span(quiet)} without one follow", "log.last_error")

    def _end(self) -> Iterator[Moment]:
        """The last record of a steady source: worth something where other sources go on, which ``rank`` knows."""
        if self._last is not None and len(self._deltas) >= STEADY:
            yield Moment(kept(self._last), END, "the last record of this source", "log.end")


def _bouts(counts: Mapping[int, int], limit: float) -> list[list[int]]:
    """Runs of high bins. Between two of them may lie bins that are only somewhat high, or a few that are low."""
    low = sorted(at for at, count in counts.items() if count >= limit / 3)
    runs: list[list[int]] = []
    for at in low:
        if runs and at - runs[-1][-1] <= QUIET:
            runs[-1].append(at)
        else:
            runs.append([at])
    high = [[at for at in run if counts[at] >= limit] for run in runs]
    return [run for run in high if run]
