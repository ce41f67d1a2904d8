"""A document as Markdown (CommonMark and tables), for wikis and documentation sites."""

import re
from itertools import groupby

from hotwash.reports.core.document import (
    Block,
    Document,
    Fact,
    Facts,
    Figure,
    Moment,
    Note,
    Prose,
    Statement,
    Statements,
    Table,
    Timeline,
    Why,
    Whys,
)
from hotwash.reports.core.render.prose import parser

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~&])")
_TAG = re.compile(r"<(?=[a-zA-Z/!?])(?!(?:https?://|mailto:)[^\s<>]*>)")
_SCRIPT = re.compile(r"\]\(\s*<?(?=(?:javascript|vbscript|data):)", re.IGNORECASE)
_LIST_LIKE = re.compile(r"^(\s*)([-+]|\d+[.)])(\s)")


def escaped(text: str) -> str:
    """Plain text that Markdown shows as it stands, on one line."""
    line = " ".join(text.split())
    return _LIST_LIKE.sub(r"\1\\\2\3", _SPECIAL.sub(r"\\\1", line))


def to_markdown(document: Document) -> str:
    parts = [f"# {escaped(document.title)}"]
    if document.meta:
        parts.append("\n".join(f"- **{escaped(row.label)}:** {escaped(row.value)}" for row in document.meta))
    for section in document.sections:
        parts.append(f"## {escaped(section.title)}")
        parts.extend(block_markdown(block) for block in section.blocks)
    return "\n\n".join(part for part in parts if part) + "\n"


def block_markdown(block: Block) -> str:  # noqa: PLR0911 - one return for each kind
    match block:
        case Prose():
            return _prose(block.markdown)
        case Facts():
            return "\n".join([f"### {escaped(block.name)}\n", *(_fact(row) for row in block.rows)])
        case Table():
            return _table(block)
        case Timeline():
            return _timeline(block)
        case Statements():
            head = [f"### {escaped(block.name)}\n"] if block.name else []
            return "\n".join([*head, *(_statement(item) for item in block.items)])
        case Whys():
            return "\n".join(line for root in block.roots for line in _why(root, 0))
        case Figure():
            caption = f"\n\n*{escaped(block.caption)}*" if block.caption else ""
            return f"![{escaped(block.alt)}]({figure_file(block)}){caption}"
        case Note():
            return f"*{escaped(block.text)}*"


def figure_file(figure: Figure) -> str:
    """The name under which a picture is attached to a Markdown publication."""
    return re.sub(r"[^a-z0-9]+", "-", figure.name.lower()).strip("-") + ".svg"


def _prose(markdown: str) -> str:
    """The text with its headings moved below the section's own and without anything a site would run."""
    lines = markdown.strip().splitlines()
    code: set[int] = set()
    for token in parser().parse(markdown.strip()):
        if token.type in {"fence", "code_block"} and token.map:
            code.update(range(*token.map))
        if token.type == "heading_open" and token.map and token.markup.startswith("#"):
            number = token.map[0]
            lines[number] = re.sub(
                r"^(\s*)(#{1,6})", lambda found: found[1] + "#" * min(6, len(found[2]) + 2), lines[number]
            )
    return "\n".join(line if number in code else _harmless(line) for number, line in enumerate(lines))


def _harmless(line: str) -> str:
    """Raw HTML as text and no script links; what stands between backticks is left alone."""
    parts = re.split(r"(`+[^`]*`+)", line)
    return "".join(part if part.startswith("`") else _SCRIPT.sub("](unsafe-", _TAG.sub("&lt;", part)) for part in parts)


def _fact(row: Fact) -> str:
    note = f" ({escaped(row.note)})" if row.note else ""
    return f"- **{escaped(row.label)}:** {escaped(row.value)}{note}"


def _table(table: Table) -> str:
    lines = [table.columns, tuple("---" for _ in table.columns), *table.rows]
    shown = ("| " + " | ".join(cell if cell == "---" else escaped(cell) for cell in line) + " |" for line in lines)
    return "\n".join(shown)


def _timeline(block: Timeline) -> str:
    parts = [f"*All times in {escaped(block.zone)}.*"]
    for day, moments in groupby(block.moments, key=lambda moment: moment.day):
        parts.append(f"### {escaped(day)}")
        rows = "\n".join(_moment(moment) for moment in moments)
        parts.append(f"| Time | Entry | | Source |\n| --- | --- | --- | --- |\n{rows}")
    return "\n\n".join(parts)


def _moment(moment: Moment) -> str:
    time = moment.time + (f" ({moment.note})" if moment.note else "")
    text = moment.text + (f" {moment.detail}" if moment.detail else "")
    source = " ".join(part for part in (moment.lane, moment.evidence) if part)
    return f"| {escaped(time)} | {escaped(text)} | {escaped(moment.reference)} | {escaped(source)} |"


def _statement(item: Statement) -> str:
    head = f"**{escaped(item.reference)}** " if item.reference else ""
    tag = f" *({escaped(item.tag)})*" if item.tag else ""
    lines = "".join(f"\n  - {escaped(line.label)}: {escaped(line.value)}" for line in item.lines)
    return f"- {head}{escaped(item.text)}{tag}{lines}"


def _why(why: Why, depth: int) -> list[str]:
    lead = "Why? " if depth else ""
    again = " *(see above)*" if why.again else ""
    line = f"{'  ' * depth}- {lead}{escaped(why.text)} ({escaped(why.reference)}){again}"
    return [line, *(below for answer in why.answers for below in _why(answer, depth + 1))]
