"""The states of an incident and the times that go with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hotwash.kernel.core.refusal import Reason, Refusal, refuse
from hotwash.respond.core.states import IncidentState

EARLIEST_YEAR = 2000
CLOCK_SLACK = timedelta(minutes=5)


class Change(StrEnum):
    """The verbs by which the state changes."""

    MITIGATE = "mitigate"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    CLOSE = "close"


TRANSITIONS: Mapping[Change, Mapping[IncidentState, IncidentState]] = {
    Change.MITIGATE: {IncidentState.ACTIVE: IncidentState.MITIGATED},
    Change.RESOLVE: {
        IncidentState.ACTIVE: IncidentState.RESOLVED,
        IncidentState.MITIGATED: IncidentState.RESOLVED,
    },
    Change.REOPEN: {
        IncidentState.MITIGATED: IncidentState.ACTIVE,
        IncidentState.RESOLVED: IncidentState.ACTIVE,
        IncidentState.CLOSED: IncidentState.RESOLVED,
    },
    Change.CLOSE: {IncidentState.RESOLVED: IncidentState.CLOSED},
}

DONE = {Change.MITIGATE: "mitigated", Change.RESOLVE: "resolved", Change.REOPEN: "reopened", Change.CLOSE: "closed"}

#: The times of an incident in the order in which they happen, where they are known.
ORDER = ("started", "detected", "acknowledged", "mitigated", "resolved")


@dataclass(frozen=True, slots=True)
class Times:
    started: datetime | None = None
    detected: datetime | None = None
    acknowledged: datetime | None = None
    mitigated: datetime | None = None
    resolved: datetime | None = None


def possible(state: IncidentState) -> list[Change]:
    """What can be done next, in the order in which people mostly do it."""
    return [change for change, ways in TRANSITIONS.items() if state in ways]


def changed(state: IncidentState, change: Change) -> IncidentState | Refusal:
    following = TRANSITIONS[change].get(state)
    if following is None:
        return refuse(
            "state", f"An incident that is {state} can't be {DONE[change]}. Somebody may have changed it: look again."
        )
    return following


def problems_of(times: Times, now: datetime) -> list[Reason]:
    """What can't be about the times, by field (``started_at`` …); none when they can be."""
    known = [(name, at) for name in ORDER if (at := getattr(times, name)) is not None]
    found = [
        Reason("time", f"{at:%F %T} UTC can't be right: it is {_where(at, now)}. Correct the time.", f"{name}_at")
        for name, at in known
        if at.year < EARLIEST_YEAR or at > now + CLOCK_SLACK
    ]
    started, resolved = times.started, times.resolved
    found += [
        Reason("order", f"It is before the start at {started:%F %T} UTC. Correct one of the two.", f"{name}_at")
        for name, at in known
        if started is not None and at < started
    ]
    if times.mitigated is not None and resolved is not None and resolved < times.mitigated:
        found.append(Reason("order", "It is before the mitigation. Correct one of the two.", "resolved_at"))
    return found


def _where(at: datetime, now: datetime) -> str:
    return "in the future" if at > now else f"before the year {EARLIEST_YEAR}"
