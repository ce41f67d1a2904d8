"""The evidence of an incident as a bundle, given out while it is made."""

from collections.abc import Iterator
from datetime import UTC, datetime

from hotwash import __version__
from hotwash.evidence.core.bagging import Part, text_part, zipped
from hotwash.evidence.core.custody import Contents, Made, info_rows, path_in_bundle, readme
from hotwash.evidence.core.tables import as_json, csv_lines, json_lines
from hotwash.evidence.models import EvidenceFile, KeyTime
from hotwash.evidence.queries.bundle_collections import collection_parts
from hotwash.evidence.queries.bundle_impact import impact_parts
from hotwash.evidence.queries.export import COLUMNS, rows_of
from hotwash.kernel import storage
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.log_lines import to_json
from hotwash.kernel.eventlog import line_of
from hotwash.kernel.models import Blob, Event
from hotwash.respond.models import Incident

_CHUNK = 1 << 18
_TOLD = (
    "reference", "name", "archive", "sha256", "size", "status", "format", "encoding", "records", "explained",
    "earliest", "latest", "zone", "zone_basis", "year_basis", "clock_offset_ms", "masked", "problems", "note",
    "origin", "added_at", "removed_at",
)  # fmt: skip


def bundle_of(incident: Incident, contents: Contents, *, actor: Actor, now: datetime) -> Iterator[bytes]:
    """A zip; memory does not grow with it. What was removed is told of in files.jsonl, but not put in."""
    last = Event.objects.filter(incident_id=incident.pk).order_by("-number").first()
    made = Made(f"Hotwash {__version__}", actor.name, now.astimezone(UTC), last.hash if last else "")
    info = info_rows(incident.reference, incident.title, contents, made)
    yield from zipped(f"{incident.reference}-evidence", _parts(incident, contents, last), info, now.astimezone(UTC))


def _parts(incident: Incident, contents: Contents, last: Event | None) -> Iterator[Part]:
    yield text_part("README.txt", [readme(incident.reference, incident.title, contents)])
    yield text_part("incident.json", [as_json(_told(incident), indent=2), "\n"])
    files = list(EvidenceFile.objects.filter(incident=incident).select_related("added_by").order_by("number"))
    yield text_part("files.jsonl", json_lines(_file_row(file) for file in files))
    for file in (file for file in files if file.removed_at is None):
        yield from _file_parts(file, contents)
    yield text_part("timeline.jsonl", json_lines(rows_of(incident)))
    yield text_part("timeline.csv", csv_lines(rows_of(incident), COLUMNS))
    marks = KeyTime.objects.filter(incident=incident).values("name", "at", "precision")
    yield text_part("key-times.jsonl", json_lines(marks))
    yield from impact_parts(incident)
    yield from collection_parts(incident)
    if last:
        events = Event.objects.filter(chain=last.chain, number__lte=last.number).order_by("number")
        yield text_part("events.jsonl", (to_json(line_of(row), row.hash) + "\n" for row in events.iterator()))


def _file_parts(file: EvidenceFile, contents: Contents) -> Iterator[Part]:
    if contents.originals:
        path = path_in_bundle("originals", file.reference, file.name)
        yield _stored(path, file.sha256, file.size)
    if file.scrubbed:
        yield _stored(path_in_bundle("masked", file.reference, f"{file.name}.txt"), file.scrubbed)
    if file.book:
        yield _stored(f"records/{file.reference}.parquet", file.book)


def _stored(name: str, sha256: str, size: int = 0) -> Part:
    """A stored file; one that is lost is listed all the same, so that it is missed."""
    known = size or Blob.objects.filter(pk=sha256).values_list("size", flat=True).first() or 0
    there = storage.path_of(sha256).exists()
    return Part(name, _chunks(sha256) if there else None, known, sha256)


def _chunks(sha256: str) -> Iterator[bytes]:
    with storage.open_blob(sha256) as stream:
        while part := stream.read(_CHUNK):
            yield part


def _told(incident: Incident) -> dict[str, object]:
    moments = (
        "started_at",
        "detected_at",
        "declared_at",
        "acknowledged_at",
        "mitigated_at",
        "resolved_at",
        "closed_at",
    )
    named = ("reference", "title", "summary", "severity", "state", "private", *moments)
    return {name: getattr(incident, name) for name in named} | {
        "services": [service.name for service in incident.services.all()]
    }


def _file_row(file: EvidenceFile) -> dict[str, object]:
    return {name: getattr(file, name) for name in _TOLD} | {"added_by": file.added_by.name if file.added_by else None}
