"""The actions of a document: what is to be done, by whom, until when, tracked where, and how far it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from hotwash.reports.core.reading.nodes import Kind, Node, clean, links, without_links
from hotwash.reports.core.reading.sections import Placed, Role
from hotwash.reports.core.reading.times import day_of

_COLUMNS = {
    "text": r"actions?|action items?|items?|tasks?|what|description|title|todo|to do|remediation|improvement"
    r"|recommendation|summary|name",
    "owner": r"owners?|who|assignees?|assigned to|responsible|dri|lead|person|team|poc",
    "due": r"due( date)?|deadline|eta|target( date)?|when|by when|date|timeline",
    "ticket": r"tickets?|issues?|jira|bugs?|links?|tracking.*|tracker|reference|id|pr|url",
    "status": r"status|state|progress|done\??|completed\??",
}
_URL = re.compile(
    r"https?://[^\s)>\]]*?(?:/(?:issues|pull|pulls|merge_requests|browse|tickets?|bugs?|work_items)/[\w#./-]+"
    r"|/T\d+|show_bug\.cgi\?id=\d+)"
)
_KEY = re.compile(
    r"(?<![\w/-])(?:phab:\s?T\d+|T\d{4,7}|(?!UTC|GMT|SEV|SHA|UTF|ISO|HTTP|RFC|CVE|P\d)[A-Z][A-Z0-9]{1,9}-\d+"
    r"|(?:bug(?:zilla)?|rt|issue|ticket)[:\s]\s?#?\d{2,7}|(?:[\w.-]+/[\w.-]+)?#\d+)\b",
    re.IGNORECASE,
)
_OWNER_WORD = r"\b(?:owners?|assignees?|assigned to|responsible|dri|action owner)\s*[:=]"
_OWNER = re.compile(
    rf"[\[(]?{_OWNER_WORD}\s*([^\])\n;|]+?)\s*(?:[\])]|$|;|\||(?=,?\s+(?:due|eta|deadline|status|ticket)\b))",
    re.IGNORECASE,
)
_ASIDE = re.compile(rf"\s*[\[(][^\])]*{_OWNER_WORD}[^\])]*[\])]", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w/.])@([A-Za-z0-9][\w.-]*[A-Za-z0-9])(?!/)")
_NAME = r"(?:R\d+|[A-Z]{2,3}|[A-Z][a-z]+)"
_TO_DO = re.compile(
    rf"^({_NAME}(?:\s*(?:/|,|&|and|\+)\s*{_NAME})*)(?:\s+(?:to|will)\s+(?=[a-z])|\s*[:–—-]\s+(?=[A-Z][a-z]+ ))"
)
_NO_NAMES = frozenset(
    [
        "need",
        "needs",
        "want",
        "have",
        "try",
        "ways",
        "due",
        "how",
        "plan",
        "continue",
        "able",
        "add",
        "make",
        "use",
        "move",
        "ask",
        "talk",
        "look",
        "update",
        "work",
        "investigate",
        "check",
        "figure",
        "todo",
        "done",
        "note",
        "action",
        "actions",
        "improve",
        "consider",
        "decide",
        "api",
        "dns",
        "cpu",
        "ram",
        "ssl",
        "tls",
        "db",
        "ui",
        "tbd",
        "way",
        "access",
        "fix",
        "ensure",
        "create",
        "review",
    ]
)
_DUE = re.compile(r"\b(?:due|eta|deadline|target|by)\b(?:\s+(?:date|on|by))?\s*[:=]?\s*([^);|]{4,30})", re.IGNORECASE)
_STATUS_WORD = (
    r"done|complete[d]?|closed|resolved|fixed|shipped|merged|in progress|ongoing|on-going|started|open|todo|to do"
    r"|pending|not started|declined|won'?t (?:do|fix)|cancell?ed|blocked|deferred"
)
_STATUS = re.compile(
    rf"^\s*(?:\[(?P<box>[ xX])\]\s*|status\s*[:=]\s*(?P<field>{_STATUS_WORD})\b[\s\-–:,.]*"
    rf"|[\[(]?(?P<lead>{_STATUS_WORD})[\])]?\s*[:–—-]\s+|[✅✔☑](?P<tick>)\s*)",
    re.IGNORECASE,
)
_STATUS_END = re.compile(
    rf"\s*[\[(]\s*(?:status\s*[:=]\s*)?(?P<end>{_STATUS_WORD})\b[^\])]*[\])]\s*\.?$"
    rf"|\s*\bstatus\s*[:=]\s*(?P<said>{_STATUS_WORD})\b.*$",
    re.IGNORECASE,
)
_MARK = re.compile(r"^\s*(?:TODO|ACTION(?: ITEM)?|AI)\b\s*[:–-]\s*(?=\S)")
_PHAB = re.compile(r"\((?:phab:\s?|bug\s)?T?\d{4,7}[^)]*\)\s*\.?$|\bphab:\s?T\d+|^Status:\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadAction:
    """``due`` is an ISO date, or the words that stand there; ``status`` as the document calls it, in lower case."""

    text: str
    line: int
    owners: tuple[str, ...] = ()
    due: str = ""
    ticket: str = ""
    status: str = ""


@dataclass
class _Draft:
    text: str
    line: int
    owners: list[str] = field(default_factory=list)
    due: str = ""
    ticket: str = ""
    status: str = ""


def read_actions(placed: Sequence[Placed]) -> list[ReadAction]:
    found = list(_in_sections(placed))
    if not found:
        found = [
            _of_text(item.node, item.title)
            for item in placed
            if item.node.kind is Kind.ITEM and _PHAB.search(item.node.text)
        ]
    found.extend(_marked(placed))
    return [_finished(draft) for draft in found if len(draft.text) > 3]


def _in_sections(placed: Sequence[Placed]) -> Iterator[_Draft]:
    columns: tuple[str, ...] = ()
    last: _Draft | None = None
    depth = 0
    for item in placed:
        node = item.node
        columns = node.cells if node.kind is Kind.HEAD else columns
        if item.role is not Role.ACTIONS or item.opens:
            last = None
            continue
        if node.kind is Kind.ROW:
            yield from _of_row(node, columns)
        elif node.kind is Kind.ITEM and last is not None and node.level > depth:
            _add_detail(last, node.text)
        elif node.kind is Kind.ITEM:
            last, depth = _of_text(node, item.title), node.level
            yield last


def _marked(placed: Sequence[Placed]) -> Iterator[_Draft]:
    """Lines outside the action sections that call themselves an action."""
    for item in placed:
        text = clean(item.node.text)
        if item.role is not Role.ACTIONS and item.node.kind in {Kind.ITEM, Kind.TEXT} and (mark := _MARK.match(text)):
            yield _of_text(Node(item.node.kind, text[mark.end() :], item.node.line), "")


def _add_detail(action: _Draft, text: str) -> None:
    """What is nested under an action: its owner, date, ticket or state when it says so."""
    bare = clean(text)
    action.owners.extend(_owners(bare)[0] if _OWNER.search(bare) else ())
    action.ticket = action.ticket or ticket_in(bare)
    if re.match(r"(?:due|eta|deadline)\b", bare, re.IGNORECASE):
        action.due = action.due or _due(bare)
    if found := re.match(rf"status\s*[:=]\s*({_STATUS_WORD})", bare, re.IGNORECASE):
        action.status = action.status or found[1].lower()


def _of_text(node: Node, title: str) -> _Draft:
    struck = node.text.strip().startswith("~~")
    text, status = _status(clean(node.text))
    owners, text = _owners(text)
    whole = re.search(rf"\b({_STATUS_WORD})\b", title, re.IGNORECASE) if "(" in title else None
    status = status or ("done" if struck else "") or (whole[1].lower() if whole else "")
    return _Draft(text, node.line, owners, _due(clean(node.text)), ticket_in(clean(node.text)), status)


def _of_row(node: Node, columns: Sequence[str]) -> Iterator[_Draft]:
    cells = [clean(cell) for cell in node.cells]
    at: dict[str, int] = {}
    for index, name in enumerate(columns[: len(cells)]):
        for key, pattern in _COLUMNS.items():
            if key not in at and re.fullmatch(pattern, clean(name).strip(" *:").lower()):
                at[key] = index
                break
    others = [index for index in range(len(cells)) if index not in at.values()]
    text_at = at.get("text", others[0] if others else 0)

    def cell(key: str) -> str:
        return cells[at[key]] if key in at else ""

    if not cells or not cells[text_at]:
        return
    text, status = _status(cells[text_at])
    names = [without_links(name).strip(" @") for name in re.split(r",|/|&|;|\band\b|<br ?/?>", cell("owner"))]
    owners = [name for name in names if name and name.lower() not in {"-", "tbd", "none", "n/a", "?", "nobody"}]
    ticket = (
        ticket_in(cell("ticket"))
        or (without_links(cell("ticket")) if cell("ticket") not in {"-", "n/a"} else "")
        or ticket_in(text)
    )
    yield _Draft(
        text, node.line, owners, _due_value(cell("due")), ticket, status or without_links(cell("status")).lower()
    )


def _status(text: str) -> tuple[str, str]:
    """The text without its mark of progress, and that mark."""
    if found := _STATUS.match(text):
        status = (
            "done"
            if found["tick"] is not None or (found["box"] or "").strip()
            else (found["field"] or found["lead"] or "open")
        )
        return text[found.end() :].strip(), status.lower()
    if found := _STATUS_END.search(text):
        return text[: found.start()].strip(), (found["end"] or found["said"]).lower()
    return text, ""


def _owners(text: str) -> tuple[list[str], str]:
    if found := _OWNER.search(text):
        rest = (
            _ASIDE.sub("", text) if _ASIDE.search(text) else text[: found.start()] + " " + text[found.end() :]
        ).strip(" -–,;")
        return [name.strip(" @") for name in re.split(r",|/|&|\band\b", found[1]) if name.strip(" @")], " ".join(
            rest.split()
        )
    handles = _HANDLE.findall(without_links(text))
    if handles:
        return list(dict.fromkeys(handles)), text
    if found := _TO_DO.match(text):
        names = [name for name in re.split(r"\s*(?:/|,|&|\band\b|\+)\s*", found[1]) if name]
        if not any(name.lower() in _NO_NAMES for name in names):
            return names, text
    return [], text


def ticket_in(text: str) -> str:
    """The first address of a ticket or pull request, else the first key of one."""
    for _, address in links(text):
        if _URL.match(address):
            return address
    if found := _URL.search(text):
        return found[0].rstrip(".,")
    found = _KEY.search(without_links(text))
    return found[0] if found else ""


def _due(text: str) -> str:
    found = _DUE.search(text)
    day = day_of(found[1]) if found else None
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}" if day and day.year else ""


def _due_value(text: str) -> str:
    day = day_of(text)
    return (
        f"{day.year:04d}-{day.month:02d}-{day.day:02d}"
        if day and day.year
        else ("" if text in {"-", "n/a", "TBD"} else text)
    )


def _finished(draft: _Draft) -> ReadAction:
    return ReadAction(draft.text, draft.line, tuple(dict.fromkeys(draft.owners)), draft.due, draft.ticket, draft.status)
