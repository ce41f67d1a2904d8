"""Status pages: which there are, and everything that one of them says at a time."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.crypto import salted_hmac

from hotwash.kernel.config import config
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.rows import existing
from hotwash.ports.own_secrets import own_secret
from hotwash.process.queries import document_for
from hotwash.respond.core.states import IncidentState
from hotwash.respond.core.status.assembling import Heard, Part, Setting, Trouble, Window, page_of
from hotwash.respond.core.status.news import Told
from hotwash.respond.core.status.page import DAYS, MONTHS, Component, Page, Work, home_of
from hotwash.respond.core.status.spans import Span
from hotwash.respond.core.status.states import ComponentState, state_in
from hotwash.respond.models import (
    Incident,
    StakeholderUpdate,
    StatusComponent,
    StatusDocument,
    StatusHold,
    StatusMaintenance,
    StatusPage,
    StatusSubscription,
)

KEPT = timedelta(days=366)


def status_pages() -> QuerySet[StatusPage]:
    """All of them, with the number of those who are told."""
    told = Count(
        "subscriptions",
        filter=Q(subscriptions__ended_at=None, subscriptions__confirmed_at__isnull=False),
        distinct=True,
    )
    return StatusPage.objects.annotate(told=told, parts=Count("components", distinct=True))


def get_status_page(slug: str) -> StatusPage:
    return existing(status_pages().filter(slug=slug), "There is no status page of this name.")


def status_document(page: StatusPage, path: str) -> StatusDocument | None:
    """A rendered answer, as it stands."""
    return StatusDocument.objects.filter(page=page, path=path).first()


def components_of(page: StatusPage, now: datetime) -> list[tuple[StatusComponent, Component, StatusHold | None]]:
    """For those who look after the page: each row, what the page says of it, and what was set by hand."""
    said = {one.key: one for one in page_value(page, now, days=1, months=0).components}
    holds = {hold.component_id: hold for hold in StatusHold.objects.filter(component__page=page, ends_at=None)}
    rows = StatusComponent.objects.filter(page=page).select_related("service")
    return [(row, said[row.pk], holds.get(row.pk)) for row in rows]


def maintenance_of(page: StatusPage) -> QuerySet[StatusMaintenance]:
    return StatusMaintenance.objects.filter(page=page).prefetch_related("components")


def subscriptions_of(page: StatusPage, actor: Actor) -> QuerySet[StatusSubscription]:
    """Who is told: for those who manage the page only."""
    rows = StatusSubscription.objects.filter(page=page, ended_at=None)
    return rows if allowed(actor, Permission.MANAGE, None) else rows.none()


def page_value(page: StatusPage, now: datetime, *, days: int = DAYS, months: int = MONTHS) -> Page:
    """What the page says now. Nothing of a private incident, and no word that its audience was not told."""
    lately = StatusHold.objects.filter(Q(ends_at=None) | Q(ends_at__gte=now - KEPT))
    rows = list(StatusComponent.objects.filter(page=page).prefetch_related(Prefetch("holds", lately)))
    works = StatusMaintenance.objects.filter(page=page, cancelled_at=None, ends_at__gte=now - KEPT)
    incidents = _incidents(page, rows, now)
    told = _told(page, incidents)
    setting = Setting(
        slug=page.slug,
        title=page.title,
        words=page.words,
        zone=ZoneInfo(page.timezone),
        public=page.public,
        home=config().base_url.rstrip("/") + home_of(page.slug, public=page.public),
        at_once=page.at_once,
    )
    return page_of(
        setting,
        [_part(row) for row in rows],
        [_trouble(row, told.get(row.pk, [])) for row in incidents],
        [_work(row) for row in works.prefetch_related("components")],
        Window(days, months),
        now,
    )


def told_value(update: StakeholderUpdate) -> Told:
    """An update as a value."""
    return Told(
        number=update.pk,
        incident=update.incident_id,
        headline=update.headline,
        subject=update.subject,
        said=update.said,
        text=update.text,
        state=update.state,
        corrects=update.corrects_id is not None,
    )


def _incidents(page: StatusPage, parts: Sequence[StatusComponent], now: datetime) -> list[Incident]:
    """Those of the last year that touch a component or that the audience was told of, newest first."""
    services = [part.service_id for part in parts if part.service_id is not None]
    known = StakeholderUpdate.objects.filter(audience=page.audience, sent_at__gte=now - KEPT)
    rows = Incident.objects.filter(
        Q(pk__in=known.values("incident_id")) | Q(services__in=services, near_miss=False), private=False
    ).filter(Q(resolved_at=None) | Q(resolved_at__gte=now - KEPT))
    return list(rows.distinct().select_related("process_version").prefetch_related("services").order_by("-pk"))


def _told(page: StatusPage, incidents: Sequence[Incident]) -> Mapping[int, list[StakeholderUpdate]]:
    """What the page's audience was told of each incident, newest first."""
    found: dict[int, list[StakeholderUpdate]] = {}
    rows = StakeholderUpdate.objects.filter(audience=page.audience, incident__in=incidents)
    for row in rows.order_by("-sent_at", "-pk"):
        found.setdefault(row.incident_id, []).append(row)
    return found


def _part(row: StatusComponent) -> Part:
    return Part(
        number=row.pk,
        name=row.name,
        group=row.group,
        description=row.description,
        service=row.service_id,
        since=row.since,
        holds=tuple(Span(hold.begins_at, hold.ends_at, ComponentState(hold.state)) for hold in row.holds.all()),
    )


def _trouble(row: Incident, told: Sequence[StakeholderUpdate]) -> Trouble:
    document = document_for(row)
    return Trouble(
        number=row.pk,
        state=IncidentState(row.state),
        impact=state_in(document, row.severity),
        declared=row.declared_at,
        started=row.started_at,
        detected=row.detected_at,
        mitigated=row.mitigated_at,
        resolved=row.resolved_at,
        services=frozenset(service.pk for service in row.services.all()),
        near_miss=row.near_miss,
        heard=tuple(Heard(one.sent_at, state_in(document, one.severity), told_value(one)) for one in told),
    )


def _work(row: StatusMaintenance) -> Work:
    return Work(
        number=row.pk,
        name=row.title,
        text=row.text,
        begins=row.begins_at,
        ends=row.ends_at,
        announced=row.announced_at,
        components=tuple(sorted(part.name for part in row.components.all())),
    )


def subscription_of_token(token: str) -> StatusSubscription | None:
    """The subscription that a link in a letter belongs to."""
    return StatusSubscription.objects.select_related("page").filter(token=token.replace("\x00", "")).first()


def subscription_key(row: StatusSubscription) -> str:
    """Names the subscription to the webhook channel, which makes the secret that signs from it."""
    return f"status-{row.pk}-{salted_hmac('respond.status.key', row.token, algorithm='sha256').hexdigest()[:16]}"


def subscription_secret(row: StatusSubscription) -> str:
    """What the receiver of a webhook checks signatures with: its own, of no use anywhere else."""
    server = salted_hmac("respond.webhook", "secret", algorithm="sha256").hexdigest()  # as the deliveries have it
    return own_secret(server, subscription_key(row))
