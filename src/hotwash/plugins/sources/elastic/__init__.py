"""Elastic: rules of Kibana by the webhook connector, and Watcher.

https://www.elastic.co/docs/reference/kibana/connectors-kibana/webhook-action-type,
https://www.elastic.co/docs/explore-analyze/alerts-cases/watcher/actions-webhook
"""

from collections.abc import Iterator, Mapping

from hotwash.ports import payload as read
from hotwash.ports.webhooks import Fields, Webhook, Words, at

SETUP = """\
**Kibana.** Make a **Webhook** connector (**Stack Management → Connectors**) with method POST, no authentication, the
header `Content-Type: application/json`, and this address as **URL**:

`{address}`

In each rule add the connector *twice*: once for the action group of the rule (*Alert*, *Threshold met*, …), once for
**Recovered**, both with this **Body**:

```json
{
  "alert_id": "{{alert.uuid}}",
  "alert": "{{alert.id}}",
  "action_group": "{{alert.actionGroup}}",
  "rule_id": "{{rule.id}}",
  "rule": "{{rule.name}}",
  "tags": "{{rule.tags}}",
  "space": "{{rule.spaceId}}",
  "reason": "{{context.reason}}",
  "severity": "",
  "date": "{{date}}",
  "url": "{{rule.url}}"
}
```

Write the severity that the rule has between the quotes.

**Watcher.** Use a webhook action with this address and the body `{{#toJson}}ctx{{/toJson}}`. A watch says when it
fires, never when
it is over: resolve these alerts by hand, or send `{"watch_id": "…", "state": "ok"}` from a second watch.
"""

FIELDS = Fields(
    fingerprint="alert_id",
    title="rule",
    text="reason context.reason",
    severity="severity metadata.severity",
    state="action_group state",
    starts_at="date",
    ends_at="date",
    url="url",
    labels={
        "rule": "rule",
        "alert": "alert",
        "space": "space",
        "tags": "tags",
        "action_group": "action_group",
        "watch": "watch_id",
    },
)


class Elastic(Webhook):
    def items(self, body: read.Object, options: Mapping[str, str]) -> Iterator[read.Object]:  # noqa: ARG002
        watch = at(body, "watch_id")
        if not watch:
            alert_id = at(body, "alert_id") or ":".join(filter(None, (at(body, "rule_id"), at(body, "alert"))))
            yield {**body, "alert_id": alert_id}
            return
        yield {
            **body,
            "alert_id": f"watch:{watch}",
            "rule": at(body, "metadata.name") or watch,
            "date": read.pick(body, "trigger", "triggered_time") or read.pick(body, "execution_time"),
            "reason": at(body, "metadata.reason metadata.description"),
        }


plugin = Elastic(
    "elastic",
    "Elastic (Kibana, Watcher)",
    "monitoring",
    SETUP,
    fields=FIELDS,
    words=Words(over=frozenset({"recovered", "ok", "resolved"})),
    needs=("rule", "watch_id"),
    hint="Paste the body of this page.",
)
