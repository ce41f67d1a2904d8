"""The archive: everything that was published or imported, and every incident, found by words and by filters.

However many rows there are, a question looks at the newest ``CANDIDATES`` matches and ranks those.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import Exists, F, OuterRef, QuerySet

from hotwash.analysis.models import Factor
from hotwash.directory.models import Service
from hotwash.kernel.core.actor import Actor, Role
from hotwash.kernel.models import SearchDocument
from hotwash.kernel.search import MARK_END, MARK_START
from hotwash.process.queries import current_document
from hotwash.respond.models import Incident
from hotwash.respond.queries import visible_incidents

KINDS = {"report": "Reports", "archived": "Imported", "incident": "Incidents"}
CANDIDATES = 1000
DEEPEST = 20_000  # rows that are skipped at most; a year finds what lies deeper
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
    """``total`` counts the matches, up to ``CANDIDATES`` and, without words, up to this page; then it is ``capped``.
    ``more`` says whether there is another page.
    """

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
    matching = _matching(actor, wanted).order_by(F("at").desc(), F("id").desc())
    start = min(max(page - 1, 0) * size, DEEPEST)
    if wanted.words.strip():
        return _ranked(matching, wanted.words, start, size)
    rows = list(matching.defer("vector")[start : start + size + 1])
    matches = [_match(row, row.body[:220]) for row in rows[:size]]
    total = start + len(matches) if matches else matching[:start].count()
    return Found(matches, total, more=len(rows) > size, capped=len(rows) > size)


def _ranked(matching: QuerySet[SearchDocument], words: str, start: int, size: int) -> Found:
    ids = list(matching.values_list("pk", flat=True)[: CANDIDATES + 1])
    total = min(len(ids), CANDIDATES)
    query = _query(words)
    rows = SearchDocument.objects.filter(pk__in=ids[:CANDIDATES]).defer("vector")
    best = rows.annotate(rank=SearchRank(F("vector"), query)).order_by("-rank", "-at", "-pk")[start : start + size]
    matches = [_match(row, str(row.__dict__["snippet"])) for row in best.annotate(snippet=_headline(query))]
    return Found(matches, total, more=start + size < total, capped=len(ids) > CANDIDATES)


def _matching(actor: Actor, wanted: ArchiveFilter) -> QuerySet[SearchDocument]:
    rows = SearchDocument.objects.filter(kind__in=[wanted.kind] if wanted.kind in KINDS else list(KINDS))
    if wanted.year:
        begin = datetime(min(max(wanted.year, 1), 9998), 1, 1, tzinfo=UTC)
        rows = rows.filter(at__gte=begin, at__lt=begin.replace(year=begin.year + 1))
    rows = _about(rows, wanted) if wanted.about_incidents else rows
    if actor.role is not Role.ADMIN:
        private = Incident.objects.filter(private=True)
        hidden = private.exclude(pk__in=visible_incidents(actor).filter(private=True).values("pk"))
        rows = rows.exclude(incident_id__in=hidden.values("pk"))
    return rows.filter(vector=_query(wanted.words)) if wanted.words.strip() else rows


def _about(rows: QuerySet[SearchDocument], wanted: ArchiveFilter) -> QuerySet[SearchDocument]:
    incidents = Incident.objects.filter(pk=OuterRef("incident_id"))
    if wanted.severity:
        incidents = incidents.filter(severity=wanted.severity)
    if wanted.service:
        incidents = incidents.filter(services__slug=wanted.service)
    if wanted.category:
        factors = Factor.objects.filter(incident=OuterRef("pk"), category=wanted.category, deleted_at=None)
        incidents = incidents.filter(Exists(factors))
    return rows.filter(Exists(incidents))


def _query(words: str) -> SearchQuery:
    return SearchQuery(words, search_type="websearch", config="english")


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


def _match(row: SearchDocument, text: str) -> Match:
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
