"""What can be done in stage 7. Every change comes through here."""

from hotwash.improve.steps.inviting import invite_to_follow_up
from hotwash.improve.steps.meeting import (
    FollowUpValues,
    cancel_follow_up,
    hold_follow_up,
    move_follow_up,
    plan_follow_up,
)
from hotwash.improve.steps.recurring import confirm_recurrence, dismiss_recurrence, link_factor, look_for_recurrences
from hotwash.improve.steps.reviewing import ReviewValues, ThemeValues, save_review, save_theme
from hotwash.improve.steps.suggesting import (
    accept_suggestion,
    decline_suggestion,
    suggest_change,
)
from hotwash.improve.steps.verifying import verify_action

__all__ = [
    "FollowUpValues",
    "ReviewValues",
    "ThemeValues",
    "accept_suggestion",
    "cancel_follow_up",
    "confirm_recurrence",
    "decline_suggestion",
    "dismiss_recurrence",
    "hold_follow_up",
    "invite_to_follow_up",
    "link_factor",
    "look_for_recurrences",
    "move_follow_up",
    "plan_follow_up",
    "save_review",
    "save_theme",
    "suggest_change",
    "verify_action",
]
