"""Masks in a text: finding them again, and finding what stood there in the line as it came."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

MASK = re.compile(r"\[masked: (?P<secret>[^\]]{1,60})\]|\bmasked-(?P<alias>(?:email|ip)-\d{1,9})\b")
MOST = 500  # of a line


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text; ``masked`` names the kind of secret whose place it is."""

    text: str
    masked: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A mask: ``line`` counts from 1, ``place`` from 1 within its line."""

    line: int
    place: int
    kind: str


def pieces(text: str) -> Sequence[Piece]:
    """A masked text cut at its masks, so that a page can show them as such."""
    found: list[Piece] = []
    at = 0
    for match in MASK.finditer(text):
        if match.start() > at:
            found.append(Piece(text[at : match.start()]))
        found.append(Piece(_kind(match), _kind(match)))
        at = match.end()
    if at < len(text) or not found:
        found.append(Piece(text[at:]))
    return found


def places(line: int, masked: str) -> list[Place]:
    return [Place(line, number, _kind(match)) for number, match in enumerate(MASK.finditer(masked), 1)][:MOST]


def hidden(original: str, masked: str, place: int) -> str | None:
    """What the mask at ``place`` hides, by laying the masked line over the line as it came; None where they do not fit.

    What stands between the masks is looked for from the left, the last piece from the right; so each mask gets the
    shortest text that fits, and with several masks in one line its borders may be a letter off.
    """
    between = _between(masked)
    if not 0 < place < len(between) or not original.startswith(between[0]):
        return None
    at = len(between[0])
    for number, literal in enumerate(between[1:], 1):
        last = number == len(between) - 1
        end = _last(original, literal, at) if last else original.find(literal, at + 1) if literal else at + 1
        if end < 0:
            return None
        if number == place:
            return original[at:end]
        at = end + len(literal)
    return None


def _between(masked: str) -> list[str]:
    ends = [0, *(edge for match in MASK.finditer(masked) for edge in match.span()), len(masked)]
    return [masked[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True)]


def _kind(match: re.Match[str]) -> str:
    alias = match["alias"]
    return match["secret"] or f"{'IP' if alias.startswith('ip') else 'e-mail'} {alias.partition('-')[2]}"


def _last(original: str, literal: str, at: int) -> int:
    end = len(original) - len(literal)
    return end if end >= at and original.endswith(literal) else -1
