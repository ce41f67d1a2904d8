"""Everything that changes something in stage 1. Page, API, command and worker call these and nothing else."""

from hotwash.respond.core.alerts.silences import SilenceValues
from hotwash.respond.core.declaring import Declaration, IncidentValues
from hotwash.respond.core.settings import (
    LayerValues,
    LevelValues,
    PolicyValues,
    RuleValues,
    ScheduleValues,
    SourceValues,
)
from hotwash.respond.steps.alerts.asking import answer_ask
from hotwash.respond.steps.alerts.deliveries import decide_deliveries
from hotwash.respond.steps.alerts.heartbeats import expect_heartbeat, look_for_silent_sources
from hotwash.respond.steps.alerts.silences import (
    decide_what_was_silenced,
    end_silence,
    make_silence,
    silence_alert,
)
from hotwash.respond.steps.alerts.triage import attach_alert, declare_from_alert, dismiss_alert, return_to_inbox
from hotwash.respond.steps.chat.commanding import carry_out
from hotwash.respond.steps.chat.pinning import pin_said
from hotwash.respond.steps.customers import Attached, end_message, take_message
from hotwash.respond.steps.incidents import (
    change_severity,
    change_state,
    declare_incident,
    edit_incident,
    say,
)
from hotwash.respond.steps.messages.contacts import (
    add_contact_method,
    change_contact_method,
    confirm_contact_method,
    move_contact_method,
    order_contact_methods,
    remove_contact_method,
    send_code,
    send_test_message,
    set_quiet_hours,
)
from hotwash.respond.steps.messages.delivering import (
    deliver_late_notifications,
    deliver_notification,
    retry_notification,
)
from hotwash.respond.steps.messages.unreached import climb_when_unreached
from hotwash.respond.steps.oncall import (
    accept_swap,
    add_override,
    ask_swap,
    begin_escalation,
    begin_escalation_again,
    begin_escalation_when_worse,
    check_paging,
    climb_escalation,
    decline_swap,
    due_calendars,
    follow_calendar,
    forget_calendar,
    make_feed,
    read_followed_calendar,
    remove_override,
    revoke_feed,
    save_policy,
    save_schedule,
    stop_escalation,
    warn_of_gaps,
    withdraw_swap,
)
from hotwash.respond.steps.oncall.escalations import due_escalations
from hotwash.respond.steps.paging import acknowledge, decline, page_people
from hotwash.respond.steps.roles import leave_role, take_role
from hotwash.respond.steps.routing import (
    delete_rule,
    move_rule,
    renew_secret,
    save_rule,
    save_source,
    send_test,
)
from hotwash.respond.steps.searching import index_incident
from hotwash.respond.steps.status.maintenance import end_maintenance, save_maintenance
from hotwash.respond.steps.status.pages import (
    hold_component,
    release_component,
    remove_component,
    remove_status_page,
    save_component,
    save_status_page,
)
from hotwash.respond.steps.status.rendering import (
    render_stale_status_pages,
    render_status_page,
    render_status_pages,
)
from hotwash.respond.steps.status.subscribing import (
    confirm_subscription,
    end_subscription,
    forget_unconfirmed,
    subscribe,
    tell_maintenance_due,
    tell_of_maintenance,
    tell_subscribers,
    unsubscribe,
)
from hotwash.respond.steps.times import take_time
from hotwash.respond.steps.updates import remind_of_update, send_update

__all__ = [
    "Attached",
    "Declaration",
    "IncidentValues",
    "LayerValues",
    "LevelValues",
    "PolicyValues",
    "RuleValues",
    "ScheduleValues",
    "SilenceValues",
    "SourceValues",
    "accept_swap",
    "acknowledge",
    "add_contact_method",
    "add_override",
    "answer_ask",
    "ask_swap",
    "attach_alert",
    "begin_escalation",
    "begin_escalation_again",
    "begin_escalation_when_worse",
    "carry_out",
    "change_contact_method",
    "change_severity",
    "change_state",
    "check_paging",
    "climb_escalation",
    "climb_when_unreached",
    "confirm_contact_method",
    "confirm_subscription",
    "decide_deliveries",
    "decide_what_was_silenced",
    "declare_from_alert",
    "declare_incident",
    "decline",
    "decline_swap",
    "delete_rule",
    "deliver_late_notifications",
    "deliver_notification",
    "dismiss_alert",
    "due_calendars",
    "due_escalations",
    "edit_incident",
    "end_maintenance",
    "end_message",
    "end_silence",
    "end_subscription",
    "expect_heartbeat",
    "follow_calendar",
    "forget_calendar",
    "forget_unconfirmed",
    "hold_component",
    "index_incident",
    "leave_role",
    "look_for_silent_sources",
    "make_feed",
    "make_silence",
    "move_contact_method",
    "move_rule",
    "order_contact_methods",
    "page_people",
    "pin_said",
    "read_followed_calendar",
    "release_component",
    "remind_of_update",
    "remove_component",
    "remove_contact_method",
    "remove_override",
    "remove_status_page",
    "render_stale_status_pages",
    "render_status_page",
    "render_status_pages",
    "renew_secret",
    "retry_notification",
    "return_to_inbox",
    "revoke_feed",
    "save_component",
    "save_maintenance",
    "save_policy",
    "save_rule",
    "save_schedule",
    "save_source",
    "save_status_page",
    "say",
    "send_code",
    "send_test",
    "send_test_message",
    "send_update",
    "set_quiet_hours",
    "silence_alert",
    "stop_escalation",
    "subscribe",
    "take_message",
    "take_role",
    "take_time",
    "tell_maintenance_due",
    "tell_of_maintenance",
    "tell_subscribers",
    "unsubscribe",
    "warn_of_gaps",
    "withdraw_swap",
]
