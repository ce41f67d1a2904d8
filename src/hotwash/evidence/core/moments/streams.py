"""The moments of one source: found in one pass over it, with bounded memory."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from hotwash.evidence.core.moments.alerts import Alerts
from hotwash.evidence.core.moments.ansible import AnsibleRuns
from hotwash.evidence.core.moments.flow import Flow
from hotwash.evidence.core.moments.habits import MANY, Habits
from hotwash.evidence.core.moments.moment import MINUTE, Moment, Watcher
from hotwash.evidence.core.moments.series import Series
from hotwash.evidence.core.moments.terraform import TerraformRuns
from hotwash.ports.formats import Record

KEPT = 120  # moments of one source
LEAST = 0.12  # what is worth less is not proposed
_NO_FLOW = ("note", "picture", "chat.", "job.", "kubernetes.", "cloud", "deploy.", "command.", "calendar.")


@dataclass(slots=True)
class Finder:
    """Feed it the records of one source in file order, then ask for the moments.

    Records of a tool go to the watcher of that tool, all others to the habits; what flows steadily is also counted
    by time.
    """

    kept: int = KEPT
    _habits: Habits = field(default_factory=Habits)
    _flow: Flow = field(default_factory=Flow)
    _watchers: dict[str, Watcher] = field(
        default_factory=lambda: {
            "terraform": TerraformRuns(),
            "ansible": AnsibleRuns(),
            "alert": Alerts(),
            "metric": Series(),
        }
    )

    def feed(self, record: Record) -> None:
        kind = record.kind
        if kind in {"log", "request"}:
            self._habits.feed(record)
            self._flow.feed(record)
            return
        watcher = self._watchers.get(kind.partition(".")[0])
        if watcher is not None and kind != "terraform.run":
            watcher.feed(record)
            return
        self._habits.feed(record)
        if not kind.startswith(_NO_FLOW):
            self._flow.feed(record)

    def moments(self) -> list[Moment]:
        """The moments of the source, in file order; of equal scores the earlier one stays."""
        every: list[Moment] = [*self._habits.moments(), *self._flow.moments()]
        for watcher in self._watchers.values():
            every += watcher.moments()
        every = _merged([one for one in _told_once(every) if one.score >= LEAST])
        best = heapq.nsmallest(self.kept, every, key=lambda one: (-one.score, one.record.line))
        return sorted(best, key=lambda one: (one.record.line, one.record.offset, -one.score))


def _told_once(every: list[Moment]) -> list[Moment]:
    """A burst is told at the error that it is made of, where one begins with it; while such an error goes on, further
    bursts say little.
    """
    errors = [one for one in every if one.kind in {"log.error", "log.again"} and one.score >= 0.55 and one.stamp]
    found: list[Moment] = []
    for one in every:
        if one.kind != "log.burst" or one.stamp is None:
            found.append(one)
            continue
        near = [error for error in errors if error.stamp and abs(error.stamp.ns - one.stamp.ns) <= 2 * MINUTE]
        if near:
            cause = max(near, key=lambda error: error.like)
            found.append(replace(one, record=cause.record))
        else:
            running = any(error.stamp and error.like >= MANY and error.stamp.ns < one.stamp.ns for error in errors)
            found.append(replace(one, score=0.4) if running else one)
    return found


def _merged(every: list[Moment]) -> list[Moment]:
    """What is said twice about one record is one moment with both reasons."""
    found: dict[tuple[int, int, str, int | None], Moment] = {}
    for one in sorted(every, key=lambda moment: -moment.score):
        record = one.record
        key = (record.line, record.offset, record.text, record.stamp.ns if record.stamp else None)
        before = found.get(key)
        found[key] = _joined(before, one) if before else one
    return list(found.values())


def _joined(one: Moment, two: Moment) -> Moment:
    """A burst says how many there are better than a count over the whole source does."""
    why = one.why.split("; ", 1)[0] if two.kind == "log.burst" else one.why
    return replace(one, why=f"{why}; {two.why}", like=max(one.like, two.like))


def find_moments(records: Iterable[Record], kept: int = KEPT) -> list[Moment]:
    finder = Finder(kept)
    for record in records:
        finder.feed(record)
    return finder.moments()
