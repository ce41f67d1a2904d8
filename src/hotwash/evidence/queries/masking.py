"""Which addresses are masked in an incident: its own setting, else the organisation's."""

from hotwash.evidence.core.aliases import Kind
from hotwash.evidence.models import Masking
from hotwash.process.queries import document_for
from hotwash.respond.models import Incident


def masking_of(incident: Incident) -> frozenset[Kind]:
    """What is masked now."""
    own = own_masking(incident)
    usual = document_for(incident).masking
    emails = usual.emails if own is None or own.emails is None else own.emails
    ips = usual.ips if own is None or own.ips is None else own.ips
    return frozenset(kind for kind, on in ((Kind.EMAIL, emails), (Kind.IP, ips)) if on)


def own_masking(incident: Incident) -> Masking | None:
    """What was set for this incident, if anything was."""
    return Masking.objects.filter(incident=incident).first()
