"""Steps on "because": linking and unlinking factors."""

from hotwash.analysis.core.drafts import problem_of_link
from hotwash.analysis.core.graph import Link
from hotwash.analysis.events import FactorsLinked, FactorsUnlinked
from hotwash.analysis.models import Because, Factor
from hotwash.analysis.queries import graph_of
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.steps import step
from hotwash.respond.models import Incident


def link_because(*, actor: Actor, effect: Factor, cause: Factor) -> Because | Refusal:
    """Say that `effect` happened because of `cause`. Refused where that would close a circle."""
    with step(actor=actor, permission=Permission.EDIT, scope=effect.incident) as record:
        Incident.objects.select_for_update(no_key=True).get(
            pk=effect.incident_id
        )  # two links at once could close a circle
        refused = _why_not(effect, cause)
        if refused:
            return refused
        link, made = Because.objects.get_or_create(effect=effect, cause=cause)
        if made:
            record(FactorsLinked(incident_id=effect.incident_id, number=effect.number, cause=cause.number))
    return link


def unlink_because(*, actor: Actor, effect: Factor, cause: Factor) -> bool:
    """Take a link back; True when there was one."""
    with step(actor=actor, permission=Permission.EDIT, scope=effect.incident) as record:
        gone, _ = Because.objects.filter(effect=effect, cause=cause).delete()
        if gone:
            record(FactorsUnlinked(incident_id=effect.incident_id, number=effect.number, cause=cause.number))
    return bool(gone)


def _why_not(effect: Factor, cause: Factor) -> Refusal | None:
    if effect.incident_id != cause.incident_id:
        return refuse("other-incident", "Both factors must belong to the same incident.", "cause")
    return problem_of_link(graph_of(effect.incident), Link(cause=cause.pk, effect=effect.pk))
