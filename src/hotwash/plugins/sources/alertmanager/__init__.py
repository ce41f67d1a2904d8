"""Prometheus Alertmanager, webhook version 4: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config"""

from collections.abc import Mapping
from dataclasses import dataclass

from hotwash.kernel.core.errors import PluginError
from hotwash.ports import payload as read
from hotwash.ports.sources import Option, Sample, Signal, SignalState, fingerprint_of, samples_in

SETUP = """\
In `alertmanager.yml`, add a receiver and route to it, then reload Alertmanager:

```yaml
route:
  receiver: hotwash
receivers:
  - name: hotwash
    webhook_configs:
      - url: {address}
        send_resolved: true
```

The address holds a secret: keep it as you keep a password. Alerts are told apart by Alertmanager's own fingerprint, so
repeats (`repeat_interval`) only count.
"""


@dataclass(frozen=True, slots=True)
class Alertmanager:
    key: str = "alertmanager"
    title: str = "Prometheus Alertmanager"
    found_by: str = "alerting"
    setup: str = SETUP
    options: tuple[Option, ...] = ()

    @property
    def samples(self) -> tuple[Sample, ...]:
        return samples_in(__name__)

    def parse(self, payload: bytes, headers: Mapping[str, str], options: Mapping[str, str]) -> list[Signal]:  # noqa: ARG002
        body = read.read_object(payload)
        if not isinstance(body.get("alerts"), list):
            msg = "This is not an Alertmanager webhook: it has no list called “alerts”. Check the receiver's type."
            raise PluginError(msg, retry=False)
        return [signal_of(alert, body) for alert in read.objects(body, "alerts")]


def signal_of(alert: read.Object, body: read.Object) -> Signal:
    """One alert of the version 4 body. ``endsAt`` in the year 1 means that it still fires."""
    labels = read.labels(alert, "labels") or read.labels(body, "commonLabels")
    notes = {**read.labels(body, "commonAnnotations"), **read.labels(alert, "annotations")}
    resolved = read.text(alert, "status").lower() == "resolved"
    title = notes.get("summary") or notes.get("title") or labels.get("alertname") or read.text(body, "title")
    return Signal(
        fingerprint=read.text(alert, "fingerprint") or fingerprint_of(*(f"{k}={v}" for k, v in sorted(labels.items()))),
        title=title,
        text=notes.get("description") or notes.get("message") or "",
        labels=labels,
        severity=labels.get("severity") or labels.get("priority") or notes.get("severity") or "",
        state=SignalState.RESOLVED if resolved else SignalState.FIRING,
        starts_at=read.moment(alert, "startsAt"),
        ends_at=read.moment(alert, "endsAt") if resolved else None,
        url=read.text(alert, "generatorURL") or read.text(body, "externalURL"),
        raw={**alert, "annotations": dict[str, read.Json](notes)},
    )


plugin = Alertmanager()
