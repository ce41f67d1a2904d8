"""Planned maintenance on status pages: announced, moved, ended early, called off."""

from datetime import datetime

from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Reason, Refusal, conflict, refuse
from hotwash.kernel.steps import Recorder, step
from hotwash.respond.core.status.settings import WorkValues, clean
from hotwash.respond.events.status import MaintenanceAnnounced
from hotwash.respond.models import StatusComponent, StatusMaintenance, StatusPage


def save_maintenance(
    *,
    actor: Actor,
    page: StatusPage,
    values: WorkValues,
    now: datetime,
    maintenance: StatusMaintenance | None = None,
    version: int = 0,
) -> StatusMaintenance | Refusal:
    """Announce maintenance, or change what was announced; subscribers are told. It begins and ends by the clock."""
    problems = values.problems(now=now, is_new=maintenance is None)
    parts = list(StatusComponent.objects.filter(page=page, pk__in=values.component_ids))
    if len(parts) != len(set(values.component_ids)):
        problems.append(Reason("components", "A component is not on this page.", "components"))
    if problems:
        return Refusal(tuple(problems))
    with step(actor=actor, permission=Permission.RESPOND) as record:
        row = StatusMaintenance(page=page, announced_at=now) if maintenance is None else maintenance.at_version(version)
        if row is None:
            return conflict("this maintenance")
        row.title, row.text = values.title.strip(), clean(values.text)
        row.begins_at, row.ends_at, row.cancelled_at = values.begins_at, values.ends_at, None
        row.version = row.version + 1 if row.pk else 1
        row.save()
        row.components.set(parts)
        _told(record, row, "announced" if maintenance is None else "changed")
    return row


def end_maintenance(*, actor: Actor, maintenance: StatusMaintenance, now: datetime) -> StatusMaintenance | Refusal:
    """It is done: what has begun ends now, what has not is called off."""
    with step(actor=actor, permission=Permission.RESPOND) as record:
        row = StatusMaintenance.objects.select_for_update(no_key=True, of=("self",)).get(pk=maintenance.pk)
        if row.ends_at <= now or row.cancelled_at is not None:
            return refuse("over", "This maintenance is over already. Nothing was changed.")
        begun = row.begins_at < now
        if begun:
            row.ends_at = now
        else:
            row.cancelled_at = now
        row.version += 1
        row.save()
        _told(record, row, "ended" if begun else "called off")
    return row


def _told(record: Recorder, row: StatusMaintenance, verb: str) -> None:
    record(
        MaintenanceAnnounced(
            page=row.page_id, page_title=row.page.title, maintenance=row.pk, title=row.title, verb=verb
        )
    )
