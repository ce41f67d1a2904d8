"""A graph from elsewhere, added to what is there."""

from datetime import datetime

from hotwash.analysis.core.drafts import drafts_of, problem_of_import
from hotwash.analysis.core.exports import from_json
from hotwash.analysis.events import FactorAdded, FactorsLinked
from hotwash.analysis.models import Because, Factor
from hotwash.analysis.steps.factors import create
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import step
from hotwash.process.queries import document_for
from hotwash.respond.models import Incident


def import_graph(*, actor: Actor, incident: Incident, text: str, now: datetime) -> list[Factor] | Refusal:
    """All factors and links of an export, with new numbers; nothing is added when any of it is refused."""
    graph = from_json(text)
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        if isinstance(graph, Refusal):
            return graph
        known = {found.key: {sub.key for sub in found.subcategories} for found in document_for(incident).categories}
        drafts = drafts_of(graph, known)
        refused = problem_of_import(graph, drafts, known)
        if refused:
            return refused
        rows = {node.id: create(incident, draft, actor, now) for node, draft in zip(graph.nodes, drafts, strict=True)}
        for row in rows.values():
            record(
                FactorAdded(incident_id=incident.pk, number=row.number, statement=row.statement[:120], kind=row.kind)
            )
        for link in dict.fromkeys(graph.links):
            effect, cause = rows[link.effect], rows[link.cause]
            Because.objects.create(effect=effect, cause=cause)
            record(FactorsLinked(incident_id=incident.pk, number=effect.number, cause=cause.number))
    return list(rows.values())
