"""What stage 1 shows, to everybody who may see it."""

from hotwash.respond.queries.facts import gate_facts
from hotwash.respond.queries.incidents import (
    Filters,
    get_incident,
    incident_list,
    participants_of,
    visible_incidents,
)
from hotwash.respond.queries.oncall import OnCall, on_call_now, on_call_of, plan_for, schedule_value
from hotwash.respond.queries.paging import open_pages_of, page_of_token

__all__ = [
    "Filters",
    "OnCall",
    "gate_facts",
    "get_incident",
    "incident_list",
    "on_call_now",
    "on_call_of",
    "open_pages_of",
    "page_of_token",
    "participants_of",
    "plan_for",
    "schedule_value",
    "visible_incidents",
]
