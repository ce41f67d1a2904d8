"""Publishing: a frozen, numbered revision in all its forms, on its way to every target."""

from dataclasses import dataclass, replace
from datetime import datetime

from hotwash.kernel import search, storage
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, conflict, refuse
from hotwash.kernel.outbox import wake
from hotwash.kernel.steps import require, step
from hotwash.ports.publishers import slug_of
from hotwash.process.queries import document_for
from hotwash.reports.core.publication import Rendered, render
from hotwash.reports.core.render.text import plain
from hotwash.reports.core.reviewing import unfit_publication
from hotwash.reports.core.states import ReportState
from hotwash.reports.core.values import Amendment, Values
from hotwash.reports.core.wording import moment
from hotwash.reports.events import DeliveryDue, ReportPublished
from hotwash.reports.models import Publication, PublicationDelivery, PublishTarget, Report
from hotwash.reports.queries import plans_for, published_values


@dataclass(frozen=True, slots=True)
class _Ready:
    """What was rendered outside the transaction, and of which state of the report."""

    values: Values
    rendered: Rendered
    number: int
    version: int
    pdf_sha256: str


def publish(*, actor: Actor, report: Report, note: str, now: datetime) -> Publication | Refusal:
    """Publish the report as it stands now. Needs the approvals that the process asks for, and from the second
    revision on a word about what changed.
    """
    note = note.replace("\x00", "").strip()
    require(actor, Permission.EDIT, report.incident)
    last = report.publications.first()
    approvals = document_for(report.incident).report.approvals
    refusal = unfit_publication(report.state, approvals=approvals, is_first=last is None, note=note)
    if refusal is not None:
        return refusal
    ready = _prepare(actor, report, (last.number if last else 0) + 1, note, now)
    if last is not None and last.fingerprint == ready.rendered.fingerprint:
        return refuse("unchanged", f"Nothing has changed since revision {last.number}.")
    with step(actor=actor, permission=Permission.EDIT, scope=report.incident, why=note) as record:
        locked = Report.objects.select_for_update().get(pk=report.pk)
        if locked.version != ready.version or locked.publications.filter(number=ready.number).exists():
            return conflict("the report")
        publication = _create(locked, ready, actor, note, now)
        locked.state = ReportState.PUBLISHED
        locked.save()
        _send(publication, private=report.incident.private, now=now)
        _index(report, publication, ready.rendered.text)
        record(
            ReportPublished(
                incident_id=report.incident.pk, publication=publication.pk, number=publication.number, note=note
            )
        )
    return publication


def _prepare(actor: Actor, report: Report, number: int, note: str, now: datetime) -> _Ready:
    values = published_values(report)
    by = "" if document_for(report.incident).report.names_become_roles else actor.name
    newest = Amendment(number, now, by, note or "First publication.")
    values = replace(values, amendments=(*values.amendments, newest))
    notice = f"Revision {number}, published {moment(now, values.zone)}."
    rendered = render(values, plans_for(report.incident), notice)
    stored = storage.put(rendered.pdf)
    return _Ready(values, rendered, number, report.version, stored.sha256)


def _create(report: Report, ready: _Ready, actor: Actor, note: str, now: datetime) -> Publication:
    summary = " ".join(plain(ready.values.prose.get("summary", "")).split())
    first = report.publications.last()
    return Publication.objects.create(
        report=report,
        number=ready.number,
        title=ready.values.title,
        slug=first.slug if first else slug_of(ready.values.reference, ready.values.title),
        summary=summary[:500],
        note=note,
        html=ready.rendered.html,
        markdown=ready.rendered.markdown,
        pictures=dict(ready.rendered.pictures),
        pdf_sha256=ready.pdf_sha256,
        warnings=list(ready.rendered.warnings),
        fingerprint=ready.rendered.fingerprint,
        published_at=now,
        published_by_id=actor.person_id,
    )


def _send(publication: Publication, *, private: bool, now: datetime) -> None:
    """A row for each target, and a wake-up that tries it. Earlier revisions that still wait are overtaken."""
    targets = PublishTarget.objects.filter(active=True)
    for target in targets.filter(takes_private=True) if private else targets:
        delivery = PublicationDelivery.objects.create(
            publication=publication, target=target, next_at=now, changed_at=now
        )
        wake(DeliveryDue(delivery=delivery.pk), at=now)


def _index(report: Report, publication: Publication, text: str) -> None:
    search.index(
        search.Entry(
            kind="report",
            object_id=report.pk,
            incident_id=report.incident.pk,
            title=f"{report.incident.reference} {publication.title}",
            body=text[:500_000],
            url=f"/incidents/{report.incident.reference}/report/publications/{publication.number}/",
            at=report.incident.declared_at,
        )
    )
