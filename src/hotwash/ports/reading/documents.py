"""JSON as it is met: whole, several in a row, cut off in the middle."""

import json
import re

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


def loads(text: str) -> object | None:
    """One value, or None where it is none."""
    try:
        value: object = orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        return None
    return value
