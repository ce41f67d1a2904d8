"""Files that arrive piece by piece: begun, gone on with after a lost connection, ended, given up, forgotten in time.

A piece is written outside of any transaction, by one writer at a time; what was received of a broken one stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from hotwash.evidence.core.tus import Wish, trouble_of_place
from hotwash.evidence.models import MAX_NAME, EvidenceFile
from hotwash.evidence.models.uploads import BegunUpload
from hotwash.evidence.steps.files import Upload, add_evidence
from hotwash.kernel import pieces
from hotwash.kernel.config import config
from hotwash.kernel.core.actor import SYSTEM, Actor
from hotwash.kernel.core.errors import Busy
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.steps import require, step
from hotwash.respond.models import Incident

MOST_AT_ONCE = 200  # of one person, in one incident: a folder is dropped at once
FORGOTTEN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes that begin at ``offset``; ``size`` is how many were announced."""

    offset: int
    size: int
    chunks: Iterable[bytes]


def begin_upload(*, actor: Actor, incident: Incident, wish: Wish, now: datetime) -> BegunUpload | Refusal:
    with step(actor=actor, permission=Permission.EDIT, scope=incident):
        mine = BegunUpload.objects.filter(incident=incident, by_id=actor.own_id, file=None)
        if mine.count() >= MOST_AT_ONCE:
            return refuse("too_many", f"{MOST_AT_ONCE} of your uploads are not ended. End some of them first.")
        return BegunUpload.objects.create(
            key=uuid4().hex,
            incident=incident,
            by_id=actor.own_id,
            name=wish.name.replace("\x00", "")[-MAX_NAME:] or "evidence",
            length=wish.length,
            sha256=wish.sha256,
            begun_at=now,
            expires_at=_end(now),
        )


def _end(now: datetime) -> datetime:
    return now + timedelta(hours=config().upload_hours)


def add_piece(*, actor: Actor, upload: BegunUpload, piece: Piece, now: datetime) -> int | Refusal:
    """How many bytes are here now. With the last one the file becomes evidence; where that is refused, it is gone.

    A piece that does not go on where the upload ends, or beyond its end, is refused and leaves nothing. ``Busy`` where
    another request is writing.
    """
    require(actor, Permission.EDIT, upload.incident)
    if upload.file_id:
        return refuse("ended", f"{upload.name} is here whole; nothing can follow.")
    with pieces.writing(upload.key) as part:
        here = part.tell()
        trouble = trouble_of_place(here=here, length=upload.length, offset=piece.offset, size=piece.size)
        if trouble is not None:
            return refuse(trouble.code, trouble.message)
        if not pieces.append(part, piece.chunks, upload.length - here):
            return refuse("beyond", "More bytes came than were announced; this piece was not taken.")
        here = part.tell()
        BegunUpload.objects.filter(pk=upload.pk).update(expires_at=_end(now))
        if here < upload.length:
            return here
        ended = _whole(actor, upload, now)
        return ended if isinstance(ended, Refusal) else here


def _whole(actor: Actor, upload: BegunUpload, now: datetime) -> EvidenceFile | Refusal:
    stored = pieces.keep(upload.key)
    if upload.sha256 and stored.sha256 != upload.sha256:
        BegunUpload.objects.filter(pk=upload.pk).delete()
        text = f"{upload.name} arrived with another SHA-256 than announced: it was damaged on its way. Send it again."
        return refuse("checksum", text)
    taken = add_evidence(actor=actor, incident=upload.incident, upload=Upload(upload.name, stored), now=now)
    if isinstance(taken, Refusal):
        BegunUpload.objects.filter(pk=upload.pk).delete()
    else:
        BegunUpload.objects.filter(pk=upload.pk).update(file=taken)
    return taken


def give_up_upload(*, actor: Actor, upload: BegunUpload) -> None:
    """What has come of it is deleted. ``Busy`` while a piece of it is being written."""
    with step(actor=actor, permission=Permission.EDIT, scope=upload.incident), pieces.writing(upload.key):
        pieces.drop(upload.key)
        upload.delete()


def sweep_uploads(*, now: datetime) -> int:
    """Forget what waited too long for its next piece, and end what was whole when a process died; how many."""
    swept = 0
    for row in BegunUpload.objects.filter(expires_at__lte=now):
        pieces.drop(row.key)
        row.delete()
        swept += 1
    for row in BegunUpload.objects.filter(file=None, begun_at__lte=now - FORGOTTEN).select_related("incident"):
        swept += pieces.size_of(row.key) == row.length and _ended(row, now)
    for key in set(pieces.keys()) - set(BegunUpload.objects.values_list("key", flat=True)):
        pieces.drop(key)
        swept += 1
    return swept


def _ended(row: BegunUpload, now: datetime) -> bool:
    try:
        with pieces.writing(row.key):
            _whole(SYSTEM, row, now)
    except Busy:
        return False
    return True
