"""The states of a component, from best to worst, in the words that readers of status pages know.

The keys are those of the public API, version 2, of statuspage.io, which many tools read; it is documented at
https://www.githubstatus.com/api.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from hotwash.process.core.document import ProcessDocument, Severity


class ComponentState(StrEnum):
    OPERATIONAL = "operational"
    MAINTENANCE = "under_maintenance"
    DEGRADED = "degraded_performance"
    PARTIAL = "partial_outage"
    MAJOR = "major_outage"


ORDER = tuple(ComponentState)
NAMES: Mapping[ComponentState, str] = {
    ComponentState.OPERATIONAL: "Operational",
    ComponentState.MAINTENANCE: "Under maintenance",
    ComponentState.DEGRADED: "Degraded performance",
    ComponentState.PARTIAL: "Partial outage",
    ComponentState.MAJOR: "Major outage",
}
INDICATORS: Mapping[ComponentState, str] = {
    ComponentState.OPERATIONAL: "none",
    ComponentState.MAINTENANCE: "maintenance",
    ComponentState.DEGRADED: "minor",
    ComponentState.PARTIAL: "major",
    ComponentState.MAJOR: "critical",
}
HEADLINES: Mapping[ComponentState, str] = {
    ComponentState.OPERATIONAL: "All systems operational",
    ComponentState.MAINTENANCE: "Maintenance is under way",
    ComponentState.DEGRADED: "Some systems are degraded",
    ComponentState.PARTIAL: "Some systems are partly out",
    ComponentState.MAJOR: "Major outage",
}
#: Tones of the design system.
TONES: Mapping[ComponentState, str] = {
    ComponentState.OPERATIONAL: "good",
    ComponentState.MAINTENANCE: "info",
    ComponentState.DEGRADED: "warn",
    ComponentState.PARTIAL: "warn",
    ComponentState.MAJOR: "bad",
}
#: What counts as lost of a time in this state: a partial outage a third of it, a slow system nothing.
LOST: Mapping[ComponentState, float] = {ComponentState.PARTIAL: 0.3, ComponentState.MAJOR: 1.0}
_BY_RANK = {1: ComponentState.MAJOR, 2: ComponentState.PARTIAL, 3: ComponentState.DEGRADED}


def worst(states: Iterable[ComponentState]) -> ComponentState:
    return max(states, key=ORDER.index, default=ComponentState.OPERATIONAL)


def state_of(severity: Severity) -> ComponentState:
    """What an incident of this severity does to the services it affects: as the process says, else by its rank."""
    if severity.component is not None:
        return ComponentState(severity.component)
    return _BY_RANK.get(severity.rank, ComponentState.OPERATIONAL)


def state_in(document: ProcessDocument, severity: str) -> ComponentState:
    return state_of(document.severity(severity))
