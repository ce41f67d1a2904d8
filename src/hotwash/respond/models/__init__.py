"""Stage 1 at rest. Every foreign key to an incident is called ``incident``."""

from hotwash.respond.models.alerts import Alert, Delivery, Heartbeat, RoutingRule, Source
from hotwash.respond.models.customers import AlertFile, CustomerMessage
from hotwash.respond.models.escalation import (
    Escalation,
    EscalationLevel,
    EscalationPolicy,
    EscalationTarget,
    Page,
    PagingTrouble,
    Rung,
)
from hotwash.respond.models.fetched import Fetched
from hotwash.respond.models.heard import HeardBefore
from hotwash.respond.models.incident import Incident, Note, Participant
from hotwash.respond.models.notification import DeliveryAttempt, Notification, StakeholderUpdate
from hotwash.respond.models.schedule import (
    Feed,
    FollowedCalendar,
    Layer,
    LayerMember,
    Override,
    PastSchedule,
    Schedule,
    Swap,
)
from hotwash.respond.models.silence import Silence
from hotwash.respond.models.status import (
    StatusComponent,
    StatusDocument,
    StatusHold,
    StatusMaintenance,
    StatusPage,
    StatusSubscription,
)

__all__ = [
    "Alert",
    "AlertFile",
    "CustomerMessage",
    "Delivery",
    "DeliveryAttempt",
    "Escalation",
    "EscalationLevel",
    "EscalationPolicy",
    "EscalationTarget",
    "Feed",
    "Fetched",
    "FollowedCalendar",
    "HeardBefore",
    "Heartbeat",
    "Incident",
    "Layer",
    "LayerMember",
    "Note",
    "Notification",
    "Override",
    "Page",
    "PagingTrouble",
    "Participant",
    "PastSchedule",
    "RoutingRule",
    "Rung",
    "Schedule",
    "Silence",
    "Source",
    "StakeholderUpdate",
    "StatusComponent",
    "StatusDocument",
    "StatusHold",
    "StatusMaintenance",
    "StatusPage",
    "StatusSubscription",
    "Swap",
]
