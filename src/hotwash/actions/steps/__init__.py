"""What can be done with actions. Every change comes through here."""

from hotwash.actions.steps.moving import (
    confirm_action,
    drop_action,
    finish_action,
    reopen_action,
    reopen_actions_that_did_not_hold,
    start_action,
    stop_action,
)
from hotwash.actions.steps.reminding import deliver_reminder, remind_of_actions
from hotwash.actions.steps.writing import ActionValues, add_action, change_action, leave_factor, move_due

__all__ = [
    "ActionValues",
    "add_action",
    "change_action",
    "confirm_action",
    "deliver_reminder",
    "drop_action",
    "finish_action",
    "leave_factor",
    "move_due",
    "remind_of_actions",
    "reopen_action",
    "reopen_actions_that_did_not_hold",
    "start_action",
    "stop_action",
]
