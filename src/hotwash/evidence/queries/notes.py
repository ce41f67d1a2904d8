"""What was added to an entry, and to the entries that are part of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from hotwash.evidence.models import Annotation, Attachment, Entry
from hotwash.evidence.queries.files import lines_page
from hotwash.kernel.rows import existing
from hotwash.respond.models import Incident

MOST_LINES = 20
LARGEST = 64_000_000  # bytes of a file whose lines are quoted on the page of an entry


@dataclass(frozen=True, slots=True)
class Attached:
    """``lines`` are quoted, masked, with their numbers; none of a whole file."""

    row: Attachment
    lines: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True, slots=True)
class Notes:
    then: Sequence[Annotation]
    hindsight: Sequence[Annotation]
    attached: Sequence[Attached]


def notes_of(entry: Entry) -> Notes:
    mine = Q(entry=entry) | Q(entry__merged_into=entry)
    rows = list(Annotation.objects.filter(mine, removed_at=None).select_related("by", "entry"))
    files = Attachment.objects.filter(mine, removed_at=None, file__removed_at=None).select_related("file", "entry")
    return Notes(
        then=[row for row in rows if row.kind == Annotation.Kind.THEN],
        hindsight=[row for row in rows if row.kind == Annotation.Kind.HINDSIGHT],
        attached=[Attached(row, _lines(row)) for row in files],
    )


def _lines(row: Attachment) -> Sequence[tuple[int, str]]:
    if not row.line or row.file.size > LARGEST or row.file.format == "picture":
        return ()
    return lines_page(row.file, row.line - 1, min((row.until or row.line) - row.line + 1, MOST_LINES))


def live_attachments() -> "Prefetch[str, QuerySet[Attachment], str]":
    """For a list of entries, in one query."""
    rows = Attachment.objects.filter(removed_at=None, file__removed_at=None).select_related("file")
    return Prefetch("attachments", rows, "attached")


def live_annotations() -> "Prefetch[str, QuerySet[Annotation], str]":
    return Prefetch("annotations", Annotation.objects.filter(removed_at=None), "annotated")


def get_annotation(incident: Incident, pk: int) -> Annotation:
    rows = Annotation.objects.filter(entry__incident=incident, pk=pk).select_related("entry__incident")
    return existing(rows, "That annotation is gone.")


def get_attachment(incident: Incident, pk: int) -> Attachment:
    rows = Attachment.objects.filter(entry__incident=incident, pk=pk).select_related("entry__incident", "file")
    return existing(rows, "That attachment is gone.")
