"""JSON as it is met: whole, several in a row, cut off in the middle."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import orjson

_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[\s\x1e,]*")
CUT = "The JSON ends too early: what came before was read."
BROKEN = "Part of the JSON could not be read: the rest was."


def parse_documents(text: str) -> tuple[list[object], str]:
    """All values in ``text`` and a word about what could not be read ("" if nothing).

    Of a document that is cut off, the complete items of its first list are given.
    """
    try:
        return [orjson.loads(text)], ""
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        pass
    found: list[object] = []
    at = _skip(text, 1 if text.startswith("\ufeff") else 0)
    while at < len(text):
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            if not isinstance(found[-1] if found else {}, dict | list):
                return [], BROKEN
            return found + _items_of(text, at), CUT
        found.append(value)
        at = _skip(text, at)
    return found, ""


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _items_of(text: str, at: int) -> list[object]:
    """The complete items of the first list after ``at``."""
    start = text.find("[", at)
    if start < 0:
        return []
    items: list[object] = []
    at = _skip(text, start + 1)
    if text[at : at + 1] != "{":
        return []
    while at < len(text):
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        items.append(value)
        at = _skip(text, at)
    return [items] if items else []


_LIST = re.compile(r"\[\s*(?=\{)")
_FRAME = re.compile(r"[\s\ufeff,\[\]{}]*(?:\"[^\"\\]*\"\s*:\s*\[\s*)?")  # brackets, and the name of the list


def has_list(head: str) -> bool:
    """Whether a document begins with a list of objects, or soon has one."""
    return _LIST.search(head) is not None


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a document that is read piece by piece. ``gap`` is what stood between it and the piece before."""

    gap: str
    text: str
    whole: bool = True


def items_apart(parts: Iterable[str], longest: int) -> Iterator[Piece]:
    """The text of a document that is too long to be read at once, cut around the items of its first list of objects.
    Only what tells nothing is left to the gaps. What is longer than ``longest`` letters comes in pieces.
    """
    held, at, gap, inside = "", 0, "", False
    for part in parts:
        held, at = held[at:] + part, 0
        if not inside and (start := _LIST.search(held)):
            inside, at = True, start.end()
            if _FRAME.fullmatch(held, 0, at):
                gap = held[:at]
            else:
                yield Piece("", held[:at])
        while inside and (end := _end_of_item(held, at)):
            start_of_item = _skip(held, at)
            yield Piece(gap + held[at:start_of_item], held[start_of_item:end])
            at, gap = end, ""
        while len(held) - at > longest:
            yield Piece(gap, held[at : at + longest], whole=False)
            at, gap = at + longest, ""
    left = _skip(held, at)
    if not _FRAME.fullmatch(held, left):
        yield Piece(gap + held[at:left], held[left:])


def _end_of_item(text: str, at: int) -> int:
    """Where the object at ``at`` ends; 0 where none is, or its end is not there yet."""
    at = _skip(text, at)
    if text[at : at + 1] != "{":
        return 0
    try:
        return _DECODER.raw_decode(text, at)[1]
    except (ValueError, RecursionError):
        return 0


def loads(text: str) -> object | None:
    """One value, or None where it is none."""
    try:
        value: object = orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        return None
    return value
