"""Reading one body: recognised, read, its gaps filled, summed up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol, cast, runtime_checkable

from hotwash.evidence.core.bulk import Judge, Part, Plan, Unfit, index, judge_for, plan_for, wider_plan_for
from hotwash.evidence.core.inference import Setting, infer
from hotwash.evidence.core.recognise import candidates
from hotwash.ports.formats import Body, Format, Record, Sample
from hotwash.ports.reading.body import SAMPLE
from hotwash.ports.reading.lines import LineReader, too_early
from hotwash.ports.stamps import Basis, Stamp, iso

UNKNOWN, EMPTY = "unknown", "empty"


@dataclass(slots=True)
class Tally:
    """What ``inspect`` says about a file. Filled while its records stream by."""

    format: str = UNKNOWN
    title: str = ""
    records: int = 0
    timed: int = 0
    earliest: Stamp | None = None
    latest: Stamp | None = None
    zones: set[str] = field(default_factory=set)
    bases: set[Basis] = field(default_factory=set)
    years: set[Basis] = field(default_factory=set)
    coarsest: Stamp | None = None
    disorder: int = 0
    encoding: str = ""
    failed: bool = False
    explained: float = 0.0
    problems: list[str] = field(default_factory=list)

    def add(self, record: Record) -> None:
        self.records += not record.aside
        if record.stamp is not None:
            self.timed += 1
            self.see(record.stamp)

    def see(self, stamp: Stamp) -> None:
        if self.earliest is None or stamp.ns < self.earliest.ns:
            self.earliest = stamp
        if self.latest is None or stamp.ns >= self.latest.ns:
            self.latest = stamp
        if self.coarsest is None or stamp.grain > self.coarsest.grain:
            self.coarsest = stamp
        if len(self.zones) < 9:
            self.zones.add(zone_name(stamp))
        self.bases.add(stamp.zone)
        self.years.add(stamp.year)


def zone_name(stamp: Stamp) -> str:
    if stamp.offset is None:
        return ""
    sign, size = ("-", -stamp.offset) if stamp.offset < 0 else ("+", stamp.offset)
    return f"{sign}{size // 3600:02d}:{size % 3600 // 60:02d}" if size else "UTC"


_WEAKEST = tuple(Basis)


def weakest(bases: Iterable[Basis]) -> Basis:
    """Of several ways of knowing, the one that deserves least trust."""
    return max(bases, key=_WEAKEST.index, default=Basis.NONE)


@runtime_checkable
class OfLines(Protocol):
    """A format whose records begin with a stamped line, and that can say how it reads one."""

    def reader(self, sample: Sample) -> LineReader: ...


class Reading:
    """The records of one body and, once they have been taken, its tally."""

    def __init__(self, body: Body, formats: Iterable[Format], setting: Setting | None = None) -> None:
        self.body = body
        self.tally = Tally(encoding=body.encoding)
        self._setting = setting
        self.format: Format | None = None
        if body.empty:
            if not body.failed:
                self.tally.format = EMPTY
                body.problems.append("The file is empty.")
            return
        found = candidates(body.sample, formats)
        if found:
            self.format = found[0].format
            self.tally.format, self.tally.title = self.format.key, self.format.title
        elif body.encoding == "binary":
            body.fail("This is not text: it is kept whole, but there is nothing to read in it.")
        else:
            body.problems.append("Nothing in this file could be recognised; it is kept whole.")

    def records(self) -> Iterator[Record]:
        if self.format is not None:
            for record in infer(self.format.read(self.body), self._setting, self.body.sample.lines[:20]):
                self.tally.add(record)
                yield record
        self._finish()

    def _finish(self) -> None:
        body, tally = self.body, self.tally
        lines = max(body.read_lines, 1)
        tally.explained = round(min(1.0, body.understood / lines), 4) if body.read_lines else 0.0
        tally.failed = body.failed
        if self.format is not None and not tally.records and not body.problems:
            body.problems.append("No record was found in it: it may be cut off or damaged. It is kept whole.")
        tally.problems = list(dict.fromkeys(body.problems))

    def summed_up(self) -> Tally:
        """Takes all records and gives the tally. A large log is read in bulk, which gives the same."""
        if not self._summed_up_in_bulk():
            for _ in self.records():
                pass
        return self.tally

    def plan(self, *, wide: bool = False) -> Plan | None:
        """How it can be read in bulk, if it is large and of one kind; ``wide`` where times, levels and places do."""
        body, form = self.body, cast("object", self.format)
        if not isinstance(form, OfLines) or len(body.sample.head) < SAMPLE or not body.seekable:
            return None
        make = wider_plan_for if wide else plan_for
        return make(body.sample, form.reader(body.sample))

    def take_over(self, tally: Tally, judge: Judge) -> None:
        """What was counted by reading all of it in bulk."""
        self.tally, self.body.read_lines, self.body.understood = tally, judge.filled, judge.understood
        if judge.cut[1]:
            self.body.problems.append(too_early(*judge.cut))
        self._finish()

    def _summed_up_in_bulk(self) -> bool:
        body, plan = self.body, self.plan(wide=True)
        if plan is None:
            return False
        judge, tally = judge_for(plan, self._setting, body.encoding), replace(self.tally)
        try:
            for part in index(body.parts(), judge):
                add_part(tally, part, judge.stamp)
        except Unfit:
            body.rewind()
            return False
        self.take_over(tally, judge)
        return True


def add_part(tally: Tally, part: Part, usual: Stamp | None) -> None:
    """Counts records that were read in bulk; ``usual`` is the time of those that look like the others."""
    tally.records += len(part.line)
    tally.timed += len(part.line)
    for ns in (min(part.ns), max(part.ns)):
        place = part.ns.index(ns)
        stamp = part.others.get(place, usual)
        if stamp is not None:
            tally.see(replace(stamp, ns=ns, raw=""))
    for stamp in part.others.values():
        tally.see(replace(stamp, raw=""))


def as_json(path: str, tally: Tally) -> dict[str, object]:
    """The object that ``hotwash inspect`` writes."""
    named = {zone for zone in tally.zones if zone}
    return {
        "path": path,
        "format": tally.format,
        "records": tally.records,
        "earliest": iso(tally.earliest) if tally.earliest else None,
        "latest": iso(tally.latest) if tally.latest else None,
        "zone": (named.pop() if len(tally.zones) == 1 and named else "mixed" if named else None),
        "zone_basis": weakest(tally.bases).value if tally.timed else None,
        "year_basis": weakest(tally.years).value if tally.timed else None,
        "precision": tally.coarsest.precision.value if tally.coarsest else None,
        "encoding": tally.encoding,
        "explained": tally.explained,
        "problems": tally.problems,
    }
