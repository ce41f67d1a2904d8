from collections.abc import Mapping

from hotwash.kernel.core.facts import Fact
from hotwash.respond.core.states import COMMANDER, IncidentState
from hotwash.respond.models import Incident, Participant, StakeholderUpdate


def gate_facts(incident: Incident) -> Mapping[str, Fact]:
    """What the gates of the process may ask about the response."""
    return {
        "respond.commander": Participant.objects.filter(incident=incident, role=COMMANDER).exists(),
        "respond.acknowledged": incident.acknowledged_at is not None,
        "respond.mitigated": incident.mitigated_at is not None or incident.resolved_at is not None,
        "respond.resolved": incident.state in {IncidentState.RESOLVED, IncidentState.CLOSED},
        "respond.updates": StakeholderUpdate.objects.filter(incident=incident).count(),
    }
