"""A document as Typst markup. All text goes through string literals: nothing a person wrote is ever read as markup."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from markdown_it.tree import SyntaxTreeNode

from hotwash.reports.core.document import (
    Block,
    Document,
    Fact,
    Facts,
    Figure,
    Moment,
    Note,
    Prose,
    Section,
    Statement,
    Statements,
    Table,
    Timeline,
    Why,
    Whys,
)
from hotwash.reports.core.render.prose import parser
from hotwash.reports.core.render.typst_style import PREAMBLE


def literal(text: str) -> str:
    """A Typst string. Control characters that no font shows become blanks."""
    shown = "".join(char if char >= " " or char in "\n\t" else " " for char in text)
    return '"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"'


def text(value: str) -> str:
    """Plain text in markup mode."""
    return f"#{literal(value)};" if value else ""


def to_typst(document: Document, *, notice: str = "") -> str:
    head = (
        f"#head({literal(document.reference)}, {literal(document.title)}, {_pairs(document.meta)}, {literal(notice)})"
    )
    title = f"#set document(title: {literal(document.title)})"
    running = f"#show: page-frame.with({literal(document.reference)}, {literal(document.title)})"
    return "\n".join([PREAMBLE, title, running, head, *(_section(section) for section in document.sections)]) + "\n"


def _section(section: Section) -> str:
    return "\n".join([f"#heading(level: 1)[{text(section.title)}]", *(block_typst(block) for block in section.blocks)])


def block_typst(block: Block) -> str:  # noqa: PLR0911 - one return for each kind
    match block:
        case Prose():
            return prose(block.markdown)
        case Facts():
            return f"#facts({literal(block.name)}, {_pairs(block.rows)})"
        case Table():
            return _table(block.columns, block.rows)
        case Timeline():
            return _timeline(block)
        case Statements():
            head = [f"#subheading({literal(block.name)})"] if block.name else []
            return "\n".join([*head, *(_statement(item) for item in block.items)])
        case Whys():
            return "\n".join(['#subheading("5 Whys")', *(_why(root, 0) for root in block.roots)])
        case Figure():
            return f"#picture({literal(block.svg)}, {literal(block.alt)}, {literal(block.caption)})"
        case Note():
            return f"#remark({literal(block.text)})"


def array(items: Iterable[str]) -> str:
    """A Typst array; the trailing comma keeps one of a single item an array."""
    return "(" + "".join(f"{item}, " for item in items) + ")"


def _pairs(rows: Sequence[Fact]) -> str:
    return array(array((literal(row.label), literal(row.value), literal(row.note))) for row in rows)


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = array(literal(column) for column in columns)
    body = array(literal(cell) for row in rows for cell in row)
    return f"#grid-table({head}, {body})"


def _timeline(block: Timeline) -> str:
    parts = []
    for day, moments in groupby(block.moments, key=lambda moment: moment.day):
        parts.append(f"#subheading({literal(day)})")
        parts.append(f"#timeline({array(_moment(moment) for moment in moments)})")
    return "\n".join([*parts, f"#remark({literal(f'All times in {block.zone}.')})"])


def _moment(moment: Moment) -> str:
    about = " · ".join(part for part in (moment.lane, moment.evidence, moment.note) if part)
    return array(literal(part) for part in (moment.time, moment.text, moment.detail, about, moment.reference))


def _statement(item: Statement) -> str:
    return f"#statement({literal(item.reference)}, {literal(item.text)}, {literal(item.tag)}, {_pairs(item.lines)})"


def _why(why: Why, depth: int) -> str:
    again = " (see above)" if why.again else ""
    own = f"#why({depth}, {literal(why.text + again)}, {literal(why.reference)})"
    return "\n".join([own, *(_why(answer, depth + 1) for answer in why.answers)])


def prose(markdown: str) -> str:
    root = SyntaxTreeNode(parser().parse(markdown))
    return "\n\n".join(_node(child) for child in root.children)


def _node(node: SyntaxTreeNode) -> str:  # noqa: PLR0911 - one return for each kind
    match node.type:
        case "heading":
            level = min(4, int(node.tag[1]) + 1)
            return f"#heading(level: {level}, outlined: false)[{_inside(node)}]"
        case "paragraph" | "inline" | "thead" | "tbody":
            return _inside(node)
        case "bullet_list":
            return f"#list({_items(node)})"
        case "ordered_list":
            return f"#enum({_items(node)})"
        case "blockquote":
            return f"#quote(block: true)[{_paragraphs(node)}]"
        case "fence" | "code_block":
            return f"#raw({literal(node.content.rstrip())}, block: true)"
        case "hr":
            return "#line(length: 100%, stroke: 0.5pt + luma(180))"
        case "table":
            return _prose_table(node)
        case _:
            return _span(node)


def _span(node: SyntaxTreeNode) -> str:  # noqa: PLR0911 - one return for each kind
    match node.type:
        case "text":
            return text(node.content)
        case "softbreak":
            return text(" ")
        case "hardbreak":
            return "#linebreak()"
        case "strong" | "em" | "s":
            name = {"strong": "strong", "em": "emph", "s": "strike"}[node.type]
            return f"#{name}[{_inside(node)}]"
        case "code_inline":
            return f"#raw({literal(node.content)})"
        case "link":
            return _link(node)
        case "image":
            return f"#emph[{text(node.content or 'picture')}]"
        case _:
            return _inside(node) if node.children else text(node.content)


def _inside(node: SyntaxTreeNode) -> str:
    return "".join(_node(child) for child in node.children)


def _paragraphs(node: SyntaxTreeNode) -> str:
    return "\n\n".join(_node(child) for child in node.children)


def _items(node: SyntaxTreeNode) -> str:
    return ", ".join(f"[{_paragraphs(item)}]" for item in node.children)


def _link(node: SyntaxTreeNode) -> str:
    target = str(node.attrs.get("href", ""))
    if not target.startswith(("http://", "https://", "mailto:")):
        return _inside(node)
    return f"#link({literal(target)})[{_inside(node)}]"


def _prose_table(node: SyntaxTreeNode) -> str:
    rows = [row for part in node.children for row in part.children]
    if not rows:
        return ""
    cells = [f"[{_inside(cell)}]" for row in rows for cell in row.children]
    return f"#plain-table({len(rows[0].children)}, {array(cells)})"
