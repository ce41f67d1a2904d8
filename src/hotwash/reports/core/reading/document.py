"""One existing post-mortem read into values."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hotwash.ports.reading.text import is_text, text_of
from hotwash.reports.core.reading.actions import ReadAction, read_actions
from hotwash.reports.core.reading.docx import NotReadable, nodes_of_docx
from hotwash.reports.core.reading.events import Event, Frame, raw_events, to_events
from hotwash.reports.core.reading.html import nodes_of_html
from hotwash.reports.core.reading.markdown import front_matter, nodes_of_markdown
from hotwash.reports.core.reading.nodes import Kind, Node, clean, without_links
from hotwash.reports.core.reading.sections import Placed, Role, place, role_of
from hotwash.reports.core.reading.times import Day, days_in, zone_offset
from hotwash.reports.core.reading.wiki import nodes_of_wiki

_ZONE_NAME = r"(UTC\s?[+-]\d{1,2}(?::?\d\d)?|[A-Z]{3,4})"
_ZONE_SAID = (
    re.compile(rf"(?:time-?zone|\btz)\s*(?:is|was|:|=)?\s*[*_]*\s*{_ZONE_NAME}\b", re.IGNORECASE),
    re.compile(
        rf"\b(?:all\s+)?(?:date\s*s?\s*(?:and|&|/)\s*)?times?(?:\s*stamps?)?(?:\s+below|\s+listed|\s+mentioned|"
        rf"\s+given|\s+shown)?\s*(?:are|is)?\s*(?:all\s+)?(?:in|:)?\s*\(?\s*(?i:the\s+)?{_ZONE_NAME}\b"
    , re.IGNORECASE),
    re.compile(rf"\btime-?line\b[^\n]{{0,40}}?[\[(](?:\w+\s+){{0,4}}?{_ZONE_NAME}[\])]", re.IGNORECASE),
)  # fmt: skip
_DATE_SAID = re.compile(r"\b(?:all|other|otherwise noted)\b[^.\n]{0,60}\b(?:on|date)\b", re.IGNORECASE)
_DATE_FIELD = re.compile(
    r"^\W*(?:incident\s+)?(?:date(?:\s+of\s+(?:the\s+)?incident)?|incident from|day|when|started?(?: at)?|"
    r"start(?: time| date)?|first detected|occurred(?: on)?)\b\s*[:|]\W*(.+)",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?<!\d)(20\d\d|19\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)[_-]?")
_SEVERITY = (
    re.compile(
        r"\b(?:severity|priority|sev|impact level)(?:\s+level)?\W{0,6}(?:\bis\b|\bof\b)?\W{0,4}((?:sev|s|p|"
        r"level)?[\s-]?[0-5]\b|critical|major|minor|high|medium|moderate|low)\b"
    , re.IGNORECASE),
    re.compile(r"\b(SEV[\s-]?[0-5]|P[0-4])\b"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """``date`` is an ISO date or ""; ``zone`` a name or offset as written or ""; ``zone_basis``: line, file or none."""

    title: str
    date: str
    severity: str
    zone: str
    zone_basis: str
    events: tuple[Event, ...]
    factors: tuple[str, ...]
    actions: tuple[ReadAction, ...]
    questions: tuple[str, ...]
    text: str = ""


def read_document(content: bytes, name: str = "") -> Reading:
    """Any of the formats, told apart by content. ``name`` is looked at for a date when the text has none.

    Raises ``NotReadable`` with a word for people when the bytes are no text and no DOCX.
    """
    if content.startswith(b"PK\x03\x04"):
        return reading_of(nodes_of_docx(content), {}, name)
    if not is_text(content):
        msg = "This is not a text. Markdown, HTML, DOCX, wiki text and plain text can be read."
        raise NotReadable(msg)
    return read_text(text_of(content), name)


def read_text(text: str, name: str = "") -> Reading:
    """Markdown, HTML, wiki text or plain text: told apart by content."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", " ")
    if _is_html(text):
        return _as_words(reading_of(nodes_of_html(text), {}, name))
    if _is_wiki(text):
        return reading_of(nodes_of_wiki(text), {}, name)
    fields, skip = front_matter(text)
    return reading_of(nodes_of_markdown(text, skip), fields, name)


def _as_words(reading: Reading) -> Reading:
    """What came from HTML is given as words; Markdown keeps its links as they are written."""
    return replace(
        reading,
        events=tuple(replace(event, text=without_links(event.text)) for event in reading.events),
        actions=tuple(replace(action, text=without_links(action.text)) for action in reading.actions),
        factors=tuple(without_links(factor) for factor in reading.factors),
        questions=tuple(without_links(question) for question in reading.questions),
    )


def _is_html(text: str) -> bool:
    head = text.lstrip()[:300].lower()
    return head.startswith(
        ("<!doctype html", "<html", "<head", "<body", "<h1", "<h2", "<h3", "<div", "<article", "<section", "<p>", "<ul")
    )


def _is_wiki(text: str) -> bool:
    headings = len(re.findall(r"^={2,5} ?[^=\n]+ ?={2,5}[ \t]*$", text, re.MULTILINE))
    marks = len(re.findall(r"'''|\[\[|\{\{|^\{\|", text, re.MULTILINE))
    return headings >= 1 and (marks >= 1 or headings >= 2) and not re.search(r"^#{1,4} \S", text, re.MULTILINE)


def reading_of(nodes: Sequence[Node], fields: dict[str, str], name: str = "") -> Reading:
    placed = place(nodes)
    raws = raw_events(placed)
    zone, offset = _zone(nodes)
    said, fixed = _said_day(placed)
    first = next((raw.found.day for raw in raws if raw.found.day and raw.found.day.year), None)
    day = _day(nodes, fields, name, said or first)
    events = to_events(raws, Frame(said or day, offset, fixed=fixed))
    stated = [raw for raw in raws if raw.found.offset is not None]
    basis = "line" if stated and (len(stated) * 2 >= len(raws) or not zone) else "file" if zone else "none"
    return Reading(
        title=_title(nodes, fields),
        date=f"{day.year:04d}-{day.month:02d}-{day.day:02d}" if day and day.year else "",
        severity=fields.get("severity", "") or _severity(nodes),
        zone=zone or (_name(stated[0].found.offset) if basis == "line" else ""),
        zone_basis=basis,
        events=tuple(events),
        factors=tuple(_statements(placed, Role.FACTORS)),
        actions=tuple(read_actions(placed)),
        questions=tuple(_statements(placed, Role.QUESTIONS)),
        text="\n".join(clean(without_links(node.text)) for node in nodes),
    )


def _title(nodes: Sequence[Node], fields: dict[str, str]) -> str:
    if fields.get("title"):
        return fields["title"]
    heading = next((node for node in nodes if node.kind is Kind.HEADING and role_of(node.text) is Role.OTHER), None)
    first = heading or (nodes[0] if nodes else None)
    return without_links(clean(first.text))[:200] if first else ""


def _zone(nodes: Sequence[Node]) -> tuple[str, int | None]:
    """The zone that the document states for all of its times."""
    for pattern in _ZONE_SAID:
        for node in nodes:
            for found in pattern.finditer(clean(node.text)):
                name = found[1].strip()
                offset = zone_offset(name)
                if offset is not None:
                    return name, offset
    return "", None


def _name(offset: int | None) -> str:
    if not offset:
        return "UTC"
    sign, size = ("-", -offset) if offset < 0 else ("+", offset)
    return f"{sign}{size // 3600:02d}:{size % 3600 // 60:02d}"


def _said_day(placed: Sequence[Placed]) -> tuple[Day | None, bool]:
    """The day that the timeline names for its entries, in its heading, or for all that bring none of their own:
    "unless otherwise noted all events happened on …" (then True).
    """
    for item in placed:
        text = clean(item.node.text)
        said = item.node.kind is Kind.TEXT and bool(_DATE_SAID.search(text))
        if item.role is Role.TIMELINE and (said or (item.opens and role_of(text) is Role.TIMELINE)):
            day = next((day for day in days_in(text) if day.year), None)
            if day is not None:
                return day, said
    return None, False


def _day(nodes: Sequence[Node], fields: dict[str, str], name: str, first_event: Day | None) -> Day | None:
    """The day of the incident: of the title, a field, the first entry, the file's name, the text, the front matter."""
    candidates: list[Day] = []
    candidates.extend(days_in(fields.get("title", "")))
    heading = next((node for node in nodes if node.kind is Kind.HEADING), None)
    candidates.extend(days_in(clean(heading.text)) if heading else ())
    for node in nodes:
        for line in node.text.split("\n"):
            if found := _DATE_FIELD.match(clean(line)):
                candidates.extend(days_in(found[1]))
    candidates.extend([first_event] if first_event else ())
    candidates.extend(days_in(_COMPACT.sub(r"\1-\2-\3 ", name)))
    for node in nodes:
        candidates.extend(days_in(clean(node.text)))
    candidates.extend(days_in(fields.get("date", "")))
    return next((day for day in candidates if day.year), None)


def _severity(nodes: Sequence[Node]) -> str:
    for pattern in _SEVERITY:
        for node in nodes[:60]:
            if found := pattern.search(clean(node.text)):
                return found[1].strip()
    return ""


def _statements(placed: Sequence[Placed], role: Role) -> Iterator[str]:
    """Items of the sections of a role; their paragraphs where they have no items."""
    mine = [item for item in placed if item.role is role and not item.opens]
    items = [item for item in mine if item.node.kind is Kind.ITEM and item.node.level <= 0]
    chosen = items or [item for item in mine if item.node.kind in {Kind.TEXT, Kind.ITEM}]
    for item in chosen:
        text = clean(item.node.text)
        if len(text) > 3:
            yield text
