"""The timeline as rows for files and tools."""

from collections.abc import Iterator

from hotwash.evidence.models import Entry, KeyTime
from hotwash.respond.models import Incident

COLUMNS = [
    "reference", "time", "until", "precision", "zone_basis", "lane", "kind", "level", "text", "detail", "key_time",
    "file", "sha256", "line",
]  # fmt: skip


def rows_of(incident: Incident) -> Iterator[dict[str, object]]:
    """Every entry in time order, with its proof."""
    names: dict[int, str] = {}
    for mark in KeyTime.objects.filter(incident=incident, entry__isnull=False).select_related("entry"):
        if mark.entry is not None:
            pk = mark.entry.standing_id
            names[pk] = ", ".join(filter(None, [names.get(pk), mark.name]))
    rows = Entry.objects.filter(incident=incident, deleted_at=None).select_related("file").order_by("at", "pk")
    for row in rows.iterator(chunk_size=1000):
        yield {
            "reference": row.reference,
            "time": row.at.isoformat(),
            "until": row.until.isoformat() if row.until else None,
            "precision": row.precision,
            "zone_basis": row.zone_basis,
            "lane": row.lane,
            "kind": row.kind,
            "level": row.level or None,
            "text": row.text,
            "detail": row.detail or None,
            "key_time": names.get(row.pk),
            "file": f"{row.file.reference} {row.file.name}" if row.file else None,
            "sha256": row.file.sha256 if row.file else None,
            "line": row.line,
        }
