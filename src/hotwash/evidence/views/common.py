"""What the pages of stage 3 share."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from hotwash.evidence.core.typed_times import NoTimeError, typed_time
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.web import actor_of
from hotwash.respond.models import Incident
from hotwash.respond.queries import get_incident


def asked(request: HttpRequest, reference: str) -> tuple[Actor, Incident]:
    """Who asks, and the incident: ``NotFound`` where it is private to others."""
    actor = actor_of(request)
    return actor, get_incident(actor, reference)


def frame(actor: Actor, incident: Incident, tab: str) -> dict[str, object]:
    """What every page of the stage needs."""
    return {"incident": incident, "tab": tab, "may_edit": allowed(actor, Permission.EDIT, incident)}


def undoable(request: HttpRequest, text: str, address: str) -> None:
    """A notice with "undo" beside it."""
    messages.success(request, text, extra_tags=f"undo:{address}")


def typed(text: str, incident: Incident) -> datetime | None:
    """A time of a filter, in the zone of the person and on the day of the incident; one that cannot be read is left
    out.
    """
    if not text:
        return None
    try:
        return typed_time(text, timezone.get_current_timezone(), timezone.localtime(incident.declared_at).date())[0]
    except NoTimeError:
        return None
