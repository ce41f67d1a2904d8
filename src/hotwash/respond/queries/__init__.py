"""What stage 1 shows, to everybody who may see it."""

from hotwash.respond.queries.alerts import (
    AlertFilters,
    alert_list,
    get_alert,
    get_silence,
    heartbeat_of,
    last_deliveries,
    silence_list,
    silence_shown,
    source_list,
    visible_alerts,
)
from hotwash.respond.queries.contacts import contact_rules_of, hard_to_reach, person_at
from hotwash.respond.queries.customers import files_of, form_of, forms, message_of, services_of, told_of
from hotwash.respond.queries.facts import gate_facts
from hotwash.respond.queries.foresight import Foresight, what_would_happen
from hotwash.respond.queries.incidents import (
    Filters,
    get_incident,
    incident_list,
    participants_of,
    visible_incidents,
)
from hotwash.respond.queries.listing import incident_page
from hotwash.respond.queries.mailbox import page_address, page_of_address, source_address, source_of_address
from hotwash.respond.queries.messages import messages_of, troubles_of
from hotwash.respond.queries.oncall import (
    OnCall,
    on_call_now,
    on_call_of,
    on_call_then,
    paging_troubles,
    plan_for,
    plan_of,
    preview_of,
    replays_of,
    schedule_value,
    schedules_whole,
    services_now,
    shifts_of,
    shifts_then,
    swaps_of,
    swaps_to_answer,
    weeks_of,
    zone_of,
)
from hotwash.respond.queries.paging import open_pages_of, page_of_token, page_token
from hotwash.respond.queries.plugins import address_of_source, options_of
from hotwash.respond.queries.plugins import sources as source_plugins
from hotwash.respond.queries.room import feed_of, room_of, running_escalation
from hotwash.respond.queries.routing import rule_as_value, rules_as_values
from hotwash.respond.queries.trying import Trial, delivery_of, trial_of
from hotwash.respond.queries.updates import Preview, previews_of, situation_of

__all__ = [
    "AlertFilters",
    "Filters",
    "Foresight",
    "OnCall",
    "Preview",
    "Trial",
    "address_of_source",
    "alert_list",
    "contact_rules_of",
    "delivery_of",
    "feed_of",
    "files_of",
    "form_of",
    "forms",
    "gate_facts",
    "get_alert",
    "get_incident",
    "get_silence",
    "hard_to_reach",
    "heartbeat_of",
    "incident_list",
    "incident_page",
    "last_deliveries",
    "message_of",
    "messages_of",
    "notifications_of",
    "on_call_now",
    "on_call_of",
    "on_call_then",
    "open_pages_of",
    "options_of",
    "page_address",
    "page_of_address",
    "page_of_token",
    "page_token",
    "paging_troubles",
    "participants_of",
    "person_at",
    "plan_for",
    "plan_of",
    "preview_of",
    "previews_of",
    "replays_of",
    "room_of",
    "rule_as_value",
    "rules_as_values",
    "running_escalation",
    "schedule_value",
    "schedules_whole",
    "services_now",
    "services_of",
    "shifts_of",
    "shifts_then",
    "silence_list",
    "silence_shown",
    "situation_of",
    "source_address",
    "source_list",
    "source_of_address",
    "source_plugins",
    "swaps_of",
    "swaps_to_answer",
    "told_of",
    "trial_of",
    "troubles_of",
    "visible_alerts",
    "visible_incidents",
    "weeks_of",
    "what_would_happen",
    "zone_of",
]
