"""The analysis on the incident's overview page."""

from hotwash.analysis.core.graph import Kind
from hotwash.analysis.queries import analysis_of, debrief_of
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.panel import Panel
from hotwash.respond.models import Incident


def panel(incident: Incident, actor: Actor) -> Panel:  # noqa: ARG001 - who may see the incident may see this
    analysis = analysis_of(incident)
    rows = [analysis.rows[node.id] for node in analysis.graph.explaining]
    context = {
        "incident": incident,
        "rows": rows[:6],
        "count": len(rows),
        "asked": len(analysis.gaps),
        "names": analysis.names,
        "helped": len(analysis.of_kind(Kind.HELPED, Kind.LUCK)),
        "debrief": debrief_of(incident),
    }
    return Panel(title="Analysis", template="analysis/panel.html", order=40, context=context)
