"""Splunk's webhook alert action, and Splunk On-Call's words (outgoing webhooks, and those of its REST endpoint).

https://docs.splunk.com/Documentation/Splunk/latest/Alert/Webhooks,
https://help.splunk.com/en/splunk-on-call (REST endpoint integration, custom outbound webhooks)
"""

from collections.abc import Iterator, Mapping

from hotwash.ports import payload as read
from hotwash.ports.webhooks import Fields, Webhook, Words, at

SETUP = """\
**Splunk.** In the alert choose **Trigger actions → Add action → Webhook** and paste this address as **URL**:

`{address}`

Splunk says when a search triggers, never when it is over. To have that too, let a second search, for the end, give a
row with a
field `state` whose value is `ok`, and save it under the same name in another app; or resolve these alerts by hand.
A field `severity` or `urgency` in the first row of the result is taken as the severity; `host`, `service` and `source`
become labels.

**Splunk On-Call.** Make an **Outgoing webhook** for *Any-Incident*, method POST, content type `application/json`,
with this address and this **Payload**:

```json
{
  "message_type": "${{ALERT.message_type}}",
  "entity_id": "${{ALERT.entity_id}}",
  "entity_display_name": "${{ALERT.entity_display_name}}",
  "state_message": "${{ALERT.state_message}}",
  "state_start_time": "${{ALERT.state_start_time}}",
  "monitoring_tool": "${{ALERT.monitoring_tool}}",
  "host_name": "${{ALERT.host_name}}"
}
```
"""

FIELDS = Fields(
    fingerprint="fingerprint",
    title="entity_display_name search_name entity_id",
    text="state_message result.message result._raw",
    severity="severity result.severity result.urgency",
    state="message_type result.state",
    starts_at="state_start_time result._time",
    ends_at="timestamp",
    url="results_link alert_url",
    labels={
        "search": "search_name",
        "app": "app",
        "owner": "owner",
        "host": "host_name result.host",
        "service": "result.service service",
        "source": "result.source",
        "tool": "monitoring_tool",
    },
)
#: What Splunk On-Call says besides: an acknowledgement, or something to know.
QUIET = frozenset({"acknowledgement", "info"})


class Splunk(Webhook):
    def items(self, body: read.Object, options: Mapping[str, str]) -> Iterator[read.Object]:  # noqa: ARG002
        kind = at(body, "message_type")
        if kind.lower() in QUIET:
            return
        if kind:
            severity = "" if kind.lower() == "recovery" else kind
            yield {**body, "fingerprint": at(body, "entity_id"), "severity": severity}
            return
        # A search that runs ad hoc has no name; its id begins with one that stays the same.
        name = at(body, "search_name") or at(body, "sid").partition("_at_")[0] or at(body, "sid")
        yield {**body, "fingerprint": f"search:{name}:{at(body, 'result.host')}", "search_name": name}


plugin = Splunk(
    "splunk",
    "Splunk and Splunk On-Call",
    "monitoring",
    SETUP,
    fields=FIELDS,
    words=Words(over=frozenset({"recovery", "ok", "resolved", "clear"})),
    needs=("sid", "search_name", "message_type"),
)
