"""A document as plain text, for the search: words only."""

from collections.abc import Iterator

from markdown_it.token import Token

from hotwash.reports.core.document import (
    Block,
    Document,
    Facts,
    Figure,
    Note,
    Prose,
    Statements,
    Table,
    Timeline,
    Why,
    Whys,
)
from hotwash.reports.core.render.prose import parser


def to_text(document: Document) -> str:
    """The sections in order. What says that nothing is here is left out."""
    lines = []
    for section in document.sections:
        words = [line for block in section.blocks for line in _lines(block) if line]
        if words:
            lines += [section.title, *words]
    return "\n".join(lines)


def plain(markdown: str) -> str:
    return "\n".join(
        _words(token) for token in parser().parse(markdown) if token.type in {"inline", "fence", "code_block"}
    )


def _words(token: Token) -> str:
    if token.children is None:
        return token.content.strip()
    marks = {"softbreak": " ", "hardbreak": " "}
    return "".join(marks.get(child.type, child.content) for child in token.children)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Prose():
            yield plain(block.markdown)
        case Timeline():
            yield from (f"{moment.text} {moment.detail}".strip() for moment in block.moments)
        case Statements():
            yield from (". ".join([item.text, *(line.value for line in item.lines)]) for item in block.items)
        case Whys():
            yield from (line for root in block.roots for line in _why(root))
        case Table():
            yield from (" ".join(cell for cell in row if cell) for row in block.rows)
        case Facts() | Figure() | Note():
            return


def _why(why: Why) -> Iterator[str]:
    yield why.text
    for answer in why.answers:
        yield from _why(answer)
