"""One alert as Prometheus Alertmanager tells it, which other senders have taken over (Grafana's unified alerting)."""

from hotwash.ports import payload as read
from hotwash.ports.sources import Signal, SignalState, fingerprint_of


def signal_of(alert: read.Object, body: read.Object) -> Signal:
    """An alert of a body with common labels and annotations. ``endsAt`` in the year 1 means that it still fires."""
    labels = read.labels(alert, "labels") or read.labels(body, "commonLabels")
    notes = {**read.labels(body, "commonAnnotations"), **read.labels(alert, "annotations")}
    resolved = read.text(alert, "status").lower() == "resolved"
    title = notes.get("summary") or notes.get("title") or labels.get("alertname") or read.text(body, "title")
    return Signal(
        fingerprint=read.text(alert, "fingerprint") or fingerprint_of(*(f"{k}={v}" for k, v in sorted(labels.items()))),
        title=title,
        text=notes.get("description") or notes.get("message") or read.text(alert, "valueString"),
        labels=labels,
        severity=labels.get("severity") or labels.get("priority") or notes.get("severity") or "",
        state=SignalState.RESOLVED if resolved else SignalState.FIRING,
        starts_at=read.moment(alert, "startsAt"),
        ends_at=read.moment(alert, "endsAt") if resolved else None,
        url=read.first_text(alert, "panelURL", "dashboardURL", "generatorURL") or read.text(body, "externalURL"),
        raw={**alert, "annotations": dict[str, read.Json](notes)},
    )
