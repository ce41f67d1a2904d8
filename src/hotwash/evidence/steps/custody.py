"""Who takes out what may hold secrets, and why: written down before it is given."""

from hotwash.evidence.core.bounds import plain
from hotwash.evidence.core.custody import Contents
from hotwash.evidence.events import BundleTaken, OriginalTaken
from hotwash.evidence.models import EvidenceFile
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.steps import step
from hotwash.respond.models import Incident

LONGEST_REASON = 500


def take_original(*, actor: Actor, file: EvidenceFile, why: str = "") -> EvidenceFile:
    """Somebody is about to get the file as it came, secrets included: only editors, and it is written down."""
    with step(actor=actor, permission=Permission.EDIT, scope=file.incident, why=_reason(why)) as record:
        record(OriginalTaken(incident_id=file.incident_id, file_id=file.pk, reference=file.reference))
    return file


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
