"""Pingdom: https://www.pingdom.com/resources/webhooks/ (uptime and transaction checks)."""

from dataclasses import replace

from hotwash.ports import payload as read
from hotwash.ports.sources import Signal
from hotwash.ports.webhooks import Fields, Webhook, Words, at

SETUP = """\
1. In Pingdom open **Settings → Integrations → Add integration**, type **Webhook**.
2. Paste this address as **URL**, and keep the integration active:

   `{address}`

3. In each check choose the integration under *Connect integrations*. *Notify when back up* has to be on.
"""

FIELDS = Fields(
    fingerprint="check_id",
    title="check_name",
    text="long_description description custom_message",
    severity="importance_level",
    state="current_state",
    starts_at="state_changed_timestamp state_changed_utc_time",
    ends_at="state_changed_timestamp state_changed_utc_time",
    url="check_params.full_url check_params.url",
    labels={
        "check": "check_name",
        "check_type": "check_type",
        "host": "check_params.hostname",
        "probe": "first_probe.location",
    },
)
WORDS = Words(over=frozenset({"up", "success"}), firing=frozenset({"down", "failing", "failure", "unconfirmed_down"}))


class Pingdom(Webhook):
    def signal(self, item: read.Object) -> Signal | None:
        found = super().signal(item)
        tags = read.pick(item, "tags")
        said = ", ".join(str(tag) for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ""
        if found is None or not said:
            return found
        return replace(found, labels={**found.labels, "tags": said}, title=at(item, "check_name"))


plugin = Pingdom(
    "pingdom", "Pingdom", "monitoring", SETUP, fields=FIELDS, words=WORDS, needs=("check_id", "check_name")
)
