"""The common shape that every reader of documents gives: a flat list of headings, items, paragraphs and table rows."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    HEADING = "heading"
    ITEM = "item"
    TEXT = "text"
    ROW = "row"
    HEAD = "head"  # the row of a table that names its columns


@dataclass(frozen=True, slots=True)
class Node:
    """``level``: of a heading from 1, of an item from 0. ``line`` counts from 1. ``text`` may span lines.

    A text inside an item has the item's level plus one; one that stands free has -1. ``cells`` are those of a row.
    """

    kind: Kind
    text: str
    line: int
    level: int = -1
    cells: tuple[str, ...] = ()


_EMPHASIS = re.compile(
    r"\*\*|__|(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])|(?<!\w)_(?=[^\s_])|(?<=[^\s_])_(?!\w)|~~|`"
)
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)|<img\b[^>]*>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
_LINK = re.compile(r"\[([^\]\n]*)\]\(\s*<?([^()\s<>]*(?:\([^()\s]*\))?[^()\s<>]*)>?[^)]*\)")


def clean(text: str) -> str:
    """Without emphasis, pictures and tags, on one line; links stay as they are written."""
    bare = _TAG.sub(" ", _EMPHASIS.sub("", _IMAGE.sub("", text)))
    return " ".join(_ESCAPE.sub(r"\1", bare).split())


def without_links(text: str) -> str:
    """The words of links instead of the links."""
    return _LINK.sub(r"\1", text)


def links(text: str) -> list[tuple[str, str]]:
    """Words and address of each Markdown link."""
    return [(found[1], found[2]) for found in _LINK.finditer(text)]
