"""Wiki text (MediaWiki, and what DokuWiki shares with it) to nodes."""

import re

from hotwash.reports.core.reading.nodes import Kind, Node

_HEADING = re.compile(r"^(={1,6})\s*(.+?)\s*=+\s*$")
_ITEM = re.compile(r"^([*#:;]+)\s*(.+)$")
_BOLD = re.compile(r"'{2,5}")
_EXTERNAL = re.compile(r"\[(https?://\S+)\s+([^\]]+)\]")
_INTERNAL = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]]+)\]\]")
_TEMPLATE = re.compile(
    r"\{\{\s*(?:[Pp]hab(?:ricator)?|[Bb]ug|[Ii]rc[Nn]ick|[Tt]racked)\s*\|\s*([^|}]+)[^}]*\}\}|\{\{[^{}]*\}\}"
)


def nodes_of_wiki(text: str) -> list[Node]:
    found: list[Node] = []
    cells: list[str] = []
    start, head, in_table = 0, False, False
    for number, raw in enumerate(text.splitlines(), 1):
        line = inline(raw)
        if raw.startswith("{|"):
            in_table, cells = True, []
        elif in_table and (raw.startswith(("|-", "|}"))):
            found.extend(_row(cells, start, head=head))
            cells, head, in_table = [], False, not raw.startswith("|}")
        elif in_table and raw[:1] in {"|", "!"} and not raw.startswith("|+"):
            start = start if cells else number
            head = raw[0] == "!"
            cells.extend(_cells(line))
        elif in_table and cells:
            cells[-1] += f" {line}"
        else:
            found.extend(_line(line, number))
    return found


def inline(line: str) -> str:
    """Emphasis away, links in the Markdown way, templates by their first value."""
    shown = _TEMPLATE.sub(lambda found: found[1] or "", _BOLD.sub("", line))
    return _INTERNAL.sub(r"\1", _EXTERNAL.sub(r"[\2](\1)", shown))


def _line(line: str, number: int) -> list[Node]:
    if found := _HEADING.match(line):
        return [Node(Kind.HEADING, found[2], number, len(found[1]))]
    if found := _ITEM.match(line):
        return [Node(Kind.ITEM, found[2].strip(), number, len(found[1]) - 1)]
    return [Node(Kind.TEXT, line.strip(), number)] if line.strip() else []


def _cells(line: str) -> list[str]:
    cells = re.split(r"\|\||!!", line[1:])
    return [cell.rsplit("|", 1)[-1].strip() if re.match(r"\s*\w+=", cell) else cell.strip() for cell in cells]


def _row(cells: list[str], line: int, *, head: bool) -> list[Node]:
    if not any(cells):
        return []
    return [Node(Kind.HEAD if head else Kind.ROW, " | ".join(cells), line, -1, tuple(cells))]
