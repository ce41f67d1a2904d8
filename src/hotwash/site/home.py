"""What needs me now: cards from the stages, in the order in which they matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hotwash.kernel.core.actor import Actor
from hotwash.respond.models import Incident
from hotwash.respond.queries import visible_incidents


@dataclass(frozen=True, slots=True)
class Row:
    reference: str
    title: str
    url: str
    detail: str = ""
    state: str = ""
    severity: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A list with a heading; ``count`` is how many there are in all, ``more`` the page that shows them."""

    key: str
    title: str
    rows: Sequence[Row]
    count: int = 0
    more: str = ""


MOST = 8


def needs_me(actor: Actor, *, now: datetime) -> Mapping[str, object]:
    """What the start page shows; a card without rows is left out."""
    cards = [_open_incidents(actor), _post_mortems(actor)]
    return {"now": now, "cards": [card for card in cards if card.rows]}


def _open_incidents(actor: Actor) -> Card:
    found = visible_incidents(actor).exclude(state__in=["resolved", "closed"]).order_by("-pk")
    rows = [_row(incident, "declared", incident.declared_at) for incident in found[:MOST]]
    return Card("open", "Going on now", rows, count=found.count(), more="/incidents/?state=active")


def _post_mortems(actor: Actor) -> Card:
    found = visible_incidents(actor).filter(state="resolved").order_by("-pk")
    rows = [_row(incident, "resolved", incident.resolved_at) for incident in found[:MOST]]
    return Card("post-mortems", "Post-mortems under way", rows, count=found.count(), more="/incidents/?state=resolved")


def _row(incident: Incident, detail: str, at: datetime | None) -> Row:
    return Row(
        reference=incident.reference,
        title=incident.title,
        url=f"/incidents/{incident.reference}/",
        detail=detail,
        state=incident.state,
        severity=incident.severity,
        at=at,
    )
