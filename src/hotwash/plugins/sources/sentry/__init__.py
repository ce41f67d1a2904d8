"""Sentry: issue alerts, metric alerts and issues of an internal integration, and the older webhook plugin.

Format and signature: https://docs.sentry.io/organization/integrations/integration-platform/webhooks/
"""

from collections.abc import Iterator, Mapping

from hotwash.ports import payload as read
from hotwash.ports.signing import SIGNING_SECRET, check_signature
from hotwash.ports.webhooks import Fields, Webhook, Words, at

SETUP = """\
1. In Sentry open **Settings → Developer settings → Create new integration → Internal integration**.
2. Paste this address as **Webhook URL**, switch **Alert rule action** on, give it *Issue & Event: Read*, and choose
   the webhook **issue**, so that what is resolved in Sentry is resolved here:

   `{address}`

3. Save, copy the **Client secret** and paste it below as the signing secret.
4. In your alert rules add the action **Send a notification via** this integration.
"""

FIELDS = Fields(
    fingerprint="fingerprint",
    title="title",
    text="text",
    severity="severity",
    state="state",
    starts_at="starts_at",
    ends_at="ends_at",
    url="url",
    labels={
        "project": "project",
        "rule": "rule",
        "environment": "environment",
        "culprit": "culprit",
        "platform": "platform",
    },
    spread="tags",
)
WORDS = Words(
    over=frozenset({"resolved", "ignored", "archived"}),
    firing=frozenset({"triggered", "critical", "warning", "created", "unresolved", "open"}),
)


class Sentry(Webhook):
    def check(self, payload: bytes, headers: Mapping[str, str], options: Mapping[str, str]) -> None:
        check_signature(payload, [headers.get("sentry-hook-signature", "")], options.get("signing_secret", ""))

    def items(self, body: read.Object, options: Mapping[str, str]) -> Iterator[read.Object]:  # noqa: ARG002
        data, action = read.pick(body, "data"), read.text(body, "action")
        if not isinstance(data, dict):
            yield _of_plugin(body)
        elif isinstance(data.get("event"), dict):
            yield _of_event(data, action)
        elif isinstance(data.get("metric_alert"), dict):
            yield _of_metric(data, action)
        elif isinstance(data.get("issue"), dict):
            yield _of_issue(data, action)


def _of_event(data: read.Object, action: str) -> read.Object:
    event = data["event"]
    issue = at(event, "issue_id issue.id") or at(event, "issue_url").rstrip("/").rpartition("/")[2]
    return {
        "fingerprint": f"issue:{issue}" if issue else "",
        "title": at(event, "title message"),
        "text": at(event, "message metadata.value culprit"),
        "severity": at(event, "level"),
        "state": action,
        "starts_at": read.pick(event, "datetime") or read.pick(event, "timestamp"),
        "url": at(event, "web_url"),
        "project": at(event, "project_slug project_name project"),
        "rule": at(data, "triggered_rule issue_alert.title"),
        "culprit": at(event, "culprit"),
        "platform": at(event, "platform"),
        "tags": _tags(event),
    }


def _of_metric(data: read.Object, action: str) -> read.Object:
    alert = data["metric_alert"]
    return {
        "fingerprint": f"metric:{at(alert, 'id identifier')}",
        "title": at(alert, "alert_rule.name title") or at(data, "description_title"),
        "text": at(data, "description_text"),
        "severity": action if action != "resolved" else "",
        "state": action,
        "starts_at": read.pick(alert, "date_started") or read.pick(alert, "date_detected"),
        "ends_at": read.pick(alert, "date_closed"),
        "url": at(data, "web_url"),
        "project": at(alert, "projects.0"),
        "rule": at(alert, "alert_rule.name"),
        "environment": at(alert, "alert_rule.environment"),
    }


def _of_issue(data: read.Object, action: str) -> read.Object:
    issue = data["issue"]
    return {
        "fingerprint": f"issue:{at(issue, 'id')}",
        "title": at(issue, "title"),
        "text": at(issue, "metadata.value culprit"),
        "severity": at(issue, "level"),
        "state": action,
        "starts_at": read.pick(issue, "firstSeen"),
        "ends_at": read.pick(issue, "statusDetails", "date"),
        "url": at(issue, "web_url permalink"),
        "project": at(issue, "project.slug"),
        "culprit": at(issue, "culprit"),
        "platform": at(issue, "platform"),
    }


def _of_plugin(body: read.Object) -> read.Object:
    event = read.pick(body, "event")
    return {
        "fingerprint": f"issue:{at(body, 'id')}" if at(body, "id") else "",
        "title": at(event, "title") or at(body, "message"),
        "text": at(body, "message"),
        "severity": at(body, "level"),
        "state": "triggered",
        "starts_at": read.pick(event, "timestamp"),
        "url": at(body, "url"),
        "project": at(body, "project_slug project"),
        "rule": at(body, "triggering_rules.0"),
        "environment": at(event, "environment"),
        "culprit": at(body, "culprit"),
        "platform": at(event, "platform"),
        "tags": _tags(event),
    }


def _tags(event: read.Json) -> dict[str, read.Json]:
    """Sentry's tags are pairs in a list."""
    found = read.pick(event, "tags")
    pairs = found if isinstance(found, list) else []
    return {read.text(pair, "0"): read.text(pair, "1") for pair in pairs if read.text(pair, "0")}


plugin = Sentry(
    "sentry",
    "Sentry",
    "monitoring",
    SETUP,
    (SIGNING_SECRET,),
    fields=FIELDS,
    words=WORDS,
    needs=("data", "event", "message"),
)
