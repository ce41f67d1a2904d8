"""On-call: what people set up, and escalations that are climbed."""

from hotwash.respond.steps.oncall.escalations import (
    begin_escalation,
    begin_escalation_when_worse,
    climb_escalation,
    stop_escalation,
)
from hotwash.respond.steps.oncall.settings import add_override, remove_override, save_policy, save_schedule

__all__ = [
    "add_override",
    "begin_escalation",
    "begin_escalation_when_worse",
    "climb_escalation",
    "remove_override",
    "save_policy",
    "save_schedule",
    "stop_escalation",
]
