"""The replay of an incident's paging, from the rows that it left."""

from collections.abc import Iterator

from hotwash.respond.core.oncall.ladder import Place, plan_from_json
from hotwash.respond.core.oncall.replay import Called, Climbed, Replay, Told, Tried, replay
from hotwash.respond.core.states import EscalationState
from hotwash.respond.models import DeliveryAttempt, Escalation, Incident, Page

ENDS = {EscalationState.STOPPED: "the incident was over", EscalationState.EXHAUSTED: "nobody has acknowledged"}
SHOWN = 500


def replays_of(incident: Incident) -> list[Replay]:
    """One for each escalation, in their order."""
    rows = Escalation.objects.filter(incident=incident).select_related("acknowledged_by").prefetch_related("rungs")
    return [replay(_told(row)) for row in rows.order_by("pk")]


def _told(row: Escalation) -> Told:
    pages = list(Page.objects.filter(escalation=row).select_related("person").order_by("pk")[:SHOWN])
    by = row.acknowledged_by.name if row.acknowledged_by is not None else "somebody"
    acknowledged = row.state == EscalationState.ACKNOWLEDGED
    return Told(
        plan=plan_from_json(row.plan),
        started_at=row.started_at,
        climbed=[
            Climbed(Place(rung.level, rung.round), rung.due_at, rung.paged_at, rung.channels, rung.troubles)
            for rung in row.rungs.all()
        ],
        called=[
            Called(
                Place(page.level, page.round),
                page.person.name,
                page.reason,
                page.sent_at,
                page.state if page.answered_at else "",
                page.answered_at,
                page.answered_via,
            )
            for page in pages
        ],
        tried=list(_tried(pages)),
        ended_at=row.ended_at,
        end=f"acknowledged by {by}" if acknowledged else ENDS.get(EscalationState(row.state), ""),
    )


def _tried(pages: list[Page]) -> Iterator[Tried]:
    rows = DeliveryAttempt.objects.filter(notification__page__in=pages).select_related("notification__person")
    for row in rows.order_by("at", "pk")[:SHOWN]:
        person = row.notification.person
        name = person.name if person is not None else row.notification.to
        yield Tried(name, row.notification.channel, row.at, row.arrived, row.said[:200])
