"""On-call: what people set up, and escalations that are climbed."""

from hotwash.respond.steps.oncall.calendars import (
    due_calendars,
    follow_calendar,
    forget_calendar,
    make_feed,
    read_followed_calendar,
    revoke_feed,
)
from hotwash.respond.steps.oncall.checks import check_paging
from hotwash.respond.steps.oncall.escalations import (
    begin_escalation,
    begin_escalation_again,
    begin_escalation_when_worse,
    climb_escalation,
    stop_escalation,
)
from hotwash.respond.steps.oncall.gaps import warn_of_gaps
from hotwash.respond.steps.oncall.settings import add_override, remove_override, save_policy, save_schedule
from hotwash.respond.steps.oncall.swaps import accept_swap, ask_swap, decline_swap, withdraw_swap

__all__ = [
    "accept_swap",
    "add_override",
    "ask_swap",
    "begin_escalation",
    "begin_escalation_again",
    "begin_escalation_when_worse",
    "check_paging",
    "climb_escalation",
    "decline_swap",
    "due_calendars",
    "follow_calendar",
    "forget_calendar",
    "make_feed",
    "read_followed_calendar",
    "remove_override",
    "revoke_feed",
    "save_policy",
    "save_schedule",
    "stop_escalation",
    "warn_of_gaps",
    "withdraw_swap",
]
