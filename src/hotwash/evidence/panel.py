"""Stage 3 on the incident's overview."""

from hotwash.evidence.queries import files_of, key_times, moments_of, summary
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.panel import Panel
from hotwash.respond.models import Incident


def panel(incident: Incident, actor: Actor) -> Panel:  # noqa: ARG001 - the same for all who may see the incident
    context = {
        "incident": incident,
        "entries": summary(incident).count,
        "files": files_of(incident).count(),
        "waiting": moments_of(incident).count(),
        "marked": key_times(incident),
    }
    return Panel("Evidence and timeline", "evidence/panel.html", 30, context)
