"""Answers of the AWS command line: lists of things that happened, each with its time (CLI v1 epoch, v2 ISO)."""

from collections.abc import Iterable

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.fields import Item, first_text, get
from hotwash.ports.reading.objects import JsonFormat, as_list

_LISTS = (
    "Activities", "StackEvents", "AlarmHistoryItems", "events", "Events", "deployments", "deploymentsInfo", "CommandInvocations",
    "pipelineExecutionSummaries", "Commands", "stackEvents", "alarmHistoryItems",
)  # fmt: skip
TIMES = (
    "StartTime",
    "Timestamp",
    "createdAt",
    "Date",
    "createTime",
    "startTime",
    "EventTime",
    "RequestedDateTime",
    "startedAt",
)
_BAD = ("FAILED", "Failed", "ROLLBACK", "Cancelled", "TimedOut", "ALARM", "unable", "Unsuccessful", "stopped")


def happenings(document: object) -> Iterable[object]:
    if isinstance(document, dict) and isinstance(services := document.get("services"), list):
        return [
            item for service in services for name in ("deployments", "events") for item in as_list(get(service, name))
        ]
    for name in _LISTS:
        if isinstance(get(document, name), list):
            return as_list(get(document, name))
    return document if isinstance(document, list) else []


def describe(item: Item) -> Detail:
    state = first_text(
        item, "StatusCode", "ResourceStatus", "HistoryItemType", "status", "Status", "state", "rolloutState"
    )
    text = first_text(item, "HistorySummary", "Description", "message", "Message", "Cause")
    thing = first_text(
        item,
        "AlarmName",
        "LogicalResourceId",
        "SourceIdentifier",
        "AutoScalingGroupName",
        "taskDefinition",
        "deploymentId",
        "id",
    )
    reason = first_text(item, "ResourceStatusReason", "StatusMessage")
    words = " ".join(part for part in (thing, state, text, reason) if part)
    bad = any(word in words for word in _BAD)
    kind = "alert.state" if "AlarmName" in item else "deploy.state" if "taskDefinition" in item else "cloud.activity"
    return Detail(words, Level.ERROR if bad else None, kind, {"thing": thing, "state": state})


def fits(item: Item) -> bool:
    return "message" not in item or "id" in item or "SourceIdentifier" in item


plugin = JsonFormat(
    "aws.answer", "Answer of the AWS command line", has=("|".join(TIMES),), time=TIMES, describe=describe, expand=happenings,
    test=fits, score=0.8,
)  # fmt: skip
