"""A captured command on its way in: begun, its lines as they come, and its end, which makes it a file of evidence."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from hotwash.evidence.core.bounds import plain
from hotwash.evidence.core.capturing import End, Head, Row, file_lines, file_name, fresh
from hotwash.evidence.core.scrub import Scrubber, scrub_text
from hotwash.evidence.events import CaptureBegan, CaptureEnded
from hotwash.evidence.models import Capture, CapturePart
from hotwash.evidence.steps.files import Upload, add_evidence, store
from hotwash.evidence.steps.masking import aliases_of
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.steps import step
from hotwash.respond.models import Incident

LONGEST_KEY = 64


def begin_capture(*, actor: Actor, incident: Incident, head: Head, now: datetime) -> Capture | Refusal:
    """A run is known by its key: beginning it again finds it, with how many lines are here."""
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        if not 8 <= len(head.key) <= LONGEST_KEY or not head.key.isascii():
            return refuse("key", "The key of a capture has 8 to 64 letters.", "key")
        known = Capture.objects.filter(incident=incident, key=head.key).first()
        if known is not None:
            return known
        row = Capture.objects.create(
            incident=incident,
            key=head.key,
            command=scrub_text(plain(head.command)),
            host=plain(head.host)[:255],
            cwd=scrub_text(plain(head.cwd)),
            began=head.at[:40],
            began_at=now,
            last_at=now,
            started_by_id=actor.person_id,
        )
        record(CaptureBegan(incident_id=incident.pk, capture_id=row.pk, command=row.command[:200], host=row.host))
    return row


def add_captured(
    *, actor: Actor, capture: Capture, first: int, rows: Sequence[Row], now: datetime
) -> Capture | Refusal:
    """Lines from number ``first`` on. Those that are here already are passed over; a gap is refused."""
    with step(actor=actor, permission=Permission.EDIT, scope=capture.incident):
        row = Capture.objects.select_for_update(of=["self"]).select_related("incident", "file").get(pk=capture.pk)
        if row.ended_at is not None:
            return _closed(row)
        new = fresh(row.lines, first, rows)
        if new is None:
            return refuse("gap", f"Lines from {row.lines} on are not here yet. Send them first.", "first")
        if new:
            CapturePart.objects.create(capture=row, first=row.lines, rows=_kept(row, new))
            row.lines += len(new)
        row.last_at = now
        row.save(update_fields=["lines", "last_at"])
    return row


def end_capture(
    *, actor: Actor, capture: Capture, end: End | None, total: int | None, now: datetime
) -> Capture | Refusal:
    """The file is made of what arrived and read like any other. Without an ``end`` somebody closes it as it is."""
    with step(actor=actor, permission=Permission.EDIT, scope=capture.incident) as record:
        row = Capture.objects.select_for_update(of=["self"]).select_related("incident").get(pk=capture.pk)
        if row.ended_at is not None:
            return row
        if total is not None and total > row.lines:
            return refuse("gap", f"Lines from {row.lines} on are not here yet. Send them first.", "total")
        head = Head(row.key, row.command, row.host, row.cwd, row.began)
        stored = store(line.encode("utf-8", "replace") for line in file_lines(head, _rows(row), end))
        file = add_evidence(actor=actor, incident=row.incident, upload=Upload(file_name(head), stored), now=now)
        if isinstance(file, Refusal):
            return file
        row.ended_at, row.file, row.status = now, file, end.status if end else None
        row.save(update_fields=["ended_at", "file", "status"])
        row.parts.all().delete()
        how = f"exit status {end.status}" if end else "without telling how"
        record(
            CaptureEnded(
                incident_id=row.incident_id, capture_id=row.pk, command=row.command[:200], how=how, lines=row.lines
            )
        )
    return row


def _kept(capture: Capture, rows: Sequence[Row]) -> list[list[str]]:
    """Time, text, and the text as it is shown where addresses are masked."""
    texts = Scrubber().scrub_lines([_clean(row.text) for row in rows])
    shown = aliases_of(capture.incident).mask(texts)
    times = [_clean(row.at)[:40] for row in rows]
    return [
        [at, text] if text == seen else [at, text, seen] for at, text, seen in zip(times, texts, shown, strict=True)
    ]


def _clean(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode().rstrip("\r\n")


def _rows(capture: Capture) -> Iterator[Row]:
    for part in capture.parts.order_by("first").iterator(chunk_size=20):
        yield from (Row(row[0], row[1]) for row in part.rows)


def _closed(row: Capture) -> Refusal:
    name = f" as {row.file.reference}" if row.file else ""
    return refuse("closed", f"This capture was closed{name}. Add the file of the capture as evidence instead.", "first")
