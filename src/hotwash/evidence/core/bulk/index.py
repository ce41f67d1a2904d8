"""The index of a log: blocks of lines go in, records come out as columns; a record may reach over a block's end."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from hotwash.evidence.core.bulk.judge import Judge
from hotwash.evidence.core.bulk.part import Found, Part, Unfit
from hotwash.evidence.core.inference import Setting
from hotwash.ports.reading.body import LONGEST_LINE

if TYPE_CHECKING:
    from hotwash.evidence.core.bulk.arrays import Room
    from hotwash.evidence.core.bulk.plan import Plan

BLOCK = 4 << 20
BLOCK_OF_OBJECTS = 1 << 20  # what is made of more lines would not stay in the cache
THREADS = 2  # arithmetic over arrays lets go of Python's lock
THREADS_OF_OBJECTS = 1  # taking them apart does not: two would wait for each other


def index(parts: Iterable[bytes], judge: Judge, *, arrays: bool = True, size: int = 0) -> Iterator[Part]:
    """The records of a log, a block at a time. ``parts`` are its bytes in pieces of any length, ``size`` how many are
    looked at together (0: as many as is best).

    Raises ``Unfit`` where the log turns out to be of another kind than its sample. Memory: some blocks.
    """
    size = size or (BLOCK_OF_OBJECTS if judge.plan.names else BLOCK)
    held = Part()
    for found in _seen_by_threads(parts, judge, size) if arrays else _seen(parts, judge, size):
        if held.line:
            held.size[-1] += found.head
        if found.part.line:
            if held.line:
                yield held
            held = found.part
    if held.line:
        yield held


def _seen(parts: Iterable[bytes], judge: Judge, size: int) -> Iterator[Found]:
    from hotwash.evidence.core.bulk.plain import look  # noqa: PLC0415 - one of two ways

    line, place = 1, 0
    for block in blocks(parts, size):
        found = look(block, judge, line, place)
        judge.cut_at(found.cut, line)
        yield found
        line += found.lines
        place += len(block)


def _seen_by_threads(parts: Iterable[bytes], judge: Judge, size: int) -> Iterator[Found]:
    """Blocks looked at side by side, given in their order. A room is free again when its block was looked at."""
    from hotwash.evidence.core.bulk.arrays import Room  # noqa: PLC0415 - NumPy takes a tenth of a second to load
    from hotwash.evidence.core.bulk.vector import look, moved  # noqa: PLC0415

    working = THREADS_OF_OBJECTS if judge.plan.names else THREADS
    free = [Room(size) for _ in range(working + 1)]
    waiting: deque[tuple[Room, Future[Found]]] = deque()
    line, place = 1, 0

    def next_found() -> Found:
        nonlocal line
        room, future = waiting.popleft()
        found = future.result()
        free.append(room)
        moved(found.part, line)
        judge.cut_at(found.cut, line)
        line += found.lines
        return found

    with ThreadPoolExecutor(working) as threads:
        for room in _filled(parts, size, free):
            waiting.append((room, threads.submit(look, room, judge, place)))
            place += room.used
            if not free:
                yield next_found()
        while waiting:
            yield next_found()


def _filled(parts: Iterable[bytes], size: int, free: list[Room]) -> Iterator[Room]:
    """Rooms with whole lines in them, as ``blocks`` gives them; one is free whenever the next is asked for."""
    room = free.pop()
    for part in parts:
        cut = part.rfind(b"\n") + 1 if room.used + len(part) >= size else 0
        if not cut:
            room.add(part)
        else:
            room.add(memoryview(part)[:cut])
            yield room
            room = free.pop()
            room.clear()
            room.add(memoryview(part)[cut:])
        if room.used > size + LONGEST_LINE:
            raise Unfit
    if room.used:
        yield room


def judge_for(plan: Plan, setting: Setting | None = None, encoding: str = "utf-8") -> Judge:
    return Judge(plan, setting or Setting(), encoding)


def blocks(parts: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The bytes in blocks of whole lines; the last one may lack its line end."""
    carry: list[bytes] = []
    length = 0
    for part in parts:
        cut = part.rfind(b"\n") + 1 if length + len(part) >= size else 0
        if cut:
            carry.append(part[:cut])
            yield b"".join(carry)
            carry, length = [], 0
        carry.append(part[cut:])
        length += len(part) - cut
        if length > size + LONGEST_LINE:
            raise Unfit
    if length:
        yield b"".join(carry)
