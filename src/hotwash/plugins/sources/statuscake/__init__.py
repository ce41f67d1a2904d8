"""StatusCake, a form post: https://www.statuscake.com/kb/knowledge-base/how-to-use-the-web-hook-url/"""

from dataclasses import replace

from hotwash.ports import payload as read
from hotwash.ports.sources import Signal, fingerprint_of
from hotwash.ports.webhooks import Fields, Webhook, Words, at

SETUP = """\
1. In StatusCake open **Alerting → Contact groups**, and make a group or open yours.
2. Paste this address as **Webhook URL** and choose the method **POST**:

   `{address}`

3. Give the group to your checks.
"""

FIELDS = Fields(
    fingerprint="TestID",
    title="Name URL",
    text="Message",
    state="Status",
    url="URL",
    labels={"check": "Name", "status_code": "StatusCode", "ip": "IP", "tags": "Tags", "contact_group": "ContactGroup"},
)


class StatusCake(Webhook):
    def body(self, payload: bytes) -> read.Object:
        return read.read_fields(payload)

    def signal(self, item: read.Object) -> Signal | None:
        found = super().signal(item)
        if found is None:
            return None
        code = at(item, "StatusCode")
        return replace(
            found,
            fingerprint=at(item, "TestID") or fingerprint_of(at(item, "Name"), at(item, "URL")),
            text=found.text or (f"Status code {code}" if code not in {"", "0"} else ""),
        )


plugin = StatusCake(
    "statuscake",
    "StatusCake",
    "monitoring",
    SETUP,
    fields=FIELDS,
    words=Words(over=frozenset({"up"}), firing=frozenset({"down"})),
    needs=("Status",),
    hint="Choose the method POST in the contact group.",
)
