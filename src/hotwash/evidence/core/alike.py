"""Texts that differ in their digits alone, put together under one number: what is found out of one holds for all.

Patterns that look for numbers, ids and words see no difference between such texts, but for ``0x``, which stays apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hotwash.evidence.core.landmarks import Marks, marks_in
from hotwash.ports.reading.levels import sounds_bad

MOST = 50_000  # numbers given at a time
LONGEST = 1_000  # characters; a longer text has a number of its own
UNKNOWN = -2
NOTHING, MESSAGE, WORDS = 0, 1, 2
_HEX, _APART = b"0x", b"\x0fx"
_FOLD = bytes.maketrans(b"123456789", b"000000000")


def fold(block: bytes) -> bytes:
    """The same for texts that differ in digits alone; of the same length."""
    return block if b"\x0f" in block else block.replace(_HEX, _APART).translate(_FOLD)


def fold_text(text: str) -> str:
    return fold(text.encode("utf-8", "replace")).decode()


@dataclass(slots=True)
class Alikes:
    """What is known of each number: whether its texts sound bad, where landmarks may stand in them, which kind of
    message they are (``UNKNOWN`` until the miner is asked, -1 for none).
    """

    bad: bytearray = field(default_factory=bytearray)
    marks: list[Marks] = field(default_factory=list)
    marked: bytearray = field(default_factory=bytearray)  # NOTHING, MESSAGE or WORDS
    kinds: list[int] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def numbers(self, keys: Sequence[str], texts: Sequence[str]) -> NDArray[np.int64]:
        """The number of each text; ``keys`` are the folded texts, or anything that tells them apart as well."""
        if len(self.kinds) > MOST:
            self.bad, self.marks, self.marked = bytearray(), [], bytearray()
            self.kinds, self._numbers = [], {}
        known = self._numbers.get
        found = np.array([known(key, -1) for key in keys], dtype=np.int64)
        for place in np.flatnonzero(found < 0).tolist():
            key = keys[place]
            number = known(key, -1)
            if number < 0:
                number = self._new(texts[place])
                if len(key) <= LONGEST:
                    self._numbers[key] = number
            found[place] = number
        return found

    def _new(self, text: str) -> int:
        self.bad.append(sounds_bad(text))
        marks = marks_in(text)
        self.marks.append(marks)
        self.marked.append(WORDS if marks.words_too else MESSAGE if marks.message else NOTHING)
        self.kinds.append(UNKNOWN)
        return len(self.kinds) - 1

    def bad_ones(self, numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
        return np.frombuffer(bytes(self.bad), dtype=np.bool_)[numbers]
