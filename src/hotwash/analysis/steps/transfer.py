"""A graph from elsewhere, added to what is there."""

from datetime import datetime

from hotwash.analysis.core.drafts import NAMES, FactorDraft, problems
from hotwash.analysis.core.exports import from_json
from hotwash.analysis.core.graph import Graph
from hotwash.analysis.events import FactorAdded, FactorsLinked
from hotwash.analysis.models import Because, Factor
from hotwash.analysis.steps.factors import create
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.steps import step
from hotwash.process.queries import document_for
from hotwash.respond.models import Incident

MOST = 500  # factors in one import


def import_graph(*, actor: Actor, incident: Incident, text: str, now: datetime) -> list[Factor] | Refusal:
    """All factors and links of an export, with new numbers; nothing is added when any of it is refused."""
    graph = from_json(text)
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        if isinstance(graph, Refusal):
            return graph
        drafts = _drafts(graph, incident)
        refused = _problem(graph, drafts, incident)
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


def _drafts(graph: Graph, incident: Incident) -> list[FactorDraft]:
    """Categories that this process does not have are left open."""
    known = {
        category.key: {sub.key for sub in category.subcategories} for category in document_for(incident).categories
    }
    drafts = []
    for node in graph.nodes:
        values = {name: str(getattr(node, name)) for name in NAMES if hasattr(node, name)}
        if values["category"] not in known:
            values |= {"category": "", "subcategory": ""}
        elif values["subcategory"] not in known[values["category"]]:
            values["subcategory"] = ""
        drafts.append(FactorDraft(**values).tidy())
    return drafts


def _problem(graph: Graph, drafts: list[FactorDraft], incident: Incident) -> Refusal | None:
    if len(graph.nodes) > MOST:
        return refuse("too-many", f"More than {MOST} factors at once. Split the file.", "file")
    if graph.circles:
        names = ", ".join(node.reference for node in graph.circles[0])
        return refuse("circle", f"{names} explain one another in a circle. Take one of the links out.", "file")
    known = {found.key: [sub.key for sub in found.subcategories] for found in document_for(incident).categories}
    return next((found for draft in drafts if (found := problems(draft, known))), None)
