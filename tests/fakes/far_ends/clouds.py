"""AWS, Azure and Google, as their documentation says; tests/integration asks moto's server for what it knows of AWS."""

import json
import re
from datetime import datetime
from urllib.parse import parse_qs, urlencode

from hotwash.kernel.core.http import HttpAnswer
from tests.fakes.far_ends.base import BASE, SECRET, FarEnd, Known, Request, answer, seconds, z

KEYS = {"region": "eu-central-1", "access_key": "AKIDEXAMPLE", "secret_key": SECRET}


def _part(rows: list[object], fields: dict[str, object], size: str, token: str) -> tuple[list[object], dict[str, str]]:
    begin, most = int(str(fields.get(token, "0"))), int(str(fields[size]))
    more = {token: str(begin + most)} if begin + most < len(rows) else {}
    return rows[begin : begin + most], more


def _logs(known: Known, asked: Request) -> HttpAnswer:
    """Times in milliseconds, both ends counted in."""
    assert asked.url == "https://logs.eu-central-1.amazonaws.com/", asked.url
    assert asked.headers["x-amz-target"] == "Logs_20140328.FilterLogEvents"
    fields = asked.fields
    begin, last = int(str(fields["startTime"])), int(str(fields["endTime"]))
    times = [ms for at in sorted(known.times) if begin <= (ms := int(at.timestamp() * 1000)) <= last]
    rows: list[object] = [
        {
            "logStreamName": "checkout/1",
            "timestamp": ms,
            "message": "ERROR order refused",
            "ingestionTime": ms + 900,
            "eventId": f"{ms}{number:08}",
        }
        for number, ms in enumerate(times)
    ]
    part, more = _part(rows, fields, "limit", "nextToken")
    return answer({"events": part, "searchedLogStreams": [], **more})


LOGS = FarEnd(_logs, {**KEYS, "groups": "/shop/checkout"}, "aws.cloudwatch_logs", text="ERROR", page=10_000)


def _history(known: Known, asked: Request) -> HttpAnswer:
    assert asked.url == "https://monitoring.eu-central-1.amazonaws.com/", asked.url
    assert asked.headers["x-amz-target"] == "GraniteServiceVersion20100801.DescribeAlarmHistory"
    fields = asked.fields
    begin, last = float(str(fields["StartDate"])), float(str(fields["EndDate"]))
    rows: list[object] = [
        {
            "AlarmName": "checkout-errors",
            "AlarmType": "MetricAlarm",
            "Timestamp": at.timestamp(),
            "HistoryItemType": "StateUpdate",
            "HistorySummary": "Alarm updated from OK to ALARM",
            "HistoryData": json.dumps({"version": "1.0", "newState": {"stateValue": "ALARM"}}),
        }
        for at in sorted(known.times)
        if begin <= at.timestamp() <= last
    ]
    part, more = _part(rows, fields, "MaxRecords", "NextToken")
    return answer({"AlarmHistoryItems": part, **more})


ALARMS = FarEnd(_history, KEYS, "aws.answer", text="checkout-errors", page=100)


def _trail(known: Known, asked: Request) -> HttpAnswer:
    assert asked.url == "https://cloudtrail.eu-central-1.amazonaws.com/", asked.url
    assert asked.headers["x-amz-target"].endswith("CloudTrail_20131101.LookupEvents")
    fields = asked.fields
    assert fields["LookupAttributes"] == [{"AttributeKey": "ReadOnly", "AttributeValue": "false"}]
    begin, last = float(str(fields["StartTime"])), float(str(fields["EndTime"]))
    newest = sorted(known.times, reverse=True)
    rows: list[object] = [_called(at) for at in newest if begin <= at.timestamp() <= last]
    part, more = _part(rows, fields, "MaxResults", "NextToken")
    return answer({"Events": part, **more})


def _called(at: datetime) -> dict[str, object]:
    inside = {
        "eventVersion": "1.08",
        "userIdentity": {"type": "AssumedRole", "arn": "arn:aws:sts::123456789012:assumed-role/deploy/run"},
        "eventTime": z(at).replace(".000", ""),
        "eventSource": "rds.amazonaws.com",
        "eventName": "ModifyDBParameterGroup",
        "awsRegion": "eu-central-1",
        "readOnly": False,
    }
    return {
        "EventId": f"{int(at.timestamp()):032x}",
        "EventName": "ModifyDBParameterGroup",
        "ReadOnly": "false",
        "EventTime": at.timestamp(),
        "EventSource": "rds.amazonaws.com",
        "Username": "run",
        "Resources": [],
        "CloudTrailEvent": json.dumps(inside),
    }


TRAIL = FarEnd(_trail, KEYS, "aws.cloudtrail", text="ReadOnly=false", page=50)
TENANT, TOKEN = "8f0c1a", "granted-for-an-hour"
BOUNDS = re.compile(r"eventTimestamp ge '([^']+)' and eventTimestamp le '([^']+)'")
AZURE_PAGE = 200


def _azure(known: Known, asked: Request) -> HttpAnswer:
    if asked.path == f"/{TENANT}/oauth2/v2.0/token":
        assert parse_qs(asked.body.decode())["grant_type"] == ["client_credentials"]
        return answer({"token_type": "Bearer", "expires_in": 3599, "access_token": TOKEN})
    assert asked.headers["authorization"] == f"Bearer {TOKEN}"
    assert asked.path.endswith("/providers/Microsoft.Insights/eventtypes/management/values"), asked.url
    bounds = BOUNDS.match(asked.asked["$filter"])
    assert bounds
    times = [at for at in sorted(known.times) if seconds(bounds[1]) <= at.timestamp() <= seconds(bounds[2])]
    begin = int(asked.asked.get("$skipToken", "0"))
    part = [_changed(number, at) for number, at in enumerate(times)][begin : begin + AZURE_PAGE]
    following = urlencode({**asked.asked, "$skipToken": str(begin + AZURE_PAGE)})
    more = {"nextLink": f"{BASE}{asked.path}?{following}"} if begin + AZURE_PAGE < len(times) else {}
    return answer({"value": part, **more})


def _changed(number: int, at: datetime) -> dict[str, object]:
    return {
        "eventDataId": f"{number:08x}",
        "correlationId": f"{number:08x}",
        "eventTimestamp": z(at).replace("Z", "1234Z"),
        "submissionTimestamp": z(at),
        "level": "Informational",
        "caller": "deploy@example.org",
        "operationName": {"value": "Microsoft.Sql/servers/databases/write", "localizedValue": "Update database"},
        "status": {"value": "Succeeded", "localizedValue": "Succeeded"},
        "category": {"value": "Administrative", "localizedValue": "Administrative"},
        "resourceGroupName": "shop",
        "resourceId": "/subscriptions/77/resourceGroups/shop/providers/Microsoft.Sql/servers/orders",
        "subscriptionId": "77",
    }


AZURE_SETTINGS = {"address": BASE, "login": BASE, "tenant": TENANT, "client": "app", "client_secret": SECRET}
AZURE = FarEnd(
    _azure,
    {**AZURE_SETTINGS, "subscription": "77"},
    "azure.activity",
    text="resourceGroupName eq 'shop'",
    page=AZURE_PAGE,
    free=1,
    fixed=True,
    sign_in="/oauth2/v2.0/token",
)
STAMPS = re.compile(r'timestamp>="([^"]+)" AND timestamp<"([^"]+)"')


def _google(known: Known, asked: Request) -> HttpAnswer:
    assert (asked.method, asked.path) == ("POST", "/v2/entries:list"), asked.url
    assert asked.headers["authorization"] == f"Bearer {SECRET}"
    fields = asked.fields
    bounds = STAMPS.match(str(fields["filter"]))
    assert bounds
    times = known.between(seconds(bounds[1]), seconds(bounds[2]))
    begin, size = int(str(fields.get("pageToken", "0"))), int(str(fields["pageSize"]))
    part = [
        {
            "insertId": f"e{begin + number}",
            "logName": "projects/shop/logs/checkout",
            "resource": {"type": "k8s_container", "labels": {"project_id": "shop"}},
            "timestamp": z(at).replace("Z", "456789Z"),
            "receiveTimestamp": z(at),
            "severity": "ERROR",
            "textPayload": "order refused",
        }
        for number, at in enumerate(times[begin : begin + size])
    ]
    more = {"nextPageToken": str(begin + size)} if begin + size < len(times) else {}
    return answer({**({"entries": part} if part else {}), **more})


GOOGLE = FarEnd(
    _google,
    {"address": BASE, "token": SECRET, "projects": "shop"},
    "gcp.logging",
    text="severity>=ERROR",
    page=1000,
    takes_empty_object=True,
)
