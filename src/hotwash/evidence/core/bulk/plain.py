"""Bulk reading line by line, in plain Python."""

import re

from hotwash.evidence.core.bulk.judge import PLACE, Judge, level_place
from hotwash.evidence.core.bulk.part import Found, Part, Unfit
from hotwash.ports.formats import Record
from hotwash.ports.reading.body import LONGEST_LINE
from hotwash.ports.stamps import Stamp

_SECONDS = re.compile(rb"[0-5][0-9]")
_WORD = re.compile(rb"[A-Za-z]++(?![0-9_])")


def look(block: bytes, judge: Judge, first: int, place: int) -> Found:
    """The records of one block, whose first line has the number ``first`` and begins at byte ``place``."""
    part, head, number = Part(), 0, first
    lines = block.split(b"\n")
    if not lines[-1]:
        lines.pop()
    for line in lines:
        if len(line) > LONGEST_LINE:
            raise Unfit
        seen = _as_planned(line, judge) or _other(line, judge)
        if isinstance(seen, tuple):
            ns, level, stamp = seen
            if stamp is not None:
                part.others[len(part.line)] = stamp
            part.line.append(number)
            part.size.append(1)
            part.start.append(place)
            part.ns.append(ns)
            part.level.append(level)
        elif seen is None and part.line:
            part.size[-1] += 1
        elif seen is None:
            head += 1
        number += 1
        place += len(line) + 1
    return Found(part, head)


Seen = tuple[int, int, Stamp | None]


def _as_planned(line: bytes, judge: Judge) -> Seen | None:
    """Time and level of a line that looks like the plan in every byte that counts."""
    plan = judge.plan
    shape = plan.shape
    after = shape.whole + len(shape.point)
    fraction = line[after : after + shape.digits]
    rest = after + shape.digits
    if (
        len(line) < rest + len(plan.constant)
        or line[shape.whole : after] != shape.point.encode()
        or not (fraction.isdigit() or not shape.digits)
        or len(fraction) != shape.digits
        or line[rest : rest + len(plan.constant)] != plan.constant
        or line[rest : rest + 1].isdigit()
        or not _SECONDS.match(line, shape.minute)
    ):
        return None
    level = _level(line, judge)
    base = judge.base(line[: shape.minute], line) if level is not None else None
    if base is None or level is None:
        return None
    judge.count(1)
    return base + shape.rest(line), level, None


def _level(line: bytes, judge: Judge) -> int | None:
    words = judge.plan.words
    if words is None:
        return judge.level(line)
    word = _WORD.match(line, judge.plan.level_at)
    level = words.get(word[0].decode()) if word else None
    return None if level is None else PLACE[level]


def _other(line: bytes, judge: Judge) -> Seen | bool | None:
    found = judge.other(line)
    if not isinstance(found, Record):
        return found
    stamp = found.stamp
    return (stamp.ns if stamp else 0), level_place(found), stamp
