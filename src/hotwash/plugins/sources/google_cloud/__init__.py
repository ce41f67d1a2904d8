"""Google Cloud Monitoring, schema 1.2 (and 1.1): https://cloud.google.com/monitoring/support/notification-options"""

from dataclasses import replace

from hotwash.ports import payload as read
from hotwash.ports.sources import Signal, SignalState
from hotwash.ports.webhooks import Fields, Webhook, Words

SETUP = """\
1. In the Google Cloud console open **Monitoring → Alerting → Edit notification channels**.
2. Under **Webhooks** choose **Add new** and paste this address as **Endpoint URL**; no authentication is needed:

   `{address}`

3. Press **Test connection**, then choose the channel in your alerting policies, with *Notify on incident closure*.
"""

FIELDS = Fields(
    fingerprint="incident.incident_id",
    title="incident.policy_name incident.condition_name",
    text="incident.summary incident.documentation.content",
    severity="incident.severity",
    state="incident.state",
    starts_at="incident.started_at",
    ends_at="incident.ended_at",
    url="incident.url",
    labels={
        "policy": "incident.policy_name",
        "condition": "incident.condition_name",
        "resource": "incident.resource_display_name incident.resource_name",
        "resource_type": "incident.resource.type incident.resource_type_display_name",
        "metric": "incident.metric.type",
        "project": "incident.scoping_project_id",
    },
    spread="incident.resource.labels incident.metric.labels incident.policy_user_labels",
)


class GoogleCloud(Webhook):
    def signal(self, item: read.Object) -> Signal | None:
        found = super().signal(item)
        if found is None:
            return None
        severity = "" if found.severity.lower() == "no severity" else found.severity
        is_test = read.text(item, "version").lower() == "test"
        # The test is never closed by Google: it ends where it began.
        return replace(found, severity=severity, test=is_test, state=SignalState.FIRING if is_test else found.state)


plugin = GoogleCloud(
    "google_cloud",
    "Google Cloud Monitoring",
    "monitoring",
    SETUP,
    fields=FIELDS,
    words=Words(over=frozenset({"closed"}), firing=frozenset({"open", "opened"})),
    needs=("incident",),
)
