"""Which lines of a block hold one of some words: asked of the bytes all at once, before any line is looked at.

Each word is found by its three rarest bytes in a row. A table says for each three bytes whether they are of some word;
where they are, the word itself is compared. So the cost does not grow with the number of words: 80 words cost what
seven searches cost.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
PAD = 64  # bytes behind a block, over whose end loads may reach
CHUNK = 1 << 18  # bytes looked at together: they and what is made of them stay in the cache of the processor
_COMMON = b" etaoinsrhldcumfpgwybvkxjqz0123456789"
_TOKEN = np.zeros(256, dtype=np.bool_)
_TOKEN[[*b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", *range(128, 256)]] = True
_DOT, _LINE_END = 46, 10


@dataclass(frozen=True, slots=True)
class Sign:
    """A word of two bytes or more, in small letters, and what has to follow it, if that is known."""

    word: str
    followed: re.Pattern[bytes] | None = None


class Sieve:
    def __init__(self, signs: Iterable[Sign]) -> None:
        self._table = np.zeros(1 << 24, dtype=np.bool_)
        self._by_code: dict[int, list[tuple[bytes, int]]] = {}
        self._signs: dict[bytes, list[Sign]] = {}
        for sign in dict.fromkeys(signs):
            self._signs.setdefault(sign.word.encode(), []).append(sign)
        for word in self._signs:
            at = max(range(max(1, len(word) - 2)), key=lambda begin: _rarity(word[begin : begin + 3]))
            for code in _codes(word[at : at + 3]):
                self._table[code] = True
                self._by_code.setdefault(code, []).append((word, at))

    def holding(self, block: "Block") -> dict[int, set[Sign]]:
        """What each line holds, by its place; lines that hold nothing are left out."""
        found: dict[int, set[Sign]] = {}
        at, codes = block.coded(self._table)
        for code in np.unique(codes).tolist():
            places = at[codes == code]
            for word, ahead in self._by_code[code]:
                standing = block.beginning(word, places - ahead)
                for sign in self._signs[word] if len(standing) else ():
                    for line in block.lines_of(block.followed(sign, standing)):
                        found.setdefault(line, set()).add(sign)
        return found


def _rarity(three: bytes) -> int:
    """How rare the letters are in text; signs are rarer than letters."""
    return sum(rank if (rank := _COMMON.find(byte)) >= 0 else 40 for byte in three)


def _codes(three: bytes) -> list[int]:
    """The numbers that the bytes are, as they are loaded; of two bytes, with any third."""
    code = int.from_bytes(three, "little")
    return [code] if len(three) == 3 else [code | last << 16 for last in range(256)]


class Block:
    """Whole lines in UTF-8. What is compared are their small letters."""

    def __init__(self, raw: bytes) -> None:
        self._small = raw.lower() if raw.isascii() else raw.decode("utf-8", "replace").casefold().encode()
        self._bytes = np.frombuffer(self._small + bytes(PAD), dtype=np.uint8)

    @cached_property
    def _starts(self) -> Places:
        ends = np.flatnonzero(self._bytes[: len(self._small)] == _LINE_END)
        return np.concatenate(([0], ends + 1))

    def lines_of(self, places: Places) -> list[int]:
        """The lines in which these bytes stand, each once."""
        if not len(places):
            return []
        return [int(line) for line in np.unique(np.searchsorted(self._starts, places, side="right") - 1)]

    def coded(self, table: NDArray[np.bool_]) -> tuple[Places, NDArray[np.uint32]]:
        """Where three bytes in a row are in the table, and which they are."""
        words = np.ndarray((len(self._small),), "<u4", self._bytes.data, strides=(1,))
        places, codes = [], []
        for begin in range(0, len(words), CHUNK):
            part = words[begin : begin + CHUNK] & np.uint32(0xFFFFFF)
            hit = np.flatnonzero(table[part])
            places.append(hit + begin)
            codes.append(part[hit])
        none = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint32)
        return (np.concatenate(places), np.concatenate(codes)) if places else none

    def beginning(self, word: bytes, places: Places) -> Places:
        """Those of the places at which the word stands."""
        fine = places >= 0
        for at, byte in enumerate(word):
            fine &= self._bytes[np.maximum(places, 0) + at] == byte
        return places[fine]

    def followed(self, sign: Sign, places: Places) -> Places:
        """Those of the places of its word that are followed by what has to."""
        return self._matching(sign.followed, places, len(sign.word))

    def _matching(self, followed: re.Pattern[bytes] | None, places: Places, ahead: int) -> Places:
        if followed is None:
            return places
        fine = [followed.match(self._small, place + ahead) is not None for place in places.tolist()]
        return places[np.array(fine, dtype=np.bool_)]

    def after_dot(self, least: int, followed: re.Pattern[bytes] | None = None) -> list[int]:
        """The lines in which so many letters, digits, ``_`` and ``-`` in a row follow a dot, ``followed`` by more."""
        places = np.flatnonzero(self._bytes[: len(self._small)] == _DOT)
        for ahead in range(1, least + 1):
            places = places[_TOKEN[self._bytes[places + ahead]]]
        return self.lines_of(self._matching(followed, places, 1))
