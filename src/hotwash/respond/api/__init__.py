"""Stage 1 by API: every step and every query of the response."""

from ninja import Router

from hotwash.respond.api import (
    alerts,
    calendars,
    contacts,
    customers,
    heartbeats,
    incidents,
    oncall,
    routing,
    silences,
    status,
)

router = Router(tags=["respond"])
for part in (incidents, alerts, routing, oncall, calendars, contacts, customers, silences, heartbeats, status):
    router.add_router("", part.router)
