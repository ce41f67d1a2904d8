"""What was decided in a batch, written: alerts in bulk, then what it means for incidents, one line each."""

from hotwash.kernel.bulk import update_rows
from hotwash.kernel.steps import Recorder
from hotwash.respond.core.states import AlertState
from hotwash.respond.events import AlertFlaps, AlertsAttached, AlertsReceived, AlertsResolved
from hotwash.respond.models import Alert
from hotwash.respond.steps.alerts.batch import Batch
from hotwash.respond.steps.alerts.consequences import end_with_last_alert, raise_severity

SHOWN_TITLES = 5
COUNTED = ["state", "ends_at", "last_at", "count"]
SETTLED = [*COUNTED, "triage", "incident", "rule", "silence", "group_key", "reason", "begun", "flapping_since"]


def write(batch: Batch, record: Recorder) -> None:
    # What has ended first: of each fingerprint only one alert may be open.
    update_rows(list(batch.touched.values()), COUNTED)
    update_rows(list(batch.settled.values()), SETTLED)
    Alert.objects.bulk_create(batch.made)
    _tell(batch, record)
    for incident, severity in batch.raised.items():
        raise_severity(incident, severity, batch.now)
    for incident, count in batch.resolved.items():
        still = Alert.objects.filter(incident=incident, state=AlertState.FIRING).count()
        record(AlertsResolved(incident_id=incident, source=batch.source.name, count=count, still_open=still))
        if not still and incident in batch.ending:
            end_with_last_alert(incident, batch.ending[incident], batch.now)


def _tell(batch: Batch, record: Recorder) -> None:
    source = batch.source.name
    for incident, titles in batch.attached.items():
        record(
            AlertsAttached(incident_id=incident, source=source, count=len(titles), titles=tuple(titles[:SHOWN_TITLES]))
        )
    for alert in batch.flapping:
        record(AlertFlaps(incident_id=alert.incident_id, alert=alert.pk, title=alert.title))
    if batch.waiting:
        record(AlertsReceived(source=source, count=batch.waiting))
