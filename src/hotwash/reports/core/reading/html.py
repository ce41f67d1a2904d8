"""HTML (a whole page or a part of one) to nodes, with the parser of the standard library: it never fails."""

from html.parser import HTMLParser

from hotwash.reports.core.reading.nodes import Kind, Node

_SKIP = frozenset({"script", "style", "template", "nav", "noscript", "svg", "title"})
_BREAK = frozenset(
    {
        "p",
        "div",
        "section",
        "article",
        "blockquote",
        "dd",
        "dt",
        "figure",
        "figcaption",
        "main",
        "header",
        "footer",
        "tr",
    }
)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.nodes: list[Node] = []
        self.kind, self.level, self.line = Kind.TEXT, -1, 1
        self.lists, self.skipping = 0, 0
        self.words: list[str] = []
        self.cells: list[str] = []
        self.in_row = self.head = False
        self.link = ""

    def flush(self) -> None:
        text = "".join(self.words).strip()
        self.words = []
        if text and not self.in_row:
            self.nodes.append(Node(self.kind, text, self.line, self.level))
            self.kind, self.level = Kind.TEXT, self.lists or -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIP:
            self.skipping += 1
        if self.skipping:
            return
        if tag in {"ul", "ol", "dl"}:
            self.flush()
            self.lists += 1
        elif tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self._begin(Kind.HEADING, int(tag[1]))
        elif tag == "li":
            self._begin(Kind.ITEM, max(0, self.lists - 1))
        elif tag in {"tr", "td", "th"}:
            self._open_cell(tag)
        elif tag == "br":
            self.words.append("\n")
        elif tag == "a":
            self.link = dict(attrs).get("href") or ""
            self.words.append("[" if self.link else "")
        elif tag in _BREAK and not (self.kind is Kind.ITEM and not "".join(self.words).strip()):
            self._begin(Kind.TEXT, self.lists or -1)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIP:
            self.skipping = max(0, self.skipping - 1)
        if self.skipping:
            return
        if tag in {"ul", "ol", "dl"}:
            self.flush()
            self.lists = max(0, self.lists - 1)
        elif tag in {"td", "th"}:
            self.cells.append(" ".join("".join(self.words).split()))
            self.words = []
        elif tag == "tr":
            self._end_row()
        elif tag == "a" and self.link:
            self.words.append(f"]({self.link})")
            self.link = ""
        elif tag in _BREAK or tag == "li" or (len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()):
            self.flush()

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.words.append(data if self.words else data.lstrip())

    def _begin(self, kind: Kind, level: int) -> None:
        if self.in_row:
            self.words.append(" ")
            return
        self.flush()
        self.kind, self.level, self.line = kind, level, self.getpos()[0]

    def _open_cell(self, tag: str) -> None:
        if tag == "tr":
            self.flush()
            self.in_row, self.head, self.cells, self.line = True, True, [], self.getpos()[0]
        else:
            self.words, self.head = [], self.head and tag == "th"

    def _end_row(self) -> None:
        if any(self.cells):
            kind = Kind.HEAD if self.head else Kind.ROW
            self.nodes.append(Node(kind, " | ".join(self.cells), self.line, -1, tuple(self.cells)))
        self.in_row, self.cells, self.words = False, [], []


def nodes_of_html(text: str) -> list[Node]:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.flush()
    return reader.nodes
