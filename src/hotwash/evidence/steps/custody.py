"""Who takes out what may hold secrets, and why: written down before it is given."""

import io
from dataclasses import dataclass
from itertools import islice

from hotwash.evidence.core.bounds import plain
from hotwash.evidence.core.custody import Contents
from hotwash.evidence.core.masks import hidden, places
from hotwash.evidence.core.opening import open_members
from hotwash.evidence.events import BundleTaken, OriginalTaken, PlaceUnmasked
from hotwash.evidence.models import EvidenceFile
from hotwash.kernel import storage
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.steps import step
from hotwash.ports.reading.body import Body
from hotwash.respond.models import Incident

LONGEST_REASON = 500


def take_original(*, actor: Actor, file: EvidenceFile, why: str) -> EvidenceFile | Refusal:
    """Somebody is about to get the file as it came, secrets included: only editors, not without a reason, and it is
    written down.
    """
    with step(actor=actor, permission=Permission.EDIT, scope=file.incident, why=_reason(why)) as record:
        if not why.strip():
            return refuse("reason", "Say why you need the original: it is kept in the event log.", "why")
        record(OriginalTaken(incident_id=file.incident_id, file_id=file.pk, reference=file.reference))
    return file


@dataclass(frozen=True, slots=True)
class Unmasked:
    """For the person who asked, and for this one answer."""

    kind: str
    text: str


def unmask(*, actor: Actor, file: EvidenceFile, line: int, place: int, why: str) -> Unmasked | Refusal:
    """Show an editor what one mask hides. Who, where, which kind and why is written down; the text never is."""
    with step(actor=actor, permission=Permission.EDIT, scope=file.incident, why=_reason(why)) as record:
        if not why.strip():
            return refuse("reason", "Say why you need to see it: it is kept in the event log.", "why")
        found = _beneath(file, line, place)
        if found is None:
            return refuse(
                "gone", f"{file.reference} has no such mask in line {line}. Choose it on the file's page.", "place"
            )
        record(
            PlaceUnmasked(
                incident_id=file.incident_id,
                file_id=file.pk,
                reference=file.reference,
                kind=found.kind,
                line=line,
                place=place,
            )
        )
    return found


def _beneath(file: EvidenceFile, line: int, place: int) -> Unmasked | None:
    if not file.scrubbed or line < 1:
        return None
    with storage.open_blob(file.scrubbed) as stream:
        raw = next(islice(stream, line - 1, line), b"")
    masked = raw.decode("utf-8", "replace").rstrip("\n")
    kind = next((one.kind for one in places(line, masked) if one.place == place), "")
    text = hidden(_original_line(file, line), masked, place) if kind else None
    return None if text is None else Unmasked(kind, text)


def _original_line(file: EvidenceFile, wanted: int) -> str:
    """A line as it came, cleaned as it was before it was masked; a very long one comes in pieces."""
    number, found = 1, ""
    with storage.open_blob(file.sha256) as stream:
        member = next(iter(open_members(file.name, stream)))
        for one in Body(file.name, member.stream or io.BytesIO()).lines():
            if number == wanted:
                found += one.text
            number += one.whole
            if number > wanted:
                break
    return found


def take_bundle(*, actor: Actor, incident: Incident, contents: Contents, why: str = "") -> Incident | Refusal:
    """Somebody is about to get the evidence in one piece. With originals: only editors, and not without a reason."""
    permission = Permission.EDIT if contents.originals else Permission.VIEW
    with step(actor=actor, permission=permission, scope=incident, why=_reason(why)) as record:
        if contents.originals and not why.strip():
            return refuse("reason", "Say why you need the originals: it is kept in the event log.", "why")
        count = EvidenceFile.objects.filter(incident=incident, removed_at=None).count()
        holds = "originals" if contents.originals else "masked texts only"
        record(BundleTaken(incident_id=incident.pk, files=count, holds=holds, originals=contents.originals))
    return incident


def _reason(why: str) -> str:
    return " ".join(plain(why).split())[:LONGEST_REASON]
