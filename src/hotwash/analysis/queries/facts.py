"""What the gates of the process ask about the analysis."""

from hotwash.analysis.core.graph import Kind
from hotwash.analysis.models import Debrief
from hotwash.analysis.queries.graph import graph_of
from hotwash.kernel.core.facts import Fact
from hotwash.respond.models import Incident


def gate_facts(incident: Incident) -> dict[str, Fact]:
    graph = graph_of(incident)
    explaining = graph.explaining
    share = 1 / len(explaining) if explaining else 0.0
    return {
        "analysis.factors": len(explaining),
        "analysis.cited_share": round(share * sum(bool(node.citations) for node in explaining), 6),
        "analysis.categorised_share": round(share * sum(bool(node.category) for node in explaining), 6),
        "analysis.helped": sum(node.kind is Kind.HELPED for node in graph.nodes),
        "analysis.debrief": Debrief.objects.filter(incident=incident, held_at__isnull=False).exists(),
    }
