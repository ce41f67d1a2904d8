"""What stands before a time at a moving place, and the status of a request after it, found in all lines of a block."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from hotwash.evidence.core.bulk.arrays import Block, Flags, Integers, Marks
from hotwash.evidence.core.bulk.plan import STATUSES, Lead, Plan

_LONGEST = 48  # bytes of a first word
_ONES = np.uint64(0x0101010101010101)
_FIRST = np.array([(1 << 8 * count) - 1 for count in range(9)], dtype=np.uint64)
_STATUSES = np.array(STATUSES, dtype=np.uint8)


def settle(lines: Block, lead: Lead) -> Flags:
    """Sets ``at`` to where the time begins in each line that looks like the lead, and says which these are."""
    ends = [lines.blanks[number] for number in range(lead.words)]
    fine = _first_word(lines, ends[0])
    for before, end in pairwise(ends):
        fine &= end > before + 1
    if lead.words > 1:
        fine &= lines.bytes[ends[0] + 1] != ord("{")
    at = ends[-1] + 1
    fine &= at + len(lead.glue) <= lines.ends
    lines.at = np.minimum(at, lines.size)
    fine &= lines.holds(0, lead.glue.encode())
    at += len(lead.glue)
    _usual(lines, fine, at)
    lines.at = np.where(fine, at, lines.starts)
    return fine


def _first_word(lines: Block, end: Integers) -> Flags:
    """Where the first word is none that goes on with the record before."""
    first = lines.bytes[lines.starts]
    fine: Flags = (first - np.uint8(ord("0")) < 10) | (first - np.uint8(ord("a")) < 26)
    fine &= end > lines.starts
    fine &= ~lines.holds(0, b"at ")
    fine &= _lacks(lines, "E", end - lines.starts)  # of Exception or Error
    return fine


def _lacks(lines: Block, byte: str, length: Integers) -> Flags:
    """Which lines do not have this byte among so many first ones, which must not be more than ``_LONGEST``."""
    fine: Flags = length <= _LONGEST
    for at in range(0, int(np.where(fine, length, 0).max()), 8):
        word = lines.words[lines.starts + at] ^ (_ONES * np.uint64(ord(byte)))
        is_zero = (word - _ONES) & ~word & (_ONES << np.uint64(7))
        fine &= (is_zero & _FIRST[np.clip(length - at, 0, 8)]) == 0
    return fine


def _usual(lines: Block, fine: Flags, end: Integers) -> None:
    """Takes out the lines that have unusual bytes before this place."""
    odd = lines.unusual
    if len(odd):
        number = np.searchsorted(lines.starts, odd, side="right") - 1
        fine[number[odd < end[number]]] = False


def statuses(lines: Block, plan: Plan, fine: Flags) -> NDArray[np.uint8]:
    """The levels by the status behind the request of each line; one that has none is taken out of ``fine``."""
    method = lines.at + plan.level_at
    path = np.zeros(len(lines), dtype=np.int64)
    for word in plan.methods:
        path[lines.holds(plan.level_at, word.encode() + b" ")] = len(word) + 1
    fine &= path > 0
    path += method
    path = np.where(fine, path, lines.starts)
    end = lines.blanks.after(path)
    quote = Marks(lines, '"').after(path)
    fine &= (end > path) & (end < quote) & (quote + 6 <= lines.ends)
    quote = np.where(fine, quote, lines.starts)
    status = lines.words[quote + 1]
    fine &= _is_status(status)
    _usual(lines, fine, quote)
    level: NDArray[np.uint8] = _STATUSES[((status >> np.uint64(8)) & np.uint64(15)).astype(np.int64) % 10]
    return level


def _is_status(word: NDArray[np.uint64]) -> Flags:
    """Which of these eight bytes begin with a blank, three digits and a blank."""
    ends = (word & np.uint64(0xFF000000FF)) == np.uint64(0x2000000020)
    digits = (word >> np.uint64(8)) & np.uint64(0xFFFFFF)
    high = (digits & np.uint64(0xF0F0F0)) == np.uint64(0x303030)
    low = ((digits & np.uint64(0x0F0F0F)) + np.uint64(0x060606)) & np.uint64(0xF0F0F0)
    fine: Flags = ends & high & (low == 0)
    return fine
