"""What needs me now."""

from collections.abc import Mapping
from datetime import datetime

from hotwash.kernel.core.actor import Actor
from hotwash.respond.queries import visible_incidents


def needs_me(actor: Actor, *, now: datetime) -> Mapping[str, object]:
    """What the start page shows: incidents that are open, and later what waits for this person in each stage."""
    incidents = visible_incidents(actor)
    return {
        "now": now,
        "open_incidents": list(incidents.exclude(state__in=["resolved", "closed"]).order_by("-pk")[:10]),
        "in_review": list(incidents.filter(state="resolved").order_by("-pk")[:10]),
    }
