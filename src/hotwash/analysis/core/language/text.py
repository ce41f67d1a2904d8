"""Running text out of Markdown. What must not be checked is masked, character for character, so places stay exact."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from hotwash.analysis.core.language.model import Context

_FILL = "_"
_LONGEST = 1500  # characters that count as one sentence
_BLANKED = re.compile(
    r"\A---\n.*?\n---(?=\n|\Z)"  # front matter
    r"|^[ \t]*(?P<fence>```+|~~~+)[^\n]*\n.*?(?:^[ \t]*(?P=fence)[ \t]*$|\Z)"
    r"|<!--.*?(?:-->|\Z)"
    r"|^[ \t]*>[^\n]*",  # block quote
    re.DOTALL | re.MULTILINE,
)
_FILLED = re.compile(
    r"(?P<ticks>`+)(?!`).{1,400}?(?<!`)(?P=ticks)(?!`)"  # code
    r"|(?<=\])\([^()\s]*(?:\s\"[^\"\n]*\")?\)"  # the address of a link
    r"|\bhttps?://[^\s)>\]]+"
    r"|\b[\w.+-]+@[\w-]+\.[\w.]+"
    r"|“(?:[^”\n]|\n(?!\s*\n)){1,400}”"
    r"|«(?:[^»\n]|\n(?!\s*\n)){1,400}»"
    r"|(?<![\w\"])\"(?=[^\s\"])(?:[^\"\n]|\n(?!\s*\n)){1,400}\"(?!\w)",
    re.DOTALL,
)
_MARKUP = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>|(?<!\w)_+|_+(?!\w)")  # tags and emphasis
_BOUNDARY = re.compile(
    r"(?<![ .][A-Za-z])(?<!e\.g)(?<!i\.e)[.!?]+[\"')\]*]*(?:\s+|\Z)"
    r"|\n[ \t]*(?:\n\s*)+"
    r"|\n[ \t]*(?=[-*+•·|#]|\d+[.)]\s|\[?\d{1,2}[:.]\d\d)"
    r"|[ \t]\|[ \t]?"
)
_HEADING = re.compile(
    r"^(?:#{1,6}[ \t]+(?P<atx>[^\n]+?)[ \t#]*|(?P<setext>[^\n]+)\n(?:=+|-{3,})[ \t]*"
    r"|={2,6}[ \t]*(?P<wiki>[^=\n]+?)[ \t]*={2,6})$",
    re.MULTILINE,
)
_ACTIONS = re.compile(
    r"\b(action|follow[- ]?up|to-?do|next step|remediation|corrective|preventive|tickets?)", re.IGNORECASE
)
_RECOMMENDATIONS = re.compile(
    r"\b(recommend|lesson|improve|learn|prevent|future|went (?:well|wrong|badly))", re.IGNORECASE
)
_SAME_LENGTH = str.maketrans({"\u2019": "'", "\u2018": "'", "\u00a0": " ", "\u202f": " ", "\u2011": "-"})
_SPACES = re.compile(r"[^\n]")


def mask(text: str) -> str:
    """The same number of characters and lines, with code, links, quotations and markup made unreadable."""
    masked = text.translate(_SAME_LENGTH)
    masked = _BLANKED.sub(lambda match: _SPACES.sub(" ", match.group()), masked)
    masked = _MARKUP.sub(lambda match: _SPACES.sub(" ", match.group()), masked)
    return _FILLED.sub(lambda match: _SPACES.sub(_FILL, match.group()), masked)


def lowered(text: str) -> str:
    """Lower case without a change of length (some capitals have two small letters)."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := character.lower()) == 1 else character for character in text)


@dataclass(frozen=True)
class Running:
    """A text made ready: masked, cut into sentences, with the purpose of each section."""

    original: str
    purpose: Context | None = None

    @cached_property
    def masked(self) -> str:
        return mask(self.original)

    @cached_property
    def lower(self) -> str:
        return lowered(self.masked)

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for end in (*(match.end() for match in _BOUNDARY.finditer(self.masked)), len(self.masked)):
            starts.extend(_cuts(self.masked, starts[-1], end))
            if end < len(self.masked):
                starts.append(end)
        return starts

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.original))]

    @cached_property
    def _sections(self) -> tuple[list[int], list[Context]]:
        starts, purposes = [0], [Context.DESCRIPTION]
        for match in _HEADING.finditer(self.masked):
            starts.append(match.start())
            purposes.append(_purpose(next(group for group in match.groups() if group)))
        return starts, purposes

    def sentence(self, at: int) -> tuple[int, int]:
        """Start and end of the sentence that holds this offset."""
        index = bisect_right(self._starts, at)
        end = self._starts[index] if index < len(self._starts) else len(self.masked)
        return self._starts[index - 1], end

    def sentences(self) -> list[tuple[int, int]]:
        return list(zip(self._starts, [*self._starts[1:], len(self.masked)], strict=True))

    def context(self, at: int) -> Context:
        if self.purpose is not None:
            return self.purpose
        starts, purposes = self._sections
        return purposes[bisect_right(starts, at) - 1]

    def place(self, start: int, end: int) -> tuple[int, int, int]:
        """Line, column and the column after the end (at most the end of the line), counted from 1."""
        line = bisect_right(self._lines, start)
        first = self._lines[line - 1]
        stop = self._lines[line] - 1 if line < len(self._lines) else len(self.original)
        return line, start - first + 1, min(end, stop) - first + 1


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    """Where a "sentence" of megabytes is cut: at a space, so that it costs no more than sentences do."""
    while end - start > _LONGEST:
        space = text.find(" ", start + _LONGEST, end)
        if space < 0:
            return
        start = space + 1
        yield start


def _purpose(heading: str) -> Context:
    if _ACTIONS.search(heading):
        return Context.ACTION
    return Context.RECOMMENDATION if _RECOMMENDATIONS.search(heading) else Context.DESCRIPTION
