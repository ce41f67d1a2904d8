"""The archive: everything that was published or imported, and every incident, found by words and by filters.

However many rows there are, a question looks at the newest ``CANDIDATES`` matches and ranks those.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from hotwash.analysis.models import Factor
from hotwash.directory.models import Service
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.models import SearchDocument
from hotwash.kernel.search import MARK_END, MARK_START
from hotwash.process.queries import current_document
from hotwash.respond.queries import visible_incidents

KINDS = {"report": "Reports", "archived": "Imported", "incident": "Incidents"}
CANDIDATES = 2000
PAGE = 25


@dataclass(frozen=True, slots=True)
class ArchiveFilter:
    """Empty or 0 means: any. ``year`` is that of the incident."""

    words: str = ""
    kind: str = ""
    service: str = ""
    severity: str = ""
    category: str = ""
    year: int = 0

    @property
    def about_incidents(self) -> bool:
        return bool(self.service or self.severity or self.category)


@dataclass(frozen=True, slots=True)
class Match:
    """``snippet``: pieces of plain text, each with whether it is one of the words that were looked for."""

    kind: str
    incident_id: int | None
    title: str
    url: str
    at: datetime
    snippet: Sequence[tuple[str, bool]]

    @property
    def reference(self) -> str:
        return f"INC-{self.incident_id}" if self.incident_id else ""

    @property
    def kind_name(self) -> str:
        return {"report": "Report", "archived": "Imported", "incident": "Incident"}.get(self.kind, self.kind)


@dataclass(frozen=True, slots=True)
class Found:
    """``total`` stops counting at ``CANDIDATES``; ``more`` says whether there is another page."""

    matches: Sequence[Match]
    total: int
    more: bool
    capped: bool


@dataclass(frozen=True, slots=True)
class ArchiveChoices:
    severities: Sequence[tuple[str, str]]
    services: Sequence[tuple[str, str]]
    categories: Sequence[tuple[str, str]]
    years: Sequence[int]


def archive_choices() -> ArchiveChoices:
    process = current_document()
    ends = [SearchDocument.objects.order_by(order, order_id).values_list("at", flat=True).first()
            for order, order_id in (("at", "id"), ("-at", "-id"))]  # fmt: skip
    years = range(ends[1].year, ends[0].year - 1, -1) if ends[0] and ends[1] else ()
    return ArchiveChoices(
        severities=[(found.key, found.name) for found in process.severities],
        services=list(Service.objects.order_by("name").values_list("slug", "name")),
        categories=[(found.key, found.name) for found in process.categories],
        years=list(years)[:40],
    )


def search_archive(actor: Actor, wanted: ArchiveFilter, *, page: int = 1, size: int = PAGE) -> Found:
    """A page of what the actor may see; the best match first, or the newest where no words are given."""
    matching = _matching(actor, wanted)
    newest = matching.order_by(F("at").desc(), F("id").desc()).values("pk")[: CANDIDATES + 1]
    ids = list(newest.values_list("pk", flat=True))
    total, capped = min(len(ids), CANDIDATES), len(ids) > CANDIDATES
    start = max(page - 1, 0) * size
    rows = _page(ids[:CANDIDATES], wanted.words, start, size)
    matches = [_match(row, wanted.words) for row in rows]
    return Found(matches, total, more=start + size < total, capped=capped)


def _matching(actor: Actor, wanted: ArchiveFilter) -> QuerySet[SearchDocument]:
    rows = SearchDocument.objects.filter(kind__in=[wanted.kind] if wanted.kind in KINDS else list(KINDS))
    if wanted.year:
        begin = datetime(min(max(wanted.year, 1), 9998), 1, 1, tzinfo=UTC)
        rows = rows.filter(at__gte=begin, at__lt=begin.replace(year=begin.year + 1))
    visible = visible_incidents(actor)
    if wanted.severity:
        visible = visible.filter(severity=wanted.severity)
    if wanted.service:
        visible = visible.filter(services__slug=wanted.service)
    if wanted.category:
        factors = Factor.objects.filter(incident=OuterRef("pk"), category=wanted.category, deleted_at=None)
        visible = visible.filter(Exists(factors))
    allowed = Q(Exists(visible.filter(pk=OuterRef("incident_id"))))
    rows = rows.filter(allowed if wanted.about_incidents else Q(incident_id=None) | allowed)
    return rows.filter(vector=_query(wanted.words)) if wanted.words.strip() else rows


def _query(words: str) -> SearchQuery:
    return SearchQuery(words, search_type="websearch", config="english")


def _page(ids: Sequence[int], words: str, start: int, size: int) -> Sequence[SearchDocument]:
    rows = SearchDocument.objects.filter(pk__in=ids).defer("vector")
    if not words.strip():
        return list(rows.filter(pk__in=ids[start : start + size]).order_by("-at", "-pk"))
    query = _query(words)
    ranked = rows.annotate(rank=SearchRank(F("vector"), query)).order_by("-rank", "-at", "-pk")[start : start + size]
    return list(ranked.annotate(snippet=_headline(query)))


def _headline(query: SearchQuery) -> SearchHeadline:
    return SearchHeadline(
        "body",
        query,
        config="english",
        start_sel=MARK_START,
        stop_sel=MARK_END,
        max_fragments=2,
        max_words=30,
        min_words=12,
    )


def _match(row: SearchDocument, words: str) -> Match:
    text = str(row.__dict__.get("snippet", "")) if words.strip() else row.body[:220]
    return Match(row.kind, row.incident_id, row.title, row.url, row.at, _pieces(text))


def _pieces(text: str) -> list[tuple[str, bool]]:
    """The text cut at the marks of the search."""
    pieces = []
    for index, part in enumerate(text.split(MARK_START)):
        marked, mark, plain = part.partition(MARK_END)
        if index and mark:
            pieces += [(marked, True), (plain, False)]
        else:
            pieces.append((part, False))
    return [piece for piece in pieces if piece[0]]
