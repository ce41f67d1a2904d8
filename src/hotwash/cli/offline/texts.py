"""Texts for the commands that read prose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from hotwash.cli.offline.documents import PROSE, Documents
from hotwash.ports.reading.text import is_text, text_of


@dataclass(frozen=True, slots=True)
class Text:
    name: str
    content: str


@dataclass
class Reader:
    """What can't be read is told in ``problems``; the rest goes on."""

    problems: list[str] = field(default_factory=list)

    def read(self, paths: Sequence[str]) -> Iterator[Text]:
        for document in Documents(PROSE, self.problems).read(paths):
            if is_text(document.content):
                yield Text(document.name, text_of(document.content))
            else:
                self.problems.append(f"{document.name}: this is not a text.")
