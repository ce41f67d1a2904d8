"""DOCX to nodes: the paragraphs and tables of its main part. ``line`` is the number of the paragraph."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree  # noqa: ICN001 - the text is refused when it declares entities
from xml.etree.ElementTree import Element

from hotwash.reports.core.reading.nodes import Kind, Node

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LIMIT = 50_000_000  # bytes of XML; a document of a thousand pages has ten million
_HEADING = re.compile(r"(?:heading|berschrift|titre)\s*([1-6])", re.IGNORECASE)


class NotReadable(ValueError):  # noqa: N818 - reads as a sentence where it is raised
    """Not a DOCX file, or one that is broken or far too large; its text is for people."""


def nodes_of_docx(content: bytes) -> list[Node]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            part = archive.getinfo("word/document.xml")
            if part.file_size > LIMIT:
                msg = "The document is too large to be read."
                raise NotReadable(msg)
            xml = archive.read(part)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, RuntimeError) as error:
        msg = "This is not a DOCX file, or it is damaged. Open it in its own program and save it again."
        raise NotReadable(msg) from error
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        msg = "The document declares XML entities, which no word processor does; it was not read."
        raise NotReadable(msg)
    try:
        body = ElementTree.fromstring(xml).find(f"{W}body")  # noqa: S314 - no entities, see above
    except ElementTree.ParseError as error:
        msg = "The text of the document is damaged."
        raise NotReadable(msg) from error
    return [] if body is None else list(_nodes(body))


def _nodes(body: Element) -> Iterator[Node]:
    number = 0
    inside = {paragraph for table in body.iter(f"{W}tbl") for paragraph in table.iter(f"{W}p")}
    for child in body.iter():
        if child.tag == f"{W}tbl":
            yield from _table(child, number + 1)
        elif child.tag == f"{W}p":
            number += 1
            text = _text(child)
            if text.strip() and child not in inside:
                yield _paragraph(child, text, number)


def _paragraph(paragraph: Element, text: str, number: int) -> Node:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name = style.get(f"{W}val", "") if style is not None else ""
    if found := _HEADING.search(name):
        return Node(Kind.HEADING, text, number, int(found[1]))
    if name.lower() == "title":
        return Node(Kind.HEADING, text, number, 1)
    level = paragraph.find(f"{W}pPr/{W}numPr/{W}ilvl")
    if level is not None or paragraph.find(f"{W}pPr/{W}numPr") is not None or name.lower().startswith("list"):
        value = level.get(f"{W}val", "0") if level is not None else "0"
        return Node(Kind.ITEM, text, number, int(value) if value.isdecimal() else 0)
    return Node(Kind.TEXT, text, number)


def _text(element: Element) -> str:
    marks = {f"{W}tab": "\t", f"{W}br": "\n"}
    return "".join((part.text or "") if part.tag == f"{W}t" else marks.get(part.tag, "") for part in element.iter())


def _table(table: Element, number: int) -> Iterator[Node]:
    for index, row in enumerate(table.iter(f"{W}tr")):
        cells = tuple(" ".join(_text(cell).split()) for cell in row.iter(f"{W}tc"))
        if any(cells):
            yield Node(Kind.HEAD if index == 0 else Kind.ROW, " | ".join(cells), number, -1, cells)
