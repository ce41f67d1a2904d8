"""Grafana: unified alerting, and the legacy dashboard alerts, which carry no time at all.

Format: grafana.com/docs, "Configure webhook notifications".
"""

from collections.abc import Mapping

from hotwash.kernel.core.errors import PluginError
from hotwash.ports import payload as read
from hotwash.ports.prometheus import signals_of
from hotwash.ports.sources import Plugin, Signal, SignalState, fingerprint_of

SETUP = """\
1. In Grafana open **Alerting → Contact points → Add contact point** and choose **Webhook**.
2. Paste this address as **URL**, method **POST**, and leave the message template as it is:

   `{address}`

3. Press **Test** (it comes into the inbox as a test and pages nobody), then send your notification policy to this
   contact point. Keep “Disable resolved message” off.
"""

LEGACY_OVER = {"ok", "paused"}
LEGACY_SILENT = {"pending"}


class Grafana(Plugin):
    def parse(self, payload: bytes, headers: Mapping[str, str], options: Mapping[str, str]) -> list[Signal]:  # noqa: ARG002
        body = read.read_object(payload)
        if isinstance(body.get("alerts"), list):
            return signals_of(body)
        if "ruleId" in body or "ruleName" in body:
            return _legacy(body)
        msg = "This is no Grafana alert: it has neither a list called “alerts” nor a “ruleId”."
        raise PluginError(msg, retry=False)


def _legacy(body: read.Object) -> list[Signal]:
    state = read.text(body, "state").lower()
    if state in LEGACY_SILENT:
        return []
    labels = {"rule": read.text(body, "ruleName"), **read.labels(body, "tags")}
    return [
        Signal(
            fingerprint=fingerprint_of(read.text(body, "orgId"), read.text(body, "ruleId"), labels["rule"]),
            title=read.first_text(body, "ruleName", "title"),
            text=read.text(body, "message"),
            labels={key: value for key, value in labels.items() if value},
            state=SignalState.RESOLVED if state in LEGACY_OVER else SignalState.FIRING,
            url=read.text(body, "ruleUrl"),
            raw=body,
        )
    ]


plugin = Grafana("grafana", "Grafana", "alerting", SETUP)
