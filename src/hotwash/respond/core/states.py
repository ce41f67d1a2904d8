"""The words of stage 1: what an incident, an alert, a page, an escalation and a notification can be.

Values are what the database, the API and the process document say; they do not change.
"""

from enum import StrEnum


class IncidentState(StrEnum):
    ACTIVE = "active"
    MITIGATED = "mitigated"
    RESOLVED = "resolved"
    CLOSED = "closed"  # the post-mortem is done


class FoundBy(StrEnum):
    """The four routes of the process text by which an incident is found."""

    MONITORING = "monitoring"
    ALERTING = "alerting"
    CUSTOMER = "customer"
    COLLEAGUE = "colleague"


class AlertState(StrEnum):
    FIRING = "firing"
    RESOLVED = "resolved"


class Triage(StrEnum):
    """What became of an alert: decided by a rule or by a person in the inbox."""

    INBOX = "inbox"
    ATTACHED = "attached"
    DISMISSED = "dismissed"
    IGNORED = "ignored"
    SILENCED = "silenced"  # until its silence is over; then it is decided about anew


class RuleAction(StrEnum):
    DECLARE = "declare"
    ATTACH = "attach"
    INBOX = "inbox"
    IGNORE = "ignore"


class Again(StrEnum):
    """What a rule does when an alert of its group comes soon after the group's incident was resolved."""

    DECLARE = "declare"
    REOPEN = "reopen"
    ATTACH = "attach"  # to the incident, which stays resolved


class Outcome(StrEnum):
    """What was decided about one signal."""

    NEW = "new"
    DUPLICATE = "duplicate"
    RESOLVED = "resolved"
    ATTACH = "attach"
    DECLARE = "declare"
    INBOX = "inbox"
    IGNORE = "ignore"
    REOPEN = "reopen"
    SILENCE = "silence"
    DAMP = "damp"  # it flaps: taken up again where it was, and nobody is told


class DeliveryState(StrEnum):
    WAITING = "waiting"
    ASKING = "asking"  # something is fetched first, outside of any transaction
    DECIDED = "decided"
    UNREADABLE = "unreadable"


class Rotation(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    HOURS = "hours"
    SHIFTS = "shifts"  # custom: hand-overs at fixed times of the week


class SwapState(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class EscalationState(StrEnum):
    RUNNING = "running"
    ACKNOWLEDGED = "acknowledged"
    STOPPED = "stopped"
    EXHAUSTED = "exhausted"


class PageState(StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    DECLINED = "declined"
    ENDED = "ended"  # somebody else acknowledged, or the escalation stopped


class NotificationState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"
    NOT_NEEDED = "not_needed"  # the page was answered before it was this way's turn


#: Keys of the process document's roles that the code itself gives; the document may have more.
COMMANDER = "commander"
RESPONDER = "responder"
OBSERVER = "observer"
