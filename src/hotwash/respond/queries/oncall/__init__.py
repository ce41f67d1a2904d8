"""On-call: schedules, policies, who is called."""

from hotwash.respond.queries.oncall.checks import paging_troubles
from hotwash.respond.queries.oncall.feeds import calendar_of_feed, feeds_of, followed_calendars, shift_feed_of
from hotwash.respond.queries.oncall.policies import known_of, plan_for, plan_of, reserve_of, services_now
from hotwash.respond.queries.oncall.replay import replays_of
from hotwash.respond.queries.oncall.schedules import (
    OnCall,
    bargain_of,
    on_call_now,
    on_call_of,
    on_call_then,
    schedule_value,
    schedules_whole,
    shifts_of,
    shifts_then,
    swaps_of,
    swaps_to_answer,
    zone_of,
)
from hotwash.respond.queries.oncall.weeks import layer_as_typed, preview_of, weeks_of

__all__ = [
    "OnCall",
    "bargain_of",
    "calendar_of_feed",
    "feeds_of",
    "followed_calendars",
    "known_of",
    "layer_as_typed",
    "on_call_now",
    "on_call_of",
    "on_call_then",
    "paging_troubles",
    "plan_for",
    "plan_of",
    "preview_of",
    "replays_of",
    "reserve_of",
    "schedule_value",
    "schedules_whole",
    "services_now",
    "shift_feed_of",
    "shifts_of",
    "shifts_then",
    "swaps_of",
    "swaps_to_answer",
    "weeks_of",
    "zone_of",
]
