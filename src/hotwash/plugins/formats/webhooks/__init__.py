"""Bodies that monitoring and code-hosting services send: one event each, with the field that holds its time.

A body without any time is an event too: its time is that of its receipt.
"""

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.fields import Item, first_text, get
from hotwash.ports.reading.levels import level_of
from hotwash.ports.reading.lines import in_zone
from hotwash.ports.reading.objects import JsonFormat, listed
from hotwash.ports.stamps import Basis, Stamp, from_value

# What a body must hold (all of the first), and the time that counts, in order.
SHAPES: tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...] = (
    (("deployment_status.state",), ("deployment_status.created_at",), "deploy.state"),
    (("workflow_job.status",), ("workflow_job.completed_at", "workflow_job.started_at"), "deploy.state"),
    (("workflow_run.status",), ("workflow_run.updated_at", "workflow_run.created_at"), "deploy.state"),
    (("check_run.status", "repository"), ("check_run.completed_at", "check_run.started_at"), "deploy.state"),
    (("check_suite.status", "repository"), ("check_suite.updated_at", "check_suite.created_at"), "deploy.state"),
    (("release.tag_name", "repository"), ("release.published_at", "release.created_at"), "deploy.state"),
    (("comment.body", "repository"), ("comment.updated_at", "comment.created_at"), "chat.event"),
    (("review.state", "repository"), ("review.submitted_at",), "chat.event"),
    (("pull_request.state", "repository"), ("pull_request.updated_at", "pull_request.created_at"), "deploy.commit"),
    (("issue.state", "repository"), ("issue.updated_at", "issue.created_at"), "chat.event"),
    (("deployment.environment", "repository"), ("deployment.created_at",), "deploy.state"),
    (("sha", "context", "state"), ("updated_at", "created_at"), "deploy.state"),
    (("ref", "repository.full_name"), ("head_commit.timestamp", "commits.0.timestamp"), "deploy.push"),
    (("object_kind", "commits"), ("commits.0.timestamp",), "deploy.push"),
    (("object_kind", "status_changed_at"), ("status_changed_at",), "deploy.state"),
    (("object_kind", "build_id"), ("build_finished_at", "build_started_at", "build_created_at"), "deploy.state"),
    (("object_kind", "object_attributes"), ("object_attributes.finished_at", "object_attributes.updated_at", "object_attributes.created_at"), "deploy.state"),
    (("check_result.result_description",), ("check_result.triggered_at",), "alert.firing"),
    (("event_definition_id", "event.timestamp"), ("event.timestamp",), "alert.firing"),
    (("issueUrl", "state"), ("updatedAt", "createdAt"), "alert.firing"),
    (("condition_name", "current_state"), ("timestamp",), "alert.firing"),
    (("action", "alert.alertId"), ("alert.updatedAt", "alert.createdAt"), "alert.firing"),
    (("event.event_type", "event.occurred_at"), ("event.occurred_at",), "alert.state"),
    (("data.incident", "created_on"), ("created_on",), "alert.state"),
    (("check_id", "current_state"), ("state_changed_timestamp",), "alert.firing"),
    (("schemaId", "data.essentials.firedDateTime"), ("data.essentials.firedDateTime",), "alert.firing"),
    (("incident.policy_name", "incident.state"), ("incident.started_at",), "alert.firing"),
    (("check_name", "started_at"), ("started_at",), "alert.firing"),
    (("culprit", "event.event_id"), ("event.timestamp", "event.datetime"), "alert.firing"),
    (("heartbeat.status", "monitor.name"), ("heartbeat.time",), "alert.state"),
    (("notifications", "run_id", "workspace_name"), ("notifications.0.run_updated_at",), "terraform.run"),
)  # fmt: skip
_DONE = {"resolved", "ok", "success", "closed", "up", "deactivated", "completed", "incident.resolve"}
_TITLES = (
    "title", "message", "alert.message", "event.data.title", "data.essentials.alertRule", "incident.summary", "check_name", "condition_name",
    "event_definition_title", "check_result.result_description", "event.title", "workflow_job.name", "workflow_run.name",
    "deployment.environment", "environment", "build_name", "object_attributes.ref", "ref", "check_name", "type", "event.event_type",
    "heartbeat.msg", "notifications.0.message",
)  # fmt: skip
_STATES = (
    "state", "current_state", "status", "data.essentials.monitorCondition", "incident.state", "deployment_status.state",
    "workflow_job.conclusion", "workflow_run.conclusion", "build_status", "object_attributes.status", "action", "event.event_type", "type",
)  # fmt: skip


def shape_of(item: Item) -> tuple[tuple[str, ...], str] | None:
    for needs, times, kind in SHAPES:
        if all(get(item, path) is not None for path in needs):
            return times, kind
    return None


def time_of(item: Item) -> Stamp | None:
    shape = shape_of(item)
    stamp = next((stamp for path in shape[0] if (stamp := from_value(get(item, path)))), None) if shape else None
    if stamp and stamp.offset is None and get(item, "heartbeat.localDateTime"):
        return in_zone(stamp, 0, Basis.FORMAT)  # Uptime Kuma writes the time in UTC beside the local one
    return stamp


def describe(item: Item) -> Detail:
    shape = shape_of(item)
    state = first_text(item, *_STATES)
    kind = shape[1] if shape else "alert.firing"
    if kind == "alert.firing" and state.lower() in _DONE:
        kind = "alert.resolved"
    level = level_of(first_text(item, "severity", "priority", "data.essentials.severity", "level"))
    failed = state.lower() in {"failure", "failed", "error", "alarm", "down", "problem"}
    text = " ".join(dict.fromkeys(part for part in (first_text(item, *_TITLES), state) if part))
    return Detail(text, Level.ERROR if failed else level, kind, {"state": state}, time_of(item))


plugin = JsonFormat(
    "webhook", "Body of a webhook", has=(), time=("-",), describe=describe, expand=listed("messages"),
    test=lambda item: shape_of(item) is not None, score=0.94,
)  # fmt: skip
