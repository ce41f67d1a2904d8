"""PagerDuty webhooks, version 3: https://developer.pagerduty.com/docs/webhooks-overview (signature: HMAC-SHA-256)."""

from collections.abc import Mapping

from hotwash.kernel.core.errors import PluginError
from hotwash.ports import payload as read
from hotwash.ports.signing import SIGNING_SECRET, check_signature
from hotwash.ports.sources import Plugin, Signal, SignalState

SETUP = """\
1. In PagerDuty open **Integrations → Generic Webhooks (v3) → New Webhook**.
2. Paste this address as **Webhook URL** and choose the events *incident.triggered*, *incident.reopened*,
   *incident.priority_updated* and *incident.resolved*:

   `{address}`

3. PagerDuty shows a signing secret once: paste it below, so that nobody else can send in its name.
"""


class PagerDuty(Plugin):
    def parse(self, payload: bytes, headers: Mapping[str, str], options: Mapping[str, str]) -> list[Signal]:
        given = headers.get("x-pagerduty-signature", "").split(",")  # several while a secret is changed
        check_signature(payload, given, options.get("signing_secret", ""), prefix="v1=")
        event = read.pick(read.read_object(payload), "event")
        kind = read.text(event, "event_type")
        if not isinstance(event, dict) or not kind:
            msg = "This is no PagerDuty v3 webhook: it has no “event” with an “event_type”."
            raise PluginError(msg, retry=False)
        data = read.pick(event, "data")
        if read.text(data, "type") != "incident" or not isinstance(data, dict):
            return []  # notes, responders, the test ping: no news about a problem
        return [_signal(event, data)]


def _signal(event: read.Object, data: read.Object) -> Signal:
    resolved = read.text(data, "status") == "resolved"
    at = read.moment(event, "occurred_at")
    labels = {
        "service": read.text(data, "service", "summary"),
        "urgency": read.text(data, "urgency"),
        "priority": read.text(data, "priority", "summary"),
        "team": read.text(data, "teams", "0", "summary"),
    }
    return Signal(
        fingerprint=read.text(data, "id"),
        title=read.text(data, "title"),
        labels={name: value for name, value in labels.items() if value},
        severity=labels["priority"] or labels["urgency"],
        state=SignalState.RESOLVED if resolved else SignalState.FIRING,
        starts_at=read.moment(data, "created_at") or (None if resolved else at),
        ends_at=at if resolved else None,
        url=read.text(data, "html_url"),
        raw=event,
    )


plugin = PagerDuty("pagerduty", "PagerDuty", "alerting", SETUP, (SIGNING_SECRET,))
