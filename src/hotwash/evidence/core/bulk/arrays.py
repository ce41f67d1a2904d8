"""Bytes as arrays: a block of lines, where they begin and end, and comparisons of all of them at once.

The memory of a block is used again for the next: fresh pages from the system cost more than all the arithmetic.
"""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hotwash.evidence.core.bulk.part import Unfit
from hotwash.ports.reading.body import LONGEST_LINE

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
_MOST = 32  # marks that are looked at in a line
PAD = 256  # loads may reach over the end of the block


class Room:
    """Memory for a block and for what is worked out of it byte by byte."""

    def __init__(self, size: int) -> None:
        self.used = 0
        self._grow(size + size // 2)

    def _grow(self, size: int) -> None:
        self.raw = bytearray(size + PAD)
        self.bytes: NDArray[np.uint8] = np.frombuffer(self.raw, dtype=np.uint8)
        self.flags: Flags = np.empty(size, dtype=np.bool_)
        self.octets: NDArray[np.uint8] = np.empty(size, dtype=np.uint8)

    def clear(self) -> None:
        self.used = 0

    def add(self, piece: bytes | memoryview) -> None:
        end = self.used + len(piece)
        if end + PAD > len(self.raw):
            before = bytes(memoryview(self.raw)[: self.used])
            self._grow(end + end // 4)
            self.raw[: self.used] = before
        self.raw[self.used : end] = piece
        self.raw[end : end + PAD] = bytes(PAD)
        self.used = end


class Block:
    """The lines of a block and where they begin and end; ``words`` are the eight bytes from any place on. ``at`` is
    the place in each line from which on ``holds`` and ``digits`` count: its beginning at first.
    """

    def __init__(self, room: Room) -> None:
        self.bytes, self.size = room.bytes, room.used
        self.raw = memoryview(room.raw)
        self._flags, self._octets = room.flags[: self.size], room.octets[: self.size]
        self.words: NDArray[np.uint64] = np.ndarray((self.size + PAD - 8,), "<u8", self.bytes.data, strides=(1,))
        ends = self.places(ord("\n"))
        if self.bytes[self.size - 1] != ord("\n"):
            ends = np.append(ends, self.size)
        self.ends: Integers = ends
        self.starts: Integers = np.empty(len(ends), dtype=np.int64)
        self.starts[0] = 0
        np.add(ends[:-1], 1, out=self.starts[1:])
        if int((self.ends - self.starts).max()) > LONGEST_LINE:
            raise Unfit
        self.at = self.starts
        self._loaded: tuple[int, Integers, NDArray[np.uint64]] | None = None
        self.original = self.line  # what the reader is given of a line

    def __len__(self) -> int:
        return len(self.starts)

    def line(self, number: int) -> bytes:
        return bytes(self.raw[self.starts[number] : self.ends[number]])

    def places(self, byte: int) -> Integers:
        """Where this byte stands in the block."""
        np.equal(self.bytes[: self.size], byte, out=self._flags)
        return np.flatnonzero(self._flags)

    @cached_property
    def unusual(self) -> Integers:
        """Where bytes stand that are no letters, digits, signs or blanks of ASCII, nor line ends."""
        np.greater(np.subtract(self.bytes[: self.size], 32, out=self._octets), 94, out=self._flags)
        found = np.flatnonzero(self._flags)
        unusual: Integers = found[self.bytes[found] != ord("\n")]
        return unusual

    @cached_property
    def blanks(self) -> "Marks":
        return Marks(self, " ")

    def word(self, after: int) -> NDArray[np.uint64]:
        """The eight bytes of each line so far after ``at``; remembered for the next question about them."""
        if self._loaded is None or self._loaded[0] != after or self._loaded[1] is not self.at:
            self._loaded = (after, self.at, self.words[self.at + after])
        return self._loaded[2]

    def holds(self, after: int, wanted: bytes) -> Flags:
        """Which lines have these bytes so far after ``at``."""
        found: Flags | None = None
        for begin in range(0, len(wanted), 8):
            piece = wanted[begin : begin + 8]
            word = self.word(after + begin)
            if len(piece) < 8:
                word = word & np.uint64((1 << 8 * len(piece)) - 1)
            same = word == np.uint64(int.from_bytes(piece, "little"))
            found = same if found is None else found & same
        return np.ones(len(self), dtype=np.bool_) if found is None else found

    def digits(self, after: int, count: int) -> tuple[Integers, Flags]:
        """The number that so many digits write, and which lines have digits there."""
        value = np.zeros(len(self), dtype=np.int64)
        fine = np.ones(len(self), dtype=np.bool_)
        for place in range(after, after + count):
            digit = self.bytes[self.at + place] - np.uint8(48)
            fine &= digit < 10
            value *= 10
            value += digit
        return value, fine

    def same_as_before(self, length: int) -> Flags:
        """Which lines have the same bytes from ``at`` on as the line before them."""
        same = np.ones(len(self), dtype=np.bool_)
        same[0] = False
        if length < 8:
            places, mask = [0], np.uint64((1 << 8 * length) - 1)
        else:
            places, mask = [*range(0, length - 8, 8), length - 8], np.uint64(2**64 - 1)
        for place in places:
            word = self.words[self.at + place] & mask
            same[1:] &= word[1:] == word[:-1]
        return same


class Marks:
    """Where one byte stands in a block: its n-th place in each line, which may already be in a later line."""

    def __init__(self, lines: Block, byte: str) -> None:
        places = lines.places(ord(byte))
        self._first = np.searchsorted(places, lines.starts)
        self._places = np.append(places, np.full(_MOST, lines.size))

    def __getitem__(self, number: int) -> Integers:
        found: Integers = self._places[self._first + number]
        return found

    def after(self, places: Integers) -> Integers:
        """The first at or after a place of each line."""
        found: Integers = self._places[np.searchsorted(self._places[: 1 - _MOST], places)]
        return found
