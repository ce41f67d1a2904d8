"""Prometheus Alertmanager, webhook version 4: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config"""

from collections.abc import Mapping

from hotwash.kernel.core.errors import PluginError
from hotwash.ports import payload as read
from hotwash.ports.prometheus import signals_of
from hotwash.ports.sources import Plugin, Signal

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


class Alertmanager(Plugin):
    def parse(self, payload: bytes, headers: Mapping[str, str], options: Mapping[str, str]) -> list[Signal]:  # noqa: ARG002
        body = read.read_object(payload)
        if not isinstance(body.get("alerts"), list):
            msg = "This is not an Alertmanager webhook: it has no list called “alerts”. Check the receiver's type."
            raise PluginError(msg, retry=False)
        return signals_of(body)


plugin = Alertmanager("alertmanager", "Prometheus Alertmanager", "alerting", SETUP)
