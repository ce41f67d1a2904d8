"""Delivering a publication to its targets: called by the worker, outside any transaction, repeated until it holds."""

from datetime import datetime

from hotwash.kernel import storage
from hotwash.kernel.core.actor import SYSTEM, Actor
from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.outbox import wake
from hotwash.kernel.steps import step
from hotwash.ports.publishers import Attachment, Page, Published, Publisher
from hotwash.ports.registry import plugins
from hotwash.reports.core.states import MOST_ATTEMPTS, DeliveryState, wait_before
from hotwash.reports.events import (
    DeliveryDue,
    DeliveryFailed,
    DeliveryRetried,
    ReportDelivered,
)
from hotwash.reports.models import PublicationDelivery


def follow_delivery(event: DeliveryDue, *, now: datetime) -> PublicationDelivery | None:
    """Try one delivery that is due. None when it is done, gone, not yet due, or overtaken by a later revision."""
    delivery = _due(event.delivery, now)
    if delivery is None:
        return None
    try:
        published = _publisher(delivery.target.publisher).publish(_page(delivery), delivery.target.settings)
    except PluginError as error:
        return _not_delivered(delivery, error, now)
    return _delivered(delivery, published, now)


def retry_delivery(*, actor: Actor, delivery: PublicationDelivery, now: datetime) -> PublicationDelivery | Refusal:
    """Try a delivery again that was given up, or now instead of later."""
    incident = delivery.publication.report.incident
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        locked = _locked(delivery.pk)
        if locked is None or locked.state == DeliveryState.DELIVERED:
            return refuse("delivered", "This revision has arrived there already.")
        locked.state, locked.attempts, locked.next_at, locked.changed_at = DeliveryState.WAITING, 0, now, now
        locked.save()
        wake(DeliveryDue(delivery=locked.pk), at=now)
        record(
            DeliveryRetried(
                incident_id=incident.pk,
                delivery=locked.pk,
                number=locked.publication.number,
                target=locked.target.name,
            )
        )
    return locked


def _publisher(key: str) -> Publisher:
    found = plugins("publishers", Publisher).get(key)  # type: ignore[type-abstract]  # a protocol on purpose
    if found is None:
        msg = f"The publisher “{key}” is not installed any more. Install its package, or remove the target."
        raise PluginError(msg, retry=False)
    return found


def _due(delivery_id: int, now: datetime) -> PublicationDelivery | None:
    rows = PublicationDelivery.objects.select_related("publication__report__incident", "target")
    delivery = rows.filter(pk=delivery_id, state=DeliveryState.WAITING).first()
    if delivery is None or not delivery.target.active or (delivery.next_at and delivery.next_at > now):
        return None
    newest = delivery.publication.report.publications.first()
    if newest is not None and newest.number > delivery.publication.number:
        _overtaken(delivery, newest.number, now)
        return None
    return delivery


def _page(delivery: PublicationDelivery) -> Page:
    publication = delivery.publication
    pictures = [Attachment(name, "image/svg+xml", svg.encode()) for name, svg in sorted(publication.pictures.items())]
    with storage.open_blob(publication.pdf_sha256) as stream:
        pdf = Attachment("report.pdf", "application/pdf", stream.read())
    return Page(
        slug=publication.slug,
        title=publication.title,
        html=publication.html,
        markdown=publication.markdown,
        published_at=publication.published_at,
        revision=publication.number,
        summary=publication.summary,
        attachments=(*pictures, pdf),
    )


def _locked(delivery_id: int) -> PublicationDelivery | None:
    rows = PublicationDelivery.objects.select_for_update(of=("self",)).select_related("publication__report", "target")
    return rows.filter(pk=delivery_id).first()


def _delivered(delivery: PublicationDelivery, published: Published, now: datetime) -> PublicationDelivery:
    incident = delivery.publication.report.incident
    with step(actor=SYSTEM, permission=Permission.EDIT, scope=incident) as record:
        locked = _locked(delivery.pk)
        if locked is None or locked.state == DeliveryState.DELIVERED:
            return delivery
        locked.state, locked.attempts, locked.next_at = DeliveryState.DELIVERED, locked.attempts + 1, None
        locked.location, locked.revision, locked.error = published.location, published.revision[:120], ""
        locked.changed_at = now
        locked.save()
        record(
            ReportDelivered(
                incident_id=incident.pk,
                delivery=locked.pk,
                number=locked.publication.number,
                target=locked.target.name,
                location=published.location,
            )
        )
    return locked


def _not_delivered(delivery: PublicationDelivery, error: PluginError, now: datetime) -> PublicationDelivery:
    """Wait and try again where that can help; else say that it failed and leave it to a person."""
    incident = delivery.publication.report.incident
    with step(actor=SYSTEM, permission=Permission.EDIT, scope=incident) as record:
        locked = _locked(delivery.pk)
        if locked is None or locked.state != DeliveryState.WAITING:
            return delivery
        locked.attempts, locked.error, locked.changed_at = locked.attempts + 1, str(error), now
        if error.retry and locked.attempts < MOST_ATTEMPTS:
            locked.next_at = now + wait_before(locked.attempts + 1, error.after)
            wake(DeliveryDue(delivery=locked.pk), at=locked.next_at)
        else:
            locked.state, locked.next_at = DeliveryState.FAILED, None
            record(
                DeliveryFailed(
                    incident_id=incident.pk,
                    delivery=locked.pk,
                    number=locked.publication.number,
                    target=locked.target.name,
                    error=str(error),
                )
            )
        locked.save()
    return locked


def _overtaken(delivery: PublicationDelivery, number: int, now: datetime) -> None:
    _give_up(delivery, f"Revision {number} was published meanwhile.", now)


def _give_up(delivery: PublicationDelivery, error: str, now: datetime) -> None:
    incident = delivery.publication.report.incident
    with step(actor=SYSTEM, permission=Permission.EDIT, scope=incident) as record:
        locked = _locked(delivery.pk)
        if locked is not None and locked.state == DeliveryState.WAITING:
            locked.state, locked.next_at, locked.error, locked.changed_at = DeliveryState.FAILED, None, error, now
            locked.save()
            record(
                DeliveryFailed(
                    incident_id=incident.pk,
                    delivery=locked.pk,
                    number=locked.publication.number,
                    target=locked.target.name,
                    error=error,
                )
            )
