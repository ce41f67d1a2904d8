"""Alerts of Prometheus: Alertmanager's webhook and API, Grafana's unified webhook, ``/api/v1/alerts``.

``endsAt`` of the year 1 means that it still fires.
"""

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.fields import Item, first_text, text_at
from hotwash.ports.reading.objects import JsonFormat, listed

_LEVELS = {
    "critical": Level.CRITICAL,
    "page": Level.CRITICAL,
    "error": Level.ERROR,
    "high": Level.ERROR,
    "info": Level.NOTICE,
}


def describe(item: Item) -> Detail:
    state = first_text(item, "status.state", "status", "state") or "firing"
    name = first_text(item, "labels.alertname", "labels.rulename", "labels.job")
    where = first_text(item, "labels.instance", "labels.pod", "labels.service", "labels.namespace")
    told = first_text(
        item, "annotations.summary", "annotations.title", "annotations.description", "annotations.message"
    )
    firing = state in {"firing", "active", "pending"}
    level = _LEVELS.get(text_at(item, "labels.severity"), Level.WARNING) if firing else Level.INFO
    text = f"{name} {'firing' if state == 'active' else state}{f' on {where}' if where else ''}{f': {told}' if told else ''}"
    fields = {
        "alert": name,
        "state": state,
        "severity": text_at(item, "labels.severity"),
        "ends": text_at(item, "endsAt"),
    }
    return Detail(
        text,
        level,
        "alert.firing" if firing else "alert.resolved",
        {key: value for key, value in fields.items() if value},
    )


plugin = JsonFormat(
    "prometheus.alerts", "Prometheus and Grafana alerts", has=("labels", "startsAt|activeAt"), time=("startsAt", "activeAt"),
    describe=describe, expand=listed("alerts", "data.alerts", "data"), score=0.99,
)  # fmt: skip
