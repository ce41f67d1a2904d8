"""Markdown and plain text to nodes. Plain text is Markdown without marks; its round bullets become list items."""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from hotwash.reports.core.reading.html import nodes_of_html
from hotwash.reports.core.reading.nodes import Kind, Node

_BULLET = re.compile(r"^([ \t]*)[•‣▪●◦·–]\s+", re.MULTILINE)
_FRONT = re.compile(r"\A(?:---\n(?P<yaml>.*?)\n(?:---|\.\.\.)|\+\+\+\n(?P<toml>.*?)\n\+\+\+)[ \t]*\n", re.DOTALL)
_FIELD = re.compile(r"^\s*([A-Za-z_]+)\s*[:=]\s*[\"']?(.*?)[\"']?\s*$")


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """The simple fields of YAML or TOML front matter, and how many lines it takes."""
    found = _FRONT.match(text)
    if not found:
        return {}, 0
    inner = found["yaml"] or found["toml"] or ""
    fields = (_FIELD.match(line) for line in inner.splitlines())
    return {field[1].lower(): field[2] for field in fields if field and field[2]}, found[0].count("\n")


def nodes_of_markdown(text: str, skip: int = 0) -> list[Node]:
    """Nodes in order; ``skip`` lines of front matter at the head are left out, line numbers count the whole."""
    body = "\n".join(text.split("\n")[skip:])
    root = SyntaxTreeNode(_parser().parse(_BULLET.sub(r"\1- ", body)))
    found: list[Node] = []
    for child in root.children:
        _walk(child, -1, found)
    return [Node(node.kind, node.text, node.line + skip, node.level, node.cells) for node in found]


def _walk(node: SyntaxTreeNode, depth: int, found: list[Node]) -> None:
    """``depth`` is the level of the list item that we are in, -1 outside."""
    line = (node.map[0] + 1) if node.map else 0
    match node.type:
        case "heading":
            found.append(Node(Kind.HEADING, _content(node), line, int(node.tag[1])))
        case "paragraph":
            found.append(Node(Kind.TEXT, _content(node), line, depth + 1 if depth >= 0 else -1))
        case "bullet_list" | "ordered_list":
            for item in node.children:
                _item(item, depth + 1, found)
        case "table":
            _table(node, found)
        case "html_block":
            found.extend(Node(n.kind, n.text, n.line + line - 1, n.level, n.cells) for n in nodes_of_html(node.content))
        case "blockquote":
            for child in node.children:
                _walk(child, depth, found)
        case _:
            return  # code is evidence, not narration: the times in it are no entries


def _item(item: SyntaxTreeNode, depth: int, found: list[Node]) -> None:
    line = (item.map[0] + 1) if item.map else 0
    children = list(item.children)
    if children and children[0].type == "paragraph":
        found.append(Node(Kind.ITEM, _content(children.pop(0)), line, depth))
    for child in children:
        _walk(child, depth, found)


def _table(node: SyntaxTreeNode, found: list[Node]) -> None:
    for part in node.children:
        kind = Kind.HEAD if part.type == "thead" else Kind.ROW
        for row in part.children:
            cells = tuple(_content(cell) for cell in row.children)
            found.append(Node(kind, " | ".join(cells), (row.map[0] + 1) if row.map else 0, -1, cells))


def _content(node: SyntaxTreeNode) -> str:
    return "\n".join(child.content for child in node.children if child.type == "inline")
