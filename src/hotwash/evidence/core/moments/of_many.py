"""The watchers of a source that is read in bulk: the same as fed record by record, from columns.

Only records that may be told later are made at all.
"""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from hotwash.evidence.core.alike import UNKNOWN
from hotwash.evidence.core.columns import LEVELS
from hotwash.evidence.core.many import Integers, Many, runs
from hotwash.evidence.core.moments.flow import DELTAS, EVERY, SILENCE, STORM, Flow
from hotwash.evidence.core.moments.habits import BOUTS, BREAK, Bout, Habit, Habits, is_bad
from hotwash.evidence.core.moments.moment import MINUTE, kept
from hotwash.evidence.core.moments.streams import Finder
from hotwash.evidence.core.templates import KINDS
from hotwash.ports.formats import Record

_NAMES = (*LEVELS, "bad")
FEW = 3  # records that are as well fed one by one


@dataclass(slots=True)
class HabitOfMany(Habit):
    def add_many(self, many: Many, places: Integers) -> None:
        ns = many.ns[places]
        if len(places) < FEW or int(ns.min()) < (self.begin or int(ns[0])) or not ns.all():
            for place in places.tolist():
                self.add(kept(many.make(place)))
            return
        self.count += len(places)
        if not self.begin:
            self.begin = self.end = int(ns[0])
        self._add_bouts(many, places, ns)
        self._add_minutes(many, places, ns // MINUTE)

    def _add_bouts(self, many: Many, places: Integers, ns: Integers) -> None:
        ends = np.maximum.accumulate(np.concatenate(([self.end], ns)))
        begun = ns - ends[:-1] > BREAK
        begun[0] |= not self.bouts
        self.end = int(ends[-1])
        begins = np.flatnonzero(begun).tolist()
        if not begins or begins[0]:
            self.bouts[-1].count += begins[0] if begins else len(ns)
        for begin, end in pairwise([*begins, len(ns)]):
            if len(self.bouts) < BOUTS:
                self.bouts.append(Bout(kept(many.make(int(places[begin])))))
            else:
                self.more_bouts += 1
            self.bouts[-1].count += end - begin - 1

    def _add_minutes(self, many: Many, places: Integers, minutes: Integers) -> None:
        """The fullest minute so far, and how full the last one is: it may go on."""
        for begin, end, minute in runs(minutes):
            if minute != self._minute:
                self._minute, self._in_minute, self._minute_record = minute, 0, None
            self._in_minute += end - begin
            last = end == len(minutes)
            if self._in_minute > self.peak or last:
                self._minute_record = self._minute_record or kept(many.make(int(places[begin])))
            if self._in_minute > self.peak:
                self.peak, self.peak_record = self._in_minute, self._minute_record


@dataclass(slots=True)
class HabitsOfMany(Habits):
    def feed_many(self, many: Many) -> None:
        self._lasts(many.ns)
        kinds = self._kinds(many)
        both = (kinds + 1) * len(_NAMES) + many.level
        _, first, which = np.unique(both, return_index=True, return_inverse=True)
        order = np.argsort(which, kind="stable")
        bounds = np.concatenate(([0], np.cumsum(np.bincount(which)))).tolist()
        for number in np.argsort(first).tolist():  # in the order of their first sight
            place = int(first[number])
            habit = self._habit(many, place, int(kinds[place]))
            if habit is not None:
                habit.add_many(many, order[bounds[number] : bounds[number + 1]])
        self._count += len(many.ns)

    def _lasts(self, ns: Integers) -> None:
        if not ns.all():  # a time of 0 stands for none here
            for one in ns.tolist():
                self._begin, self._end = min(self._begin or one, one), max(self._end, one)
            return
        self._begin = min(self._begin or int(ns[0]), int(ns.min()))
        self._end = max(self._end, int(ns.max()))

    def _kinds(self, many: Many) -> Integers:
        """The kind of message of each record, -1 where there are too many to tell."""
        known = many.alikes.kinds
        kinds = np.array(known, dtype=np.int64)[many.numbers]
        for place in np.flatnonzero(kinds == UNKNOWN).tolist():
            number = int(many.numbers[place])
            if known[number] == UNKNOWN:
                found, lasting = self._miner.told(many.texts[place])
                kinds[place] = -1 if found is None else found
                if lasting:
                    known[number] = int(kinds[place])
            else:
                kinds[place] = known[number]
        return kinds

    def _habit(self, many: Many, place: int, kind: int) -> HabitOfMany | None:
        level = _NAMES[int(many.level[place])]
        key = ("log", level, None if kind < 0 else kind)
        habit = self._habits.get(key)
        if habit is None and len(self._habits) < KINDS:
            record = kept(many.make(place))
            habit = self._habits[key] = self._new(self._count + place, record)
        return habit if isinstance(habit, HabitOfMany) else None

    def _new(self, after: int, record: Record) -> Habit:
        return HabitOfMany(after, is_bad(record), record)


@dataclass(slots=True)
class FlowOfMany(Flow):
    def feed_many(self, many: Many) -> None:
        minutes = many.ns // MINUTE
        for begin, end, minute in runs(minutes):
            self._all.add(minute * MINUTE, end - begin)
            self._watch_minute(many, minute, begin, end)
        if many.bad.any():
            self._watch_bad(many, minutes)
        self._watch_gaps(many)

    def _watch_minute(self, many: Many, minute: int, begin: int, end: int) -> None:
        if minute != self._minute:
            self._close_minute(minute)
            self._minute, self._in_minute, self._minute_record = minute, 0, None
        before, self._in_minute = self._in_minute, self._in_minute + end - begin
        if self._minute_record is None and (self._in_minute >= STORM or end == len(many.ns)):
            self._minute_record = many.make(begin)
        for full in (STORM, *range(before // EVERY * EVERY, self._in_minute + 1, EVERY)):
            if before < full <= self._in_minute:
                self._look_for_storm(full)

    def _watch_bad(self, many: Many, minutes: Integers) -> None:
        places = np.flatnonzero(many.bad)
        for begin, end, minute in runs(minutes[places]):
            at = self._bad.add(minute * MINUTE)
            if self._bad.counts[at] == 1 and self._bad.width == MINUTE:
                self._first_bad[at] = kept(many.make(int(places[begin])))
            if end - begin > 1:
                self._bad.add(minute * MINUTE, end - begin - 1)
        self._last_bad = many.make(int(places[-1]))

    def _watch_gaps(self, many: Many) -> None:
        last = self._last
        ahead = 0 if last is None or last.stamp is None else 1
        before = [last.stamp.ns] if last is not None and last.stamp is not None else []
        steps = np.diff(np.concatenate((np.array(before, dtype=np.int64), many.ns)))
        self._deltas += steps[steps > 0][: max(0, DELTAS - len(self._deltas))].tolist()
        for place in np.flatnonzero(steps > SILENCE).tolist():
            step = int(steps[place])
            if self._is_gap(step):
                early = last if last is not None and place < ahead else many.make(place - ahead)
                self._note_gap(step, early, many.make(place - ahead + 1))
        self._last = many.make(len(many.ns) - 1)


@dataclass(slots=True)
class FinderOfMany(Finder):
    """Fed records of the kind ``log`` by columns, any others one by one, in the order of the file."""

    _habits: HabitsOfMany = field(default_factory=HabitsOfMany)
    _flow: FlowOfMany = field(default_factory=FlowOfMany)

    def feed_many(self, many: Many) -> None:
        self._habits.feed_many(many)
        self._flow.feed_many(many)
