"""On-call: schedules, policies, who is called."""

from hotwash.respond.queries.oncall.policies import known_of, plan_for, plan_of, reserve_of
from hotwash.respond.queries.oncall.schedules import (
    OnCall,
    on_call_now,
    on_call_of,
    schedule_value,
    schedules_whole,
    zone_of,
)

__all__ = [
    "OnCall",
    "known_of",
    "on_call_now",
    "on_call_of",
    "plan_for",
    "plan_of",
    "reserve_of",
    "schedule_value",
    "schedules_whole",
    "zone_of",
]
