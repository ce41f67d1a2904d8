"""The card of stage 6 on the incident's overview, and what waits for somebody on the start page."""

from datetime import datetime

from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.panel import Card, CardRow, Panel
from hotwash.reports.core.states import DeliveryState, Verdict
from hotwash.reports.models import Comment, PublicationDelivery, Report, Review
from hotwash.respond.models import Incident
from hotwash.respond.queries import visible_incidents

MOST = 5


def panel(incident: Incident, actor: Actor) -> Panel:  # noqa: ARG001 - every stage's panel is asked the same way
    """Whoever shows panels has checked that the actor may see the incident."""
    report = Report.objects.filter(incident=incident).first()
    context = {
        "incident": incident,
        "report": report,
        "publication": report.publications.defer("html", "markdown").first() if report else None,
        "waiting": _waiting(report) if report else (),
        "failed": _failed(report) if report else 0,
        "comments": Comment.objects.filter(incident=incident, parent=None, resolved_at=None).count(),
    }
    return Panel(title="Report", template="reports/panel.html", order=60, context=context)


def _waiting(report: Report) -> list[Review]:
    return list(report.reviews.filter(verdict=Verdict.WAITING, outdated=False).select_related("reviewer"))


def _failed(report: Report) -> int:
    """Deliveries of the newest revision that were given up."""
    newest = report.publications.defer("html", "markdown").first()
    rows = PublicationDelivery.objects.filter(publication=newest, state=DeliveryState.FAILED)
    return rows.count() if newest else 0


def cards(actor: Actor, *, now: datetime) -> list[Card]:  # noqa: ARG001 - every stage's cards are asked the same way
    """Reports that this person was asked to review."""
    if actor.person_id is None:
        return []
    reviews = Review.objects.filter(reviewer_id=actor.person_id, verdict=Verdict.WAITING, outdated=False)
    reviews = reviews.filter(report__incident__in=visible_incidents(actor)).select_related(
        "report__incident", "asked_by"
    )
    rows = [
        CardRow(
            reference=review.report.incident.reference,
            title=review.report.title,
            url=f"/incidents/{review.report.incident.reference}/report/",
            detail=f"{review.asked_by.name} asks for your review" if review.asked_by else "waits for your review",
            at=review.asked_at,
        )
        for review in reviews.order_by("asked_at")[:MOST]
    ]
    return [Card(key="reviews", title="Reports to review", order=60, rows=rows, count=reviews.count())]
