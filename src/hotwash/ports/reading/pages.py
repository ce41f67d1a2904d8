"""The family of chats that were exported or saved as a page of HTML: who, when and what, one after the other.

Pages differ in their tags and not in their order: a name, a time with its day, the words. A page may mark its names; a
message without one is said by whoever spoke last. Where names are not marked, the words right before a time are the name.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import pairwise

from hotwash.ports.formats import Body, Record, Sample
from hotwash.ports.reading.chat import Said, detail
from hotwash.ports.stamps import Stamp, from_text

_VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_ASIDE = frozenset({"script", "style", "head", "title", "footer", "nav", "button", "svg", "template"})
_BREAKS = frozenset(
    {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "pre", "td", "section", "article"}
)
_CLOCK = re.compile(r"\d{1,2}:\d\d|T\d\d")
_LONGEST_NAME, _LONGEST_TIME = 120, 48
_LONGEST_REST = 4096  # of a tag that never ends: the parser would look at each of its characters again
_DEEPEST = 400
_START = ("<!doctype html", "<html", "<div", "<body", "<table", "<main")


@dataclass(slots=True)
class _Piece:
    """Some words of the page; ``stamp`` where they are a time, ``named`` where they are marked as a name."""

    text: str
    line: int
    stamp: Stamp | None = None
    named: bool = False
    edited: bool = False
    deleted: bool = False


class _Walk(HTMLParser):
    """The words of a page in pieces, without what is only for machines or hidden."""

    def __init__(self, names: re.Pattern[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[_Piece] = []
        self._names = names
        self._open: list[tuple[str, str]] = []  # the tags that are open, and what each makes of its words
        self._broken = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._broken = self._broken or tag in _BREAKS or tag == "span"
        if tag in _VOID or len(self._open) >= _DEEPEST:
            return
        above = self._open[-1][1] if self._open else ""
        role = above if above in {"aside", "time"} else self._role(tag, given) or above
        stamp = from_text(given["datetime"]) if role != "aside" and given.get("datetime") else None
        if stamp is not None:
            self._add(_Piece("", self.getpos()[0], stamp))
            role = "time"
        if {"data-edited", "data-deleted"} & given.keys():
            edited, deleted = given.get("data-edited") == "true", given.get("data-deleted") == "true"
            self._add(_Piece("", self.getpos()[0], edited=edited, deleted=deleted))
        self._open.append((tag, role))

    def _role(self, tag: str, given: dict[str, str]) -> str:
        if tag in _ASIDE or "hidden" in given.get("class", "").split() or given.get("aria-hidden") == "true":
            return "aside"
        marks = " ".join(given.get(name, "") for name in ("data-tid", "class", "itemprop", "id"))
        return "name" if marks.strip() and self._names.search(marks) else ""

    def handle_endtag(self, tag: str) -> None:
        self._broken = self._broken or tag in _BREAKS or tag == "span"
        place = next((place for place in range(len(self._open) - 1, -1, -1) if self._open[place][0] == tag), None)
        if place is not None:
            del self._open[place:]

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        role = self._open[-1][1] if self._open else ""
        if not words or role in {"aside", "time"}:
            return
        line = self.getpos()[0] + len(data[: len(data) - len(data.lstrip())].split("\n")) - 1
        stamp = _whole_time(words)
        if stamp is None and role == "" and not self._broken and self.pieces and self.pieces[-1].stamp is None:
            self.pieces[-1].text += f" {words}"
            return
        self._add(_Piece(words, line, stamp, named=role == "name"))

    def _add(self, piece: _Piece) -> None:
        self.pieces.append(piece)
        self._broken = False


def _whole_time(words: str) -> Stamp | None:
    """The time that some words are, if they name a day too."""
    if len(words) > _LONGEST_TIME or not _CLOCK.search(words) or not any(map(str.isdigit, words)):
        return None
    stamp = from_text(words)
    return stamp if stamp is not None and not stamp.yearless else None


@dataclass(frozen=True)
class ChatPage:
    """Declaration of a chat in HTML. ``signs`` says whose page it is; ``names`` is found in what marks a name."""

    key: str
    title: str
    signs: re.Pattern[str]
    names: re.Pattern[str]
    score: float = 0.96
    family: str = "HTML"

    def recognise(self, sample: Sample) -> float:
        start = sample.text.lstrip("\ufeff \t\r\n")[:200].lower()
        if not start.startswith(_START) or not self.signs.search(sample.text):
            return 0.0
        return self.score if any(True for _ in self._said(sample.text)) else 0.0

    def read(self, body: Body) -> Iterator[Record]:
        text = body.whole()
        if text is None:
            return
        body.read_lines = body.understood = sum(bool(line.strip()) for line in text.split("\n"))
        for piece, said in self._said(text):
            told = detail(said)
            yield Record(piece.stamp, told.text, piece.line, 0, None, told.kind, told.fields)

    def _said(self, text: str) -> Iterator[tuple[_Piece, Said]]:
        pieces = _pieces(text, self.names)
        times = [place for place, piece in enumerate(pieces) if piece.stamp is not None]
        marked = any(piece.named for piece in pieces)
        who, edited, deleted, before = "", False, False, 0
        for place, following in pairwise([*times, len(pieces)]):
            for piece in pieces[before:place]:
                who = piece.text if piece.named else who
                edited, deleted = (piece.edited, piece.deleted) if _is_flag(piece) else (edited, deleted)
            if not marked:
                who = _name_before(pieces, before, place) or who
            end = following if following == len(pieces) or marked else _without_name(pieces, place, following)
            words = [piece.text for piece in pieces[place + 1 : end] if not piece.named and piece.text]
            if words or deleted:
                text_of_it = "" if deleted else "\n".join(words)
                yield pieces[place], Said(who=who, text=text_of_it, edited=edited, deleted=deleted)
            edited, deleted, before = False, False, place + 1


def _pieces(text: str, names: re.Pattern[str]) -> list[_Piece]:
    walk = _Walk(names)
    with suppress(AssertionError):  # what the parser says of a declaration that is none; what came before counts
        walk.feed(text)
        if len(walk.rawdata) < _LONGEST_REST:
            walk.close()
    return walk.pieces


def _is_flag(piece: _Piece) -> bool:
    return not piece.text and piece.stamp is None


def _name_before(pieces: Sequence[_Piece], start: int, place: int) -> str:
    """The words right before a time, short enough for a name."""
    found = next((piece.text for piece in reversed(pieces[start:place]) if piece.text), "")
    return found if len(found) <= _LONGEST_NAME else ""


def _without_name(pieces: Sequence[_Piece], place: int, following: int) -> int:
    """Where the words of a message end: before the name of the next one."""
    end = following
    while end > place + 1 and not pieces[end - 1].text:
        end -= 1
    return end - 1 if end > place + 1 and len(pieces[end - 1].text) <= _LONGEST_NAME else end
