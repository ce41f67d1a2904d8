"""Full-text search on PostgreSQL: documents go in with an index of their title and body, hits come out with a
snippet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import F, Q, QuerySet

from hotwash.kernel.models import SearchDocument

MARK_START, MARK_END = "\x02", "\x03"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be found. ``url`` is its page; ``incident_id`` decides who may see it (None: everybody who
    signed in).
    """

    kind: str
    object_id: int
    title: str
    body: str
    url: str
    at: datetime
    incident_id: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """``snippet`` holds the matched words between MARK_START and MARK_END; all of it is plain text, not HTML."""

    kind: str
    object_id: int
    incident_id: int | None
    title: str
    url: str
    at: datetime
    snippet: str
    rank: float


def index(entry: Entry) -> None:
    """Put a thing into the index, or renew it."""
    SearchDocument.objects.update_or_create(
        kind=entry.kind,
        object_id=entry.object_id,
        defaults={
            "incident_id": entry.incident_id,
            "title": entry.title,
            "body": entry.body,
            "url": entry.url,
            "at": entry.at,
        },
    )


def remove(kind: str, object_id: int) -> None:
    SearchDocument.objects.filter(kind=kind, object_id=object_id).delete()


def search(
    text: str, *, visible: QuerySet[Any, Any], kinds: Sequence[str] = (), offset: int = 0, limit: int = 25
) -> tuple[list[Hit], int]:
    """Hits, best first, and how many there are in all.

    ``text`` as people type it into a search engine (words, "a phrase", -not, or). ``visible`` is a query set of the ids
    of incidents that the actor may see.
    """
    query = SearchQuery(text, search_type="websearch", config="english")
    found = SearchDocument.objects.filter(vector=query).filter(Q(incident_id=None) | Q(incident_id__in=visible))
    if kinds:
        found = found.filter(kind__in=kinds)
    ranked = found.annotate(rank=SearchRank(F("vector"), query)).order_by("-rank", "-at", "-pk")
    page = ranked[offset : offset + limit].annotate(
        snippet=SearchHeadline(
            "body",
            query,
            config="english",
            start_sel=MARK_START,
            stop_sel=MARK_END,
            max_fragments=2,
            max_words=30,
            min_words=12,
        )
    )
    return [_hit(row) for row in page], found.count()


def _hit(row: SearchDocument) -> Hit:
    annotated = row.__dict__
    return Hit(
        kind=row.kind,
        object_id=row.object_id,
        incident_id=row.incident_id,
        title=row.title,
        url=row.url,
        at=row.at,
        snippet=str(annotated["snippet"]),
        rank=float(annotated["rank"]),
    )
