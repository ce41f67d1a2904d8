"""Kinds of messages and how each behaves: once, in a bout, in a burst, or all the time.

What comes all the time is no moment, however alarming it sounds; what begins, and then fills the log, is. Each kind is
told by its first record, or by the first of each bout where it comes in a few.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from hotwash.evidence.core.moments.kinds import judge
from hotwash.evidence.core.moments.moment import MINUTE, Moment, kept, span
from hotwash.evidence.core.templates import KINDS, Miner
from hotwash.ports.formats import Level, Record
from hotwash.ports.reading.levels import sounds_bad
from hotwash.ports.stamps.stamp import NS

WARM = 200  # records before a new kind of message is news
BREAK = 10 * MINUTE  # a bout ends where a kind was not seen for so long
BOUTS = 5
TOLD_BOUTS = 3
MANY = 5  # more like it than this are told with their span
BULK = 100
FEW = 20
PATIENCE = 7  # steps without it before it began, or after it ended
_CHANGED_STATE = re.compile(r"\bis (?:now )?(?:DOWN|UP|down|back up|unhealthy|healthy again)\b|\bis healthy again\b")
_LIFE = re.compile(
    r"(?i)\b(?:start(?:ed|ing)|stop(?:ped|ping)|shut(?:ting)? ?down|restart(?:ed|ing)?|reboot(?:ed|ing)?|"
    r"reload(?:ed|ing)|listening on|ready to accept|exited|terminated|promot(?:ed|ing)|demot(?:ed|ing)|elected|"
    r"failover|switchover|roll(?:ed|ing)? ?back|rollback|deploy(?:ed|ing)|upgraded|flushed|"
    r"successfully (?:saved|renewed))\b"
)
_EXIT = re.compile(r"(?i)\bexit(?:ed)?(?:[ _-](?:with|code|status))*[ =:]+([1-9]\d{0,2})\b")
_OWN = (
    "chat.",
    "note",
    "picture",
    "command.start",
    "command.exit",
    "deploy.",
    "job.",
)  # each of these is said or done once


@dataclass(slots=True)
class Bout:
    record: Record
    count: int = 1


@dataclass(slots=True)
class Habit:
    """How one kind of message behaves. ``begin`` and ``end`` in ns, 0 where there are no times."""

    after: int  # records of the source before it was first seen
    bad: bool
    first: Record
    count: int = 0
    begin: int = 0
    end: int = 0
    bouts: list[Bout] = field(default_factory=list)
    more_bouts: int = 0
    peak: int = 0
    peak_record: Record | None = None
    _minute: int = -1
    _in_minute: int = 0
    _minute_record: Record | None = None

    def add(self, record: Record) -> None:
        self.count += 1
        stamp = record.stamp
        if stamp is None:
            if not self.bouts:
                self.bouts.append(Bout(record))
            return
        ns = stamp.ns
        if not self.begin:
            self.begin = self.end = ns
        if not self.bouts or ns - self.end > BREAK or self.begin - ns > BREAK:
            self._new_bout(record)
        else:
            self.bouts[-1].count += 1
            if ns < self.begin and not self.more_bouts:
                self.bouts[-1].record = record  # a source that is written newest first
        if ns < self.begin:
            self.first = record
        self.end = max(self.end, ns)
        self.begin = min(self.begin, ns)
        minute = ns // MINUTE
        if minute != self._minute:
            self._minute, self._in_minute, self._minute_record = minute, 0, record
        self._in_minute += 1
        if self._in_minute > self.peak:
            self.peak, self.peak_record = self._in_minute, self._minute_record

    def _new_bout(self, record: Record) -> None:
        if len(self.bouts) < BOUTS:
            self.bouts.append(Bout(record))
        else:
            self.more_bouts += 1

    def chronic(self, begin: int, end: int) -> bool:
        """Whether it is there all the time of a source that lasts from ``begin`` to ``end``: not only for most of it,
        but before anything could begin and after anything could end, judged by how often it comes.
        """
        if self.more_bouts > 2 * BOUTS:
            return True
        spread, step = self.end - self.begin, (self.end - self.begin) // max(1, self.count - 1)
        late, early = self.begin - begin, end - self.end
        if self.count < 4 or spread * 2 <= end - begin or late * 3 >= end - begin:
            return False
        return max(late, early) <= PATIENCE * step

    @property
    def usual(self) -> float:
        """How many within a minute, as long as it lasts."""
        minutes = max(1, (self.end - self.begin) // MINUTE)
        return round((self.count - self.peak) / minutes, 1)


@dataclass(slots=True)
class Habits:
    """Watches what has no watcher of its own: log lines, requests, chat, events of clouds and clusters."""

    _miner: Miner = field(default_factory=Miner)
    _habits: dict[tuple[str, str, int | None], Habit] = field(default_factory=dict)
    _count: int = 0
    _begin: int = 0
    _end: int = 0
    _said: list[Moment] = field(default_factory=list)

    def feed(self, record: Record) -> None:
        self._count += 1
        if record.stamp is not None:
            ns = record.stamp.ns
            self._begin = min(self._begin or ns, ns)
            self._end = max(self._end, ns)
        if record.kind.startswith(_OWN):
            self._say(record)
            return
        key = self._key(record)
        habit = self._habits.get(key)
        if habit is None:
            if len(self._habits) >= KINDS:
                return
            record = kept(record)
            habit = self._habits[key] = self._new(self._count - 1, record)
        habit.add(record if len(record.text) < 400 else kept(record))

    def _new(self, after: int, record: Record) -> Habit:
        return Habit(after, is_bad(record), record)

    def _key(self, record: Record) -> tuple[str, str, int | None]:
        level = record.level.value if record.level else "bad" if is_bad(record) else ""
        if record.kind == "request":
            return "request", record.fields.get("status", ""), None
        return record.kind, level, self._miner.kind_of(record.text)

    def _say(self, record: Record) -> None:
        score, why = judge(record)
        if score and len(self._said) < 1000:
            self._said.append(Moment(kept(record), score, why, record.kind))

    def moments(self) -> list[Moment]:
        found = list(self._said)
        first = self._first_bad()
        for habit in self._habits.values():
            found += self._of(habit, first)
        return found

    def _first_bad(self) -> Habit | None:
        """The first error that is not always there, or the first of all."""
        bad = [habit for habit in self._habits.values() if habit.bad and not judge(habit.first)[0]]
        return next((habit for habit in bad if not habit.chronic(self._begin, self._end)), None)

    def _of(self, habit: Habit, first: Habit | None) -> Iterator[Moment]:
        score, why = judge(habit.first)
        chronic = habit.chronic(self._begin, self._end)
        if score and (chronic or habit.more_bouts):
            why = f"{why}, as it does all the time: {habit.count} times"
            yield Moment(habit.first, round(score * 0.35, 3), why, habit.first.kind, habit.count - 1)
        elif score:
            yield from _each(habit, score, why, habit.first.kind)
        elif chronic:
            yield from self._always(habit)
        elif habit.bad:
            yield from self._bad(habit, first)
        else:
            yield from self._plain(habit)

    def _always(self, habit: Habit) -> Iterator[Moment]:
        if habit.bad and habit.peak_record and habit.peak >= max(10, 8 * habit.usual):
            why = f"{habit.peak} like it within one minute, {habit.usual:g} are usual"
            yield Moment(habit.peak_record, 0.7, why, "log.burst", habit.count - 1)
        if habit.bad:
            why = f"an error that is always there, {habit.count} times"
            score = 0.45 if habit.count * 3 >= self._count else 0.2  # it is most of what the source says
            yield Moment(habit.first, score, why, "log.error", habit.count - 1)

    def _bad(self, habit: Habit, first: Habit | None) -> Iterator[Moment]:
        like = habit.count - 1
        if habit is first:
            score, why = (0.8 if self._count > 1 else 0.7), "the first error of this source"
        else:
            score = 0.64 if habit.first.level is Level.CRITICAL else 0.58
            why = "a new kind of error"
        if like >= BULK:
            score = max(score, 0.76) + 0.06
        elif like >= MANY:
            score = max(score, 0.7) + 0.02
        lasts = habit.end - habit.begin
        within = f" within {span(lasts)}" if like >= MANY and lasts >= NS else ""
        if like:
            why += f"; {like} more like it{within}"
        yield Moment(habit.first, round(score, 3), why, "log.error", like)
        yield from self._later(habit, 0.55)

    def _later(self, habit: Habit, score: float) -> Iterator[Moment]:
        """A bout that is much larger than the first, or another start of the same thing."""
        if habit.more_bouts:
            return
        for bout in habit.bouts[1:]:
            if bout.count >= max(MANY, 5 * habit.bouts[0].count):
                yield Moment(bout.record, score, f"it comes again, {bout.count} times", "log.again", bout.count - 1)

    def _plain(self, habit: Habit) -> Iterator[Moment]:
        record, like = habit.first, habit.count - 1
        rare = habit.count <= FEW or habit.count * 500 < self._count
        if record.level is Level.CRITICAL:
            yield Moment(record, 0.6, "a critical message", "log.new", like)
        elif rare and record.kind == "log" and _CHANGED_STATE.search(record.text):
            yield from _each(habit, 0.45, "something changed its state", "log.state")
        elif rare and (ended := _EXIT.search(record.text[-200:])):
            yield from _each(habit, 0.6, f"something ended with exit code {ended[1]}", "log.exit")
        elif rare and self._count > FEW and record.kind == "log" and _LIFE.search(record.text[:300]):
            yield from _each(habit, 0.46, "something began, ended or was changed", "log.state")
        elif habit.after > WARM and len(self._habits) < max(8, habit.after // 4):
            yield self._news(habit)
        elif record.level is Level.WARNING and like < BULK:
            yield Moment(record, 0.26, "a new kind of warning", "log.new", like)

    def _news(self, habit: Habit) -> Moment:
        like, warns = habit.count - 1, habit.first.level is Level.WARNING
        why = "a kind of message that was not seen before"
        if like < BULK // 2:
            return Moment(habit.first, 0.3, why, "log.new", like)
        why += f"; {like} more like it within {span(habit.end - habit.begin)}"
        return Moment(habit.first, 0.68 if warns else 0.5, why, "log.new", like)


def _each(habit: Habit, score: float, why: str, kind: str) -> Iterator[Moment]:
    """The first of each bout; later ones of the same weigh a little less."""
    if habit.more_bouts:
        yield Moment(habit.first, round(score * 0.5, 3), f"{why}, often", kind, habit.count - 1)
        return
    for place, bout in enumerate(habit.bouts[:TOLD_BOUTS]):
        more = f"; {bout.count - 1} more like it" if bout.count > 1 else ""
        yield Moment(bout.record, round(score * (1 - 0.08 * place), 3), f"{why}{more}", kind, bout.count - 1)


def is_bad(record: Record) -> bool:
    if record.level is not None:
        return record.level.bad
    return record.kind == "log" and sounds_bad(record.text)
