"""Uploads that were begun: their own to each person."""

from dataclasses import dataclass
from datetime import datetime

from hotwash.evidence.models.uploads import BegunUpload
from hotwash.kernel import pieces
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.rows import existing
from hotwash.respond.models import Incident


@dataclass(frozen=True, slots=True)
class Arriving:
    """``here`` is how many of its bytes have come."""

    row: BegunUpload
    here: int

    @property
    def percent(self) -> int:
        return self.here * 100 // self.row.length


def uploads_of(incident: Incident, actor: Actor, *, now: datetime) -> list[Arriving]:
    """What this person began to upload and did not end."""
    if actor.person_id is None:
        return []
    rows = BegunUpload.objects.filter(incident=incident, by_id=actor.person_id, file=None, expires_at__gt=now)
    return [Arriving(row, pieces.size_of(row.key)) for row in rows]


def get_upload(incident: Incident, actor: Actor, key: str) -> BegunUpload:
    """``NotFound`` where there is none, or it is somebody else's."""
    rows = BegunUpload.objects.filter(incident=incident, key=key, by_id=actor.own_id).select_related("incident", "file")
    return existing(rows, "There is no such upload. Begin it anew.")


def bytes_here(upload: BegunUpload) -> int:
    """How much of an upload has come."""
    return upload.length if upload.file_id else pieces.size_of(upload.key)
