"""Healthchecks.io, hosted or one's own: https://healthchecks.io/docs/configuring_notifications/ (webhook)."""

from dataclasses import replace

from hotwash.ports import payload as read
from hotwash.ports.sources import Signal
from hotwash.ports.webhooks import Fields, Webhook, Words, at

SETUP = """\
1. In Healthchecks open **Integrations → Add integration → Webhook**.
2. For **both** *when a check goes down* and *when a check goes up* choose **POST**, paste this address as **URL**:

   `{address}`

   and this as **Request body**:

   ```json
   {"status": "$STATUS", "code": "$CODE", "name": $NAME_JSON, "tags": "$TAGS", "now": "$NOW", "check": $JSON}
   ```

3. Add the header `Content-Type: application/json`. *Test!* shows whether it arrives.
"""

FIELDS = Fields(
    fingerprint="code check.unique_key",
    title="name check.name",
    text="check.desc",
    state="status check.status",
    starts_at="now",
    ends_at="now",
    labels={
        "check": "name check.name",
        "tags": "tags check.tags",
        "slug": "check.slug",
        "schedule": "check.schedule",
        "last_ping": "check.last_ping",
    },
)


class Healthchecks(Webhook):
    def signal(self, item: read.Object) -> Signal | None:
        found = super().signal(item)
        if found is None:
            return None
        last = at(item, "check.last_ping")
        said = f"The last ping came at {last}." if last else "No ping has come yet."
        return replace(
            found,
            text="\n\n".join(filter(None, (found.text, said if "check" in item else ""))),
            test=found.title == "TEST" or at(item, "check.name") == "TEST",
        )


plugin = Healthchecks(
    "healthchecks",
    "Healthchecks.io",
    "monitoring",
    SETUP,
    fields=FIELDS,
    words=Words(over=frozenset({"up"}), firing=frozenset({"down"})),
    needs=("status", "check"),
    hint="Paste the request body of this page, for down and for up.",
)
