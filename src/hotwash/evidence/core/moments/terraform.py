"""A Terraform or OpenTofu run: its plan, its first change, resources with their durations, errors, and its end."""

import re
from dataclasses import dataclass, field

from hotwash.evidence.core.moments.kinds import judge
from hotwash.evidence.core.moments.moment import MINUTE, Moment, kept, since, span
from hotwash.ports.formats import Record
from hotwash.ports.stamps.stamp import NS

MOST_CHANGES = 40  # resources of one source that are told one by one
SHOWN_CHANGES = 12
_RUN_ID = re.compile(r"\brun-[A-Za-z0-9]{8,32}\b")
_TOOK = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:([\d.]+)s)?$")
_LOOKS = ("read", "open", "clos", "noop", "no-op")  # actions that change nothing
_GONE = {"delete", "remove", "destroy", "replace"}


@dataclass(slots=True)
class TerraformRuns:
    """Several runs may stand in one source, one after the other. A run without its end is said to have none."""

    _found: list[Moment] = field(default_factory=list)
    _changes: list[Moment] = field(default_factory=list)
    _count: int = 0
    _started: dict[str, Record] = field(default_factory=dict)
    _opened: Record | None = None  # the first change of the run that is not over
    _last: Record | None = None
    _run: str = ""

    def feed(self, record: Record) -> None:
        self._last = record
        if not self._run and "run-" in record.text and (named := _RUN_ID.search(record.text)):
            self._run = named[0]
        what = record.kind.partition(".")[2]
        if what == "apply_start":
            self._begin(record)
        elif what == "apply_complete":
            self._complete(record)
        else:
            self._judge(record, what)

    def _begin(self, record: Record) -> None:
        if record.fields.get("action", "").lower().startswith(_LOOKS):
            return
        address = record.fields.get("address", "")
        if len(self._started) < 10_000:
            self._started[address] = kept(record)
        if self._opened is None:
            self._opened = kept(record)
            self._add(record, 0.64, "Terraform begins to change resources")

    def _complete(self, record: Record) -> None:
        if record.fields.get("action", "").lower().startswith(_LOOKS):
            return
        self._count += 1
        begun = self._started.pop(record.fields.get("address", ""), None)
        took = seconds_of(record) or since(begun, record) // NS
        length = f" in {span(took * NS)}" if took else ""
        if _destroys(record):
            moment = Moment(kept(record), 0.64, f"Terraform destroyed a resource{length}", record.kind)
        else:
            score = 0.55 if took >= 60 else 0.42
            moment = Moment(kept(record), score, f"Terraform finished changing a resource{length}", record.kind)
        if len(self._changes) < MOST_CHANGES or moment.score > 0.5:
            self._changes.append(moment)
        if len(self._changes) > 2 * MOST_CHANGES:
            self._changes = sorted(self._changes, key=lambda one: -one.score)[:MOST_CHANGES]

    def _judge(self, record: Record, what: str) -> None:
        score, why = judge(record)
        ends = what == "change_summary" and record.fields.get("operation") != "plan"
        if ends:
            took = since(self._opened, record)
            why += f"; changing took {span(took)}" if took >= MINUTE else ""
            why += f"; {self._run}" if self._run else ""
            self._opened, self._run = None, ""
            self._started.clear()
        elif what == "version":
            self._opened = None
        if score:
            self._add(record, score, why)

    def _add(self, record: Record, score: float, why: str) -> None:
        if len(self._found) < 400:
            self._found.append(Moment(kept(record), score, why, record.kind))

    def moments(self) -> list[Moment]:
        return [*self._found, *self._told(), *self._cut()]

    def _told(self) -> list[Moment]:
        """The changes that say most: what was destroyed, what took long, then the first; the rest is counted."""
        shown = sorted(self._changes, key=lambda one: -one.score)[:SHOWN_CHANGES]
        rest = self._count - len(shown)
        if rest <= 0 or not shown:
            return shown
        last = shown[-1]
        return [*shown[:-1], Moment(last.record, last.score, f"{last.why}; {rest} further changes", last.kind, rest)]

    def _cut(self) -> list[Moment]:
        if self._opened is None or self._last is None or not self._started:
            return []
        failed = any(
            one.kind in {"terraform.diagnostic", "terraform.apply_errored"} and one.score > 0.9 for one in self._found
        )
        if failed:
            return []
        why = "the run has no end in this file: how it went is not known"
        return [Moment(kept(self._last), 0.66, why, "terraform.cut")]


def _destroys(record: Record) -> bool:
    action = record.fields.get("action", "").lower()
    return action in _GONE or action.startswith("destr")


def seconds_of(record: Record) -> int:
    """How long a change took, as the run says: a number of seconds, or ``1m35s``."""
    plain = record.fields.get("seconds", "")
    if plain.replace(".", "", 1).isdigit():
        return int(float(plain))
    match = _TOOK.match(record.fields.get("took", ""))
    if not match:
        return 0
    hours, minutes, rest = match.groups()
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(float(rest or 0))
