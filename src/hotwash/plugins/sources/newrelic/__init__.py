"""New Relic, webhook of a workflow (its default template), and the older alerts webhook.

https://docs.newrelic.com/docs/alerts/get-notified/notification-integrations/#webhook
"""

from hotwash.ports.webhooks import Fields, Webhook, Words

SETUP = """\
1. In New Relic open **Alerts → Destinations**, choose **Webhook** and paste this address as **Endpoint URL**:

   `{address}`

2. Open **Alerts → Workflows**, add the destination to a workflow, and leave the payload template as it is.
3. Under *Send updates* keep **closed** switched on, so that the end comes here too. *Send test notification* shows
   whether it arrives.
"""

FIELDS = Fields(
    fingerprint="id issueId incident_id",
    title="title alertConditionNames.0 condition_name",
    text="details annotations.description.0 impactedEntities.0",
    severity="priority severity",
    state="state current_state",
    starts_at="createdAt activatedAt timestamp",
    ends_at="closedAt updatedAt timestamp",
    url="issueUrl issuePageUrl incident_url",
    labels={
        "condition": "alertConditionNames.0 condition_name",
        "policy": "alertPolicyNames.0 policy_name",
        "entity": "impactedEntities.0 targets.0.name",
        "workflow": "workflowName",
        "account": "account_name",
    },
    spread="targets.0.labels",
)
#: An acknowledgement is no news about the problem.
WORDS = Words(
    over=frozenset({"closed", "deactivated"}),
    firing=frozenset({"activated", "created", "open"}),
)


class NewRelic(Webhook):
    pass


plugin = NewRelic(
    "newrelic",
    "New Relic",
    "monitoring",
    SETUP,
    fields=FIELDS,
    words=WORDS,
    needs=("state", "current_state"),
    hint="Leave the payload template of the workflow as it is.",
)
