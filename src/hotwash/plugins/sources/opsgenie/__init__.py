"""Opsgenie, outgoing webhook: https://support.atlassian.com/opsgenie/docs/opsgenie-edge-connector-alert-action-data/"""

from hotwash.ports.webhooks import Fields, Webhook, Words

SETUP = """\
1. In Opsgenie open **Settings → Integrations → Add integration** and choose **Webhook** (outgoing).
2. Paste this address as **Webhook URL**:

   `{address}`

3. Under **Alert actions** choose at least *alert is created*, *is closed* and *is deleted*; switch on *Add alert
   description* and *Add alert details to payload*, then turn the integration on.

In Jira Service Management the same stands under **Operations → Integrations**.
"""

FIELDS = Fields(
    fingerprint="alert.alertId alert.id alert.alias",
    title="alert.message",
    text="alert.description",
    severity="alert.priority",
    state="action",
    starts_at="alert.createdAt alert.insertedAt",
    ends_at="alert.updatedAt",
    labels={
        "alias": "alert.alias",
        "entity": "alert.entity",
        "source": "alert.source",
        "team": "alert.team escalationNotify.name",
        "integration": "integrationName",
    },
    spread="alert.details",
)
#: A note, a tag or a responder is no news about the problem, and may come after its end.
WORDS = Words(
    over=frozenset({"close", "delete"}),
    firing=frozenset({"create", "escalate", "unacknowledge", "updatepriority"}),
)


class Opsgenie(Webhook):
    pass


plugin = Opsgenie("opsgenie", "Opsgenie", "alerting", SETUP, fields=FIELDS, words=WORDS, needs=("alert",))
