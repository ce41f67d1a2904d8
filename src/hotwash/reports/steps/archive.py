"""The archive takes in post-mortems that were written elsewhere."""

import hashlib
from datetime import UTC, date, datetime, time

from hotwash.kernel import search
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.steps import require, step
from hotwash.reports.core.reading.document import Reading, read_document
from hotwash.reports.core.reading.docx import NotReadable
from hotwash.reports.core.reading.objects import as_object
from hotwash.reports.events import DocumentImported, DocumentRemoved
from hotwash.reports.models import MAX_TITLE, ArchivedDocument

MAX_SIZE = 20_000_000  # bytes


def import_document(*, actor: Actor, name: str, content: bytes, now: datetime) -> ArchivedDocument | Refusal:
    """Add a document (Markdown, HTML, DOCX, wiki or plain text). The same bytes again give the same row."""
    require(actor, Permission.EDIT)
    if len(content) > MAX_SIZE:
        return refuse("too_large", f"A document has at most {MAX_SIZE // 1_000_000} MB.", "file")
    if not content.strip():
        return refuse("empty", "The file is empty.", "file")
    try:
        reading = read_document(content, name)
    except NotReadable as error:
        return refuse("unreadable", str(error), "file")
    sha256 = hashlib.sha256(content).hexdigest()
    with step(actor=actor, permission=Permission.EDIT) as record:
        row, made = ArchivedDocument.objects.get_or_create(sha256=sha256, defaults=_columns(actor, name, reading, now))
        if made:
            _index(row, now)
            record(DocumentImported(document=row.pk, title=row.title))
    return row


def remove_document(*, actor: Actor, document: ArchivedDocument) -> None:
    with step(actor=actor, permission=Permission.MANAGE) as record:
        search.remove("archived", document.pk)
        record(DocumentRemoved(title=document.title))
        document.delete()


def _columns(actor: Actor, name: str, reading: Reading, now: datetime) -> dict[str, object]:
    return {
        "name": _stored(name)[-MAX_TITLE:],
        "title": _stored(reading.title or name)[:MAX_TITLE] or "Without a title",
        "day": _day(reading.date),
        "severity": _stored(reading.severity)[:60],
        "zone": _stored(reading.zone)[:60],
        "text": _stored(reading.text),
        "reading": as_object(_stored(name), reading),
        "imported_by_id": actor.person_id,
        "imported_at": now,
    }


def _stored(text: str) -> str:
    """Without what PostgreSQL cannot hold."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _index(row: ArchivedDocument, now: datetime) -> None:
    at = datetime.combine(row.day, time(12), UTC) if row.day else now
    url = f"/archive/documents/{row.pk}/"
    search.index(
        search.Entry(kind="archived", object_id=row.pk, title=row.title, body=row.text[:500_000], url=url, at=at)
    )
