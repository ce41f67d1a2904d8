"""One alert as Prometheus Alertmanager tells it, which other senders have taken over (Grafana's unified alerting)."""

from hotwash.ports import payload as read
from hotwash.ports.sources import Signal, SignalState, fingerprint_of

#: The alert of the button “Test” of Grafana's contact points, and of an Alertmanager that is tried out with amtool.
TEST_ALERTS = frozenset({"TestAlert", "test_alert"})


def signals_of(body: read.Object) -> list[Signal]:
    """The signals of a group: each alert has a status of its own. What the sender left out (``max_alerts``) is told by
    one more, until the whole group is over.
    """
    found = [signal_of(alert, body) for alert in read.objects(body, "alerts")]
    left_out = read.text(body, "truncatedAlerts")
    count = int(left_out) if left_out.isascii() and left_out.isdecimal() and len(left_out) < 10 else 0
    over = read.text(body, "status").lower() == "resolved"
    if count or (over and "truncatedAlerts" in body):
        found.append(_left_out(body, count, SignalState.RESOLVED if over else SignalState.FIRING))
    return found


def _left_out(body: read.Object, count: int, state: SignalState) -> Signal:
    labels = read.labels(body, "commonLabels")
    name = labels.get("alertname") or read.text(body, "receiver") or "this group"
    return Signal(
        fingerprint=fingerprint_of("left out", read.text(body, "groupKey"), name),
        title=f"{count} more alerts of {name} were not sent" if count else f"More alerts of {name} were not sent",
        text="The sender cuts its groups (max_alerts). Look at the whole group there.",
        labels=labels,
        severity=labels.get("severity", ""),
        state=state,
        url=read.text(body, "externalURL"),
        raw={"truncatedAlerts": count, "groupKey": read.text(body, "groupKey")},
    )


def signal_of(alert: read.Object, body: read.Object) -> Signal:
    """An alert of a body with common labels and annotations. ``endsAt`` in the year 1 means that it still fires."""
    labels = read.labels(alert, "labels") or read.labels(body, "commonLabels")
    notes = {**read.labels(body, "commonAnnotations"), **read.labels(alert, "annotations")}
    resolved = read.text(alert, "status").lower() == "resolved"
    named = ": ".join(filter(None, (labels.get("alertname"), labels.get("rulename"))))
    title = notes.get("summary") or notes.get("title") or named or read.text(body, "title")
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
        test=labels.get("alertname") in TEST_ALERTS,
    )
