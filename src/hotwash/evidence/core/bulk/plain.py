"""Bulk reading line by line, in plain Python."""

import re

import orjson

from hotwash.evidence.core.bulk.judge import PLACE, Judge, level_place
from hotwash.evidence.core.bulk.part import Found, Part, Unfit
from hotwash.evidence.core.bulk.plan import REQUEST, STATUSES, Plan
from hotwash.ports.formats import Record
from hotwash.ports.reading.body import LONGEST_LINE
from hotwash.ports.reading.names import Names
from hotwash.ports.stamps import Stamp

_SECONDS = re.compile(rb"[0-5][0-9]")
_WORD = re.compile(rb"[A-Za-z]++(?![0-9_\x00])")


def look(block: bytes, judge: Judge, first: int, place: int) -> Found:
    """The records of one block, whose first line has the number ``first`` and begins at byte ``place``."""
    part, head, number = Part(), 0, first
    cut: list[int] = []
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
        elif seen is None:
            if part.line:
                part.size[-1] += 1
            else:
                head += 1
            if judge.is_cut(line):
                cut.append(number - first)
        number += 1
        place += len(line) + 1
    return Found(part, head, number - first, cut)


Seen = tuple[int, int, Stamp | None]


def _as_planned(line: bytes, judge: Judge) -> Seen | None:
    """Time and level of a line that looks like the plan in every byte that counts."""
    if judge.plan.names:
        return _keyed(line, judge, judge.plan.names)
    at = _begin(line, judge.plan)
    if at is None:
        return None
    written = line[at:]
    level = _level(line, written, judge)
    return _seen(line, written, level, judge) if level is not None else None


def _keyed(line: bytes, judge: Judge, names: Names) -> Seen | None:
    """Of an object of JSON none of whose fields can change what its time and its level are."""
    try:
        item = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(item, dict) or not line.startswith(b"{"):
        return None
    written = item.pop(names.time, None)
    values = tuple(item.pop(name, None) for name in names.levels)
    if not isinstance(written, str) or not all(value is None or type(value) in {str, int} for value in values):
        return None
    if not all(map(judge.knows, item)):
        return None
    return _seen(line, written.encode("utf-8", "replace"), judge.level_by(values), judge)


def _begin(line: bytes, plan: Plan) -> int | None:
    """Where the time of a line begins that looks like the plan up to there."""
    if plan.lead is None:
        return 0
    lead = plan.lead.pattern.match(line)
    return lead.end() if lead else None


def _seen(line: bytes, written: bytes, level: int, judge: Judge) -> Seen | None:
    """``written`` is what is there from the time on."""
    plan = judge.plan
    shape = plan.shape
    after = shape.whole + len(shape.point)
    fraction = written[after : after + shape.digits]
    rest = after + shape.digits
    if (
        len(written) < rest + len(plan.constant)
        or written[shape.whole : after] != shape.point.encode()
        or not (fraction.isdigit() or not shape.digits)
        or len(fraction) != shape.digits
        or written[rest : rest + len(plan.constant)] != plan.constant
        or written[rest : rest + 1].isdigit()
        or not _SECONDS.match(written, shape.minute)
        or (plan.alone and len(written) != rest + len(plan.constant))
    ):
        return None
    base = judge.base(written[: shape.minute], line, written)
    if base is None:
        return None
    judge.count(1)
    return base + shape.rest(written), level, None


def _level(line: bytes, written: bytes, judge: Judge) -> int | None:
    plan = judge.plan
    if plan.methods:
        request = REQUEST.match(written, plan.level_at)
        return STATUSES[int(request[1])] if request else None
    if plan.words is None:
        return judge.level(line)
    word = _WORD.match(written, plan.level_at)
    level = plan.words.get(word[0].decode()) if word else None
    return None if level is None else PLACE[level]


def _other(line: bytes, judge: Judge) -> Seen | bool | None:
    found = judge.other(line)
    if not isinstance(found, Record):
        return found
    stamp = found.stamp
    return (stamp.ns if stamp else 0), level_place(found), stamp
