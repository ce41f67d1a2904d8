"""Text that a program recognised in a picture: the port to such a program, and how its answer is read.

What a machine read is a help for finding a picture, never proof: pages mark it as read by a machine.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

LEAST = 45.0  # per cent of confidence below which a word is taken for noise
LONGEST = 20_000  # characters of one picture
MOST_PIXELS = 12_000_000  # larger pictures are made smaller first
SMALLEST_TEXT = 1400  # narrower pictures are made larger first: screenshots have letters of few pixels
_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class Seen:
    """``text`` is the words in their lines, ``by`` the program and its version. ``problem`` says why there are none."""

    text: str = ""
    by: str = ""
    problem: str = ""


class Recogniser(Protocol):
    """Reads the words of a picture given as PNG. It never raises for a bad picture: that is a ``problem``."""

    def read(self, png: bytes) -> Seen: ...


def lines_of(table: str) -> str:
    """The words of Tesseract's TSV (``level … block par line word … conf text``) that it is sure enough of, in lines.

    https://tesseract-ocr.github.io/tessdoc/Command-Line-Usage.html
    """
    lines = (" ".join(word for _, word in words) for _, words in groupby(_words(table), key=lambda found: found[0]))
    return "\n".join(lines)[:LONGEST]


def _words(table: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each word with its page, block, paragraph and line."""
    for row in table.splitlines():
        cells = row.split("\t", _COLUMNS - 1)
        if len(cells) == _COLUMNS and cells[0] == "5" and _sure(cells[10]) and (word := cells[11].strip()):
            yield tuple(cells[1:5]), word


def _sure(confidence: str) -> bool:
    try:
        return float(confidence) >= LEAST
    except ValueError:
        return False


def scale_for(width: int, height: int) -> float:
    """By how much a picture is made larger or smaller before its words are read."""
    if width <= 0 or height <= 0:
        return 1.0
    factor = 2.0 if width < SMALLEST_TEXT else 1.0
    most = math.sqrt(MOST_PIXELS / (width * height))
    return min(factor, most)
