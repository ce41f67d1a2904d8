"""What a record is among its neighbours: found in one pass over a source, with bounded memory."""

import heapq
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from statistics import median

from hotwash.evidence.core.moments.kinds import judge
from hotwash.evidence.core.templates import template_of
from hotwash.ports.formats import Level, Record
from hotwash.ports.reading.levels import sounds_bad
from hotwash.ports.stamps import Stamp
from hotwash.ports.stamps.stamp import NS

MINUTE = 60 * NS
KEPT = 120  # moments of one source
TEMPLATES = 4000
MINUTES = 200_000
WARM = 200  # records before a new kind of message is news


_CHANGED_STATE = re.compile(r"\bis (?:now )?(?:DOWN|UP|down|back up|unhealthy|healthy again)\b|\bis healthy again\b")


@dataclass(frozen=True, slots=True)
class Moment:
    """A record worth looking at. ``like`` counts the further ones of its kind that were folded into it."""

    record: Record
    score: float
    why: str
    kind: str
    like: int = 0

    @property
    def stamp(self) -> Stamp | None:
        return self.record.stamp


@dataclass(slots=True)
class _Minute:
    total: int = 0
    bad: int = 0
    first_bad: Record | None = None


@dataclass(frozen=True, slots=True)
class _Gap:
    length: int  # ns
    before: Record
    after: Record


@dataclass(slots=True)
class Finder:
    """Feed it the records of one source in file order, then ask for the moments."""

    kept: int = KEPT
    _heap: list[tuple[float, int, Moment]] = field(default_factory=list)
    _count: int = 0
    _pushed: int = 0
    _templates: Counter[str] = field(default_factory=Counter)
    _folded: dict[tuple[str, str], int] = field(default_factory=dict)
    _minutes: dict[int, _Minute] = field(default_factory=dict)
    _first_bad: bool = False
    _last_bad: Record | None = None
    _last: Record | None = None
    _deltas: list[int] = field(default_factory=list)
    _gaps: list[_Gap] = field(default_factory=list)
    _applied: bool = False

    def feed(self, record: Record) -> None:
        self._count += 1
        score, why = judge(record)
        if record.kind == "terraform.apply_start" and not self._applied:
            self._applied, score, why = True, 0.64, "Terraform begins to change resources"
        template = self._template(record)
        if not score:
            score, why = self._by_words(record, template)
        if score:
            self._offer(record, score, why, template)
        self._count_minute(record)
        self._watch_gap(record)

    def _template(self, record: Record) -> str:
        template = template_of(record.text)
        if template in self._templates or len(self._templates) < TEMPLATES:
            self._templates[template] += 1
        return template

    def _by_words(self, record: Record, template: str) -> tuple[float, str]:
        new = self._templates.get(template) == 1
        bad = _is_bad(record)
        if bad:
            self._last_bad = record
            if not self._first_bad:
                self._first_bad = True
                return (0.8 if self._count > 1 else 0.7), "the first error of this source"
            return (
                (0.64 if record.level is Level.CRITICAL else 0.58, "a new kind of error") if new else (0.3, "an error")
            )
        if record.level is Level.CRITICAL:
            return 0.6, "a critical message"
        if record.kind == "log" and _CHANGED_STATE.search(record.text):
            return 0.45, "something changed its state"
        if new and self._count > WARM and len(self._templates) < self._count // 4:
            return 0.34, "a kind of message that was not seen before"
        return (0.26, "a new kind of warning") if new and record.level is Level.WARNING else (0.0, "")

    def _offer(self, record: Record, score: float, why: str, template: str) -> None:
        key = (record.kind, template)
        seen = self._folded.get(key, 0)
        if len(self._folded) < TEMPLATES or seen:
            self._folded[key] = seen + 1
        if seen and record.kind == "log":
            return  # it is counted in ``like`` of the first of its kind
        if seen:
            score *= 0.6
        kind = record.kind if record.kind != "log" else "log.error" if _is_bad(record) else "log.new"
        self._push(Moment(record, round(score, 3), why, kind))

    def _push(self, moment: Moment) -> None:
        self._pushed += 1  # of equal scores the earlier one stays
        entry = (moment.score, -self._pushed, moment)
        if len(self._heap) < self.kept:
            heapq.heappush(self._heap, entry)
        elif entry[:2] > self._heap[0][:2]:
            heapq.heapreplace(self._heap, entry)

    def _count_minute(self, record: Record) -> None:
        if record.stamp is None or record.kind != "log":
            return
        at = record.stamp.ns // MINUTE
        minute = self._minutes.get(at)
        if minute is None:
            if len(self._minutes) >= MINUTES:
                return
            minute = self._minutes[at] = _Minute()
        minute.total += 1
        if _is_bad(record):
            minute.bad += 1
            minute.first_bad = minute.first_bad or record

    def _watch_gap(self, record: Record) -> None:
        if record.stamp is None:
            return
        if self._last is not None and self._last.stamp is not None:
            delta = record.stamp.ns - self._last.stamp.ns
            if delta > 0 and len(self._deltas) < 5000:
                self._deltas.append(delta)
            if delta > 5 * MINUTE:
                self._gaps = sorted([*self._gaps, _Gap(delta, self._last, record)], key=lambda gap: -gap.length)[:20]
        self._last = record

    def moments(self) -> list[Moment]:
        """The moments of the source, in file order."""
        for moment in (*self._bursts(), *self._silences(), *self._endings()):
            self._push(moment)
        found: dict[tuple[int, int, str], Moment] = {}
        for _, _, moment in sorted(self._heap, key=lambda entry: -entry[0]):
            key = (moment.record.line, moment.record.offset, moment.record.text)
            before = found.get(key)
            found[key] = replace(before, why=f"{before.why}; {moment.why}") if before else moment
        return sorted(map(self._counted, found.values()), key=lambda moment: (moment.record.line, moment.record.offset))

    def _counted(self, moment: Moment) -> Moment:
        like = max(0, self._folded.get((moment.record.kind, template_of(moment.record.text)), 1) - 1)
        why = (
            f"{moment.why}; {like} more like it"
            if like and moment.kind == "log.error" and "; " not in moment.why
            else moment.why
        )
        return replace(moment, like=like, why=why)

    def _bursts(self) -> Iterator[Moment]:
        bad = [minute.bad for minute in self._minutes.values() if minute.bad]
        if not bad or len(self._minutes) < 3:
            return
        usual = median([minute.bad for minute in self._minutes.values()])
        limit = max(10, 6 * usual)
        before = 0
        for at in sorted(self._minutes):
            minute = self._minutes[at]
            if minute.bad >= limit and before < limit and minute.first_bad:
                yield Moment(
                    minute.first_bad, 0.74, f"{minute.bad} errors within one minute, {usual:g} are usual", "log.burst"
                )
            before = minute.bad

    def _silences(self) -> Iterator[Moment]:
        if len(self._deltas) < 20:
            return
        usual = max(1, int(median(self._deltas)))
        for gap in self._gaps:
            if gap.length > 60 * usual:
                minutes = gap.length // MINUTE
                text = f"Nothing for {minutes} min, until: {gap.after.text}"
                yield Moment(replace(gap.before, text=text, size=1), 0.48, f"silent for {minutes} min", "log.silence")

    def _endings(self) -> Iterator[Moment]:
        last, final = self._last_bad, self._last
        if last is None or final is None or last.stamp is None or final.stamp is None:
            return
        quiet = (final.stamp.ns - last.stamp.ns) // MINUTE
        if quiet >= 5 and sum(minute.bad for minute in self._minutes.values()) >= 5:
            yield Moment(last, 0.5, f"the last error; {quiet} min without one follow", "log.last_error")


def _is_bad(record: Record) -> bool:
    if record.level is not None:
        return record.level.bad
    return record.kind == "log" and sounds_bad(record.text)


def find_moments(records: Iterable[Record], kept: int = KEPT) -> list[Moment]:
    finder = Finder(kept)
    for record in records:
        finder.feed(record)
    return finder.moments()
