"""Reading the graph: factors, links, what is asked about them."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, Max, Min, Prefetch, Q, QuerySet

from hotwash.analysis.core.asking import Gap, Known, ask
from hotwash.analysis.core.drafts import NAMES, FactorDraft
from hotwash.analysis.core.graph import Graph, Kind, Link, Node, State
from hotwash.analysis.models import Because, Citation, Factor
from hotwash.evidence.models import Entry, KeyTime
from hotwash.evidence.queries import standing
from hotwash.kernel.rows import existing
from hotwash.process.queries import document_for
from hotwash.respond.models import Incident, Participant

Span = tuple[datetime | None, datetime | None]
LEAST_DEPTH = {"light": 1, "standard": 2, "deep": 3}  # whys before a chain may end, by the depth the process asks


def factors_of(incident: Incident) -> QuerySet[Factor]:
    """Live factors with what they cite, in the order of their numbers."""
    cited = Citation.objects.select_related("entry__merged_into", "file")
    return Factor.objects.filter(incident=incident, deleted_at=None).prefetch_related(Prefetch("citations", cited))


def get_factor(incident: Incident, number: int, *, removed: bool = False) -> Factor:
    """F-3 of an incident; a removed one only when asked for."""
    rows = Factor.objects.select_related("incident__process_version").filter(incident=incident, number=number)
    return existing(
        rows if removed else rows.filter(deleted_at=None),
        f"There is no F-{number} in {incident.reference}, or it was removed.",
    )


def get_citation(incident: Incident, pk: int) -> Citation:
    rows = Citation.objects.select_related("entry", "file", "factor__incident").filter(factor__incident=incident, pk=pk)
    return existing(rows, "That citation is gone.")


def draft_of(factor: Factor) -> FactorDraft:
    return FactorDraft(**{field: getattr(factor, field) for field in NAMES})


def graph_of(incident: Incident) -> Graph:
    """The graph as values, in two queries."""
    live = Q(citations__entry=None) | standing("citations__entry")
    rows = (
        Factor.objects.filter(incident=incident, deleted_at=None)
        .annotate(cited=Count("citations", filter=live, distinct=True))
        .annotate(first=Min("citations__entry__at", filter=live), last=Max("citations__entry__at", filter=live))
        .order_by("number")
    )
    answers = _answers(incident)
    nodes = tuple(_node(row, row.cited, (row.first, row.last), answers) for row in rows)
    pairs = Because.objects.filter(effect__incident=incident).order_by("pk").values_list("cause_id", "effect_id")
    return Graph(nodes, tuple(Link(cause=cause, effect=effect) for cause, effect in pairs))


def _answers(incident: Incident) -> Mapping[int, tuple[int, str]]:
    """How many actions answer each factor, and the reason for none. Declared by stage 5 as relations to the factor;
    empty without it.
    """
    relations = {relation.get_accessor_name() for relation in Factor._meta.related_objects}  # noqa: SLF001 - documented API
    if "actions" not in relations or "no_action" not in relations:
        return {}
    counted = (
        Factor.objects.filter(incident=incident, deleted_at=None)
        .annotate(answers=Count("actions", distinct=True))
        .values_list("pk", "answers", "no_action__reason")
    )
    return {pk: (count, reason or "") for pk, count, reason in counted}


def _node(row: Factor, cited: int, span: Span, answers: Mapping[int, tuple[int, str]]) -> Node:
    actions, reason = answers.get(row.pk, (0, ""))
    return Node(
        id=row.pk,
        reference=row.reference,
        statement=row.statement,
        kind=Kind(row.kind),
        state=State(row.state),
        category=row.category,
        subcategory=row.subcategory,
        made_sense=row.made_sense,
        citations=cited,
        at=span[0],
        until=span[1],
        actions=actions,
        no_action_reason=reason,
    )


def known_of(incident: Incident, graph: Graph) -> Known:
    """What the incident and its process say, in two queries."""
    document = document_for(incident)
    people = Participant.objects.filter(incident=incident).values_list("person__name", flat=True)
    return Known(
        categories=tuple((category.key, category.name) for category in document.categories),
        detection_minutes=_detection_minutes(incident),
        found_by_customer=incident.found_by == "customer",
        least_depth=LEAST_DEPTH[document.severity(incident.severity).depth],
        people=tuple(dict.fromkeys(people)),
        actions_begun=any(node.actions for node in graph.nodes),
    )


def _detection_minutes(incident: Incident) -> float | None:
    """From the start to the detection: the key times of the timeline, else those of the incident."""
    marked = dict(KeyTime.objects.filter(incident=incident).values_list("name", "at"))
    started = marked.get("started") or incident.started_at
    detected = marked.get("detected") or incident.detected_at
    return (detected - started).total_seconds() / 60 if started and detected else None


def all_gaps(incident: Incident) -> list[Gap]:
    """Everything that is asked, also what somebody has left with a reason."""
    graph = graph_of(incident)
    return ask(graph, known_of(incident, graph))


def entries_to_cite(incident: Incident, words: str = "", most: int = 200) -> QuerySet[Entry]:
    """Entries of the timeline, in order; `words` narrows them."""
    rows = Entry.objects.filter(incident=incident, deleted_at=None)
    for word in words.split()[:6]:
        rows = rows.filter(Q(text__icontains=word) | Q(detail__icontains=word))
    return rows.order_by("at", "pk")[:most]
