"""Uptime Kuma's webhook with a JSON body (louislam/uptime-kuma, ``server/notification-providers/webhook.js``)."""

import re
from collections.abc import Mapping

from hotwash.kernel.core.errors import PluginError
from hotwash.ports import payload as read
from hotwash.ports.sources import Plugin, Signal, SignalState, fingerprint_of

SETUP = """\
1. In Uptime Kuma open **Settings → Notifications → Setup Notification** and choose **Webhook**.
2. Paste this address as **Post URL** and take the request body **application/json**:

   `{address}`

3. Press **Test**, then switch the notification on for your monitors.
"""

DOWN, UP = "0", "1"
EXPIRES = re.compile(r"\[(?P<name>[^\]]*)\]\[(?P<url>[^\]]*)\] .*certificate .* will expire")


class UptimeKuma(Plugin):
    def parse(self, payload: bytes, headers: Mapping[str, str], options: Mapping[str, str]) -> list[Signal]:  # noqa: ARG002
        body = read.read_object(payload)
        if "msg" not in body:
            msg = "This is no Uptime Kuma webhook: it has no “msg”. Choose the request body application/json."
            raise PluginError(msg, retry=False)
        if not isinstance(body.get("monitor"), dict):
            return _without_monitor(read.text(body, "msg"))
        state = read.text(body, "heartbeat", "status")
        if state not in {DOWN, UP}:
            return []  # pending, maintenance
        monitor = read.text(body, "monitor", "name")
        at = read.moment(body, "heartbeat", "time")
        return [
            Signal(
                fingerprint=read.text(body, "monitor", "id") or fingerprint_of(monitor),
                title=f"{monitor} is down",
                text=read.first_text(body, "heartbeat.msg", "msg"),
                labels={"monitor": monitor, **_tags(body)},
                state=SignalState.RESOLVED if state == UP else SignalState.FIRING,
                starts_at=at if state == DOWN else None,
                ends_at=at if state == UP else None,
                url=read.text(body, "monitor", "url"),
                raw=body,
            )
        ]


def _without_monitor(said: str) -> list[Signal]:
    """The test button, and a certificate that will expire: that has no end of its own but a new certificate."""
    found = EXPIRES.match(said)
    if found is None:
        test = said.endswith("Testing")
        return [Signal(fingerprint="test", title=said, test=True)] if test else []
    name, url = found["name"], found["url"]
    fingerprint = fingerprint_of("certificate", name, url)
    return [Signal(fingerprint=fingerprint, title=said, severity="warning", labels={"monitor": name}, url=url)]


def _tags(body: read.Object) -> dict[str, str]:
    return {
        read.text(tag, "name"): read.text(tag, "value")
        for tag in read.objects(body, "monitor", "tags")
        if read.text(tag, "name") and read.text(tag, "value")
    }


plugin = UptimeKuma("uptime_kuma", "Uptime Kuma", "monitoring", SETUP)
