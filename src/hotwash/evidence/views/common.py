"""What the pages of stage 3 share."""

from django.contrib import messages
from django.http import HttpRequest

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
