"""What customers sent belongs to the evidence once it belongs to an incident: their files, and their count."""

from datetime import datetime

from hotwash.evidence.core.customers import LONGEST_NOTE
from hotwash.evidence.events import CustomerReportsAdded
from hotwash.evidence.models import CustomerReport
from hotwash.evidence.steps.files import Upload, add_evidence
from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.steps import step
from hotwash.kernel.storage import Stored
from hotwash.ports.sources import Door, door_of
from hotwash.respond.core.states import FoundBy
from hotwash.respond.events import AlertsAttached
from hotwash.respond.models import Alert, Incident
from hotwash.respond.queries import files_of, source_plugins


def keep_what_customers_sent(event: AlertsAttached, *, now: datetime) -> int:
    """Follower: the files of an incident's alerts become evidence, and what customers reported is counted. Nothing is
    taken twice; how much was new.
    """
    incident = Incident.objects.filter(pk=event.incident_id or 0).first()
    if incident is None:
        return 0
    alerts = list(Alert.objects.filter(incident=incident, source__plugin__in=_with_files()).select_related("source"))
    new = 0
    for alert in alerts:
        for file in files_of(alert):
            upload = Upload(file.name, Stored(file.sha256, file.size), origin=f"sent by {alert.source.name}")
            new += not hasattr(add_evidence(actor=SYSTEM, incident=incident, upload=upload, now=now), "reasons")
    return new + _count(incident, [alert for alert in alerts if alert.source.plugin in _of_customers()], now)


def _count(incident: Incident, alerts: list[Alert], now: datetime) -> int:
    """One report for each message, marked by its fingerprint at the end of the note."""
    known = set(CustomerReport.objects.filter(incident=incident).values_list("note", flat=True))
    rows = []
    for alert in alerts:
        mark = f" ({alert.source.name}, {alert.fingerprint[:8]})"
        note = alert.title[: LONGEST_NOTE - len(mark)] + mark
        if note not in known:
            channel = "mail" if "message_id" in alert.raw else "ticket"
            rows.append(
                CustomerReport(incident=incident, at=alert.first_at, channel=channel, note=note, created_at=now)
            )
    if rows:
        with step(actor=SYSTEM, permission=Permission.EDIT, scope=incident) as record:
            CustomerReport.objects.bulk_create(rows)
            how = "from what customers sent"
            record(CustomerReportsAdded(incident_id=incident.pk, count=len(rows), rows=len(rows), how=how))
    return len(rows)


def _of_customers() -> set[str]:
    return {key for key, plugin in source_plugins().items() if plugin.found_by == FoundBy.CUSTOMER}


def _with_files() -> set[str]:
    return {key for key, plugin in source_plugins().items() if door_of(plugin) not in {Door.WEBHOOK, Door.PING}}
