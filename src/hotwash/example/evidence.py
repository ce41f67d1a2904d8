"""The evidence of the example, as the tools would have written it, around a given moment.

All of it is ours, in the documented formats: Terraform's machine-readable UI, Ansible's log file, CloudTrail records,
syslog (RFC 5424), an application log as JSON lines, a screenshot with its time inside, notes of a responder, and an
answer of Prometheus.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from PIL import Image, ImageDraw, PngImagePlugin

# No real key: made up in the documented shape, so that scrubbing has something to find.
LEAKED_KEY = "AKIA" + "HOTWASHEXAMPLE77"


def files(began: datetime) -> Mapping[str, bytes]:
    """Name and content of each file; ``began`` is when the change was applied (aware)."""
    return {
        "terraform-apply.jsonl": terraform(began).encode(),
        "ansible-rollout.log": ansible(began).encode(),
        "cloudtrail.json": cloudtrail(began).encode(),
        "haproxy-syslog.log": syslog(began).encode(),
        "checkout-app.jsonl": application(began).encode(),
        "dashboard.png": screenshot(began),
        "notes-rhea.md": notes(began).encode(),
        "checkout-error-ratio.json": metric(began).encode(),
    }


def archive(began: datetime) -> bytes:
    """All files as one zip, with the times that the files would have had."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in files(began).items():
            member = zipfile.ZipInfo(f"evidence/{name}", (began + timedelta(hours=1)).timetuple()[:6])
            bundle.writestr(member, content)
    return target.getvalue()


def terraform(began: datetime) -> str:
    """``terraform apply -json``: a module upgrade that also set a parameter back to its default."""
    group = _resource("aws_db_parameter_group.orders")
    database = _resource("aws_db_instance.orders")
    rule = _resource("aws_security_group_rule.checkout_out")
    rows: list[tuple[float, str, str, Mapping[str, object]]] = [
        (0, "version", "Terraform 1.9.8", {"terraform": "1.9.8", "ui": "1.2"}),
        (6, "planned_change", f"{group['addr']}: Plan to update", {"change": {"resource": group, "action": "update"}}),
        (
            6,
            "planned_change",
            f"{database['addr']}: Plan to update",
            {"change": {"resource": database, "action": "update"}},
        ),
        (6, "planned_change", f"{rule['addr']}: Plan to create", {"change": {"resource": rule, "action": "create"}}),
        (6.1, "change_summary", "Plan: 1 to add, 2 to change, 0 to destroy.", _summary(1, 2, "plan")),
        (41, "apply_start", f"{rule['addr']}: Creating...", {"hook": {"resource": rule, "action": "create"}}),
        (43, "apply_complete", f"{rule['addr']}: Creation complete after 2s [id=sgr-0a1]", _done(rule, "create", 2)),
        (
            44,
            "apply_start",
            f"{group['addr']}: Modifying... [id=orders]",
            {"hook": {"resource": group, "action": "update"}},
        ),
        (
            69,
            "apply_complete",
            f"{group['addr']}: Modifications complete after 25s [id=orders]",
            _done(group, "update", 25),
        ),
        (
            70,
            "apply_start",
            f"{database['addr']}: Modifying... [id=orders]",
            {"hook": {"resource": database, "action": "update"}},
        ),
        (80, "apply_progress", f"{database['addr']}: Still modifying... [10s elapsed]", _going(database, 10)),
        (
            151,
            "apply_complete",
            f"{database['addr']}: Modifications complete after 1m21s [id=orders]",
            _done(database, "update", 81),
        ),
        (152, "change_summary", "Apply complete! Resources: 1 added, 2 changed, 0 destroyed.", _summary(1, 2, "apply")),
        (152.1, "outputs", "Outputs: 1", {"outputs": {"password": {"sensitive": True, "type": "string"}}}),
    ]
    return "".join(
        json.dumps(
            {
                "@level": "info",
                "@message": message,
                "@module": "terraform.ui",
                "@timestamp": _iso(began, seconds, "microseconds"),
                "type": kind,
                **more,
            }
        )
        + "\n"
        for seconds, kind, message, more in rows
    )


def ansible(began: datetime) -> str:
    """The log file of a playbook (``log_path``): local time without a zone, here UTC."""
    began = began.astimezone(UTC)
    rows = [
        (185, "PLAY [Roll out checkout 4.18] **************************************************"),
        (186, "TASK [Gathering Facts] *********************************************************"),
        (188, "ok: [web-1]\nok: [web-2]\nok: [web-3]"),
        (189, "TASK [checkout : Write the configuration (pool size 40)] ************************"),
        (191, "changed: [web-1]\nchanged: [web-2]\nchanged: [web-3]"),
        (192, "TASK [checkout : Restart checkout] **********************************************"),
        (204, "changed: [web-1]\nchanged: [web-2]"),
        (
            226,
            (
                'fatal: [web-3]: FAILED! => {"changed": false, "msg": "Unable to start service checkout: '
                'timed out waiting for the database"}'
            ),
        ),
        (227, "PLAY RECAP *********************************************************************"),
        (
            227,
            (
                "web-1                      : ok=3    changed=2    unreachable=0    failed=0\n"
                "web-2                      : ok=3    changed=2    unreachable=0    failed=0\n"
                "web-3                      : ok=2    changed=1    unreachable=0    failed=1"
            ),
        ),
    ]
    return "".join(
        f"{began + timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S},000 p=4711 u=deploy n=ansible INFO| {line}\n"
        for seconds, text in rows
        for line in text.split("\n")
    )


def cloudtrail(began: datetime) -> str:
    """A CloudTrail file: what was changed by which role; reads among it."""
    ci, people = "terraform-ci", "operations-oncall"
    rows = [
        (
            44,
            "rds.amazonaws.com",
            "ModifyDBParameterGroup",
            ci,
            {"dBParameterGroupName": "orders", "max_connections": "100"},
        ),
        (70, "rds.amazonaws.com", "ModifyDBInstance", ci, {"dBInstanceIdentifier": "orders", "applyImmediately": True}),
        (72, "rds.amazonaws.com", "RebootDBInstance", ci, {"dBInstanceIdentifier": "orders"}),
        (75, "rds.amazonaws.com", "DescribeDBInstances", ci, {}),
        (1440, "rds.amazonaws.com", "DescribeDBParameters", people, {"dBParameterGroupName": "orders"}),
        (
            2350,
            "rds.amazonaws.com",
            "ModifyDBParameterGroup",
            people,
            {"dBParameterGroupName": "orders", "max_connections": "400"},
        ),
        (2440, "rds.amazonaws.com", "RebootDBInstance", people, {"dBInstanceIdentifier": "orders"}),
    ]
    records = [
        {
            "eventVersion": "1.10",
            "eventTime": _iso(began, seconds, "seconds"),
            "eventSource": source,
            "eventName": name,
            "awsRegion": "eu-central-1",
            "sourceIPAddress": "198.51.100.7",
            "userAgent": "aws-sdk-go-v2",
            "userIdentity": {
                "type": "AssumedRole",
                "arn": f"arn:aws:sts::123456789012:assumed-role/{role}/session",
                "sessionContext": {"sessionIssuer": {"type": "Role", "userName": role}},
            },
            "requestParameters": parameters,
            "readOnly": name.startswith("Describe"),
            "eventID": f"00000000-0000-4000-8000-{number:012d}",
            "eventType": "AwsApiCall",
        }
        for number, (seconds, source, name, role, parameters) in enumerate(rows, 1)
    ]
    return json.dumps({"Records": records}, indent=1) + "\n"


def syslog(began: datetime) -> str:
    """RFC 5424 lines of the load balancer: servers go down one after the other and come back."""
    rows = [
        (30, 6, "Proxy checkout started."),
        (262, 5, "Server checkout/web-3 is DOWN, reason: Layer7 wrong status, code: 502. 2 active servers left."),
        (301, 5, "Server checkout/web-2 is DOWN, reason: Layer7 wrong status, code: 502. 1 active server left."),
        (318, 4, "backend checkout: queue length 412, 31 % of requests answered 502."),
        (1502, 4, "backend checkout: queue length 530, 33 % of requests answered 502."),
        (2494, 5, "Server checkout/web-2 is UP, reason: Layer7 check passed, code: 200. 2 active servers."),
        (2511, 5, "Server checkout/web-3 is UP, reason: Layer7 check passed, code: 200. 3 active servers."),
    ]
    return "".join(
        f"<{16 * 8 + severity}>1 {_iso(began, seconds, 'milliseconds')} lb-1 haproxy 812 - - {text}\n"
        for seconds, severity, text in rows
    )


def application(began: datetime) -> str:
    """The application's log as JSON lines: quiet before, a burst of a message never seen before, quiet after."""
    slots = "FATAL: remaining connection slots are reserved for roles with the SUPERUSER attribute"
    before = [_app(began, second, "info", "order placed", order=100_000 + second) for second in range(0, 240, 20)]
    change = [
        _app(began, 241, "info", "checkout 4.18.0 starting", pool=40),
        _app(began, 242, "warning", f"unused setting aws_access_key_id={LEAKED_KEY}"),
    ]
    refused = [_app(began, 245 + step, "error", slots, wait_ms=5000) for step in range(0, 2240, 12)]
    failed = [
        _app(began, 246 + step, "error", "POST /checkout answered 502", status=502) for step in range(0, 2240, 60)
    ]
    healthy = [_app(began, 2492, "info", "connection pool is healthy again", pool=40)]
    after = [_app(began, second, "info", "order placed", order=200_000 + second) for second in range(2500, 2800, 20)]
    return "".join([*before, *change, *sorted(refused + failed), *healthy, *after])


def notes(began: datetime) -> str:
    """What a responder typed while it went on."""
    rows = [
        (720, "Customers write to support that paying fails. Dashboards show 502 on checkout only."),
        (1290, "Took the page. The database refuses connections; three hosts ask for 40 each."),
        (1450, "max_connections is 100. It was 400 last week. Comparing with the last apply."),
        (2350, "Set max_connections back to 400, rebooting the database."),
        (2520, "Error rate is falling. Watching for ten minutes."),
    ]
    head = f"# Notes of the responder, {began.astimezone(UTC):%Y-%m-%d} (UTC)\n\n"
    return head + "".join(f"- {(began + timedelta(seconds=at)).astimezone(UTC):%H:%M} {text}\n" for at, text in rows)


def metric(began: datetime) -> str:
    """The share of failing requests as Prometheus answers ``query_range``, a sample every half minute."""
    samples = []
    for number in range(-20, 110):
        at, wave = number * 30, number * 7919 % 13
        failing = 245 <= at < 2492
        share = 0.29 + wave / 300 if failing else 0.002 + wave / 6000
        samples.append([(began + timedelta(seconds=at)).timestamp(), f"{share:.4f}"])
    labels = {"__name__": "job:http_requests_failed:ratio_rate1m", "job": "checkout"}
    result = [{"metric": labels, "values": samples}]
    return json.dumps({"status": "success", "data": {"resultType": "matrix", "result": result}})


def screenshot(began: datetime) -> bytes:
    """A dashboard as a PNG whose text chunk holds its own time, as screenshot tools write it."""
    picture = Image.new("RGB", (960, 420), "#f7f5f0")
    draw = ImageDraw.Draw(picture)
    draw.text((32, 24), "checkout: share of requests answered 502", fill="#222222")
    shares = [1, 1, 1, 2, 1, 8, 24, 31, 30, 33, 31, 32, 30, 31, 33, 31]
    points = [(40 + number * 58, 380 - share * 9) for number, share in enumerate(shares)]
    draw.line(points, fill="#b3261e", width=4)
    draw.line([(40, 380), (920, 380)], fill="#888888")
    draw.line([(40, 335), (920, 335)], fill="#c8c2b4")
    draw.text((44, 320), "alert threshold 5 %", fill="#666666")
    told = PngImagePlugin.PngInfo()
    told.add_text("Creation Time", _iso(began, 1450, "seconds"))
    target = io.BytesIO()
    picture.save(target, "PNG", pnginfo=told)
    return target.getvalue()


def alert(began: datetime, *, firing: bool = True) -> dict[str, object]:
    """The Alertmanager webhook body (version 4) of this incident."""
    starts = _iso(began, 560, "milliseconds")
    ends = "0001-01-01T00:00:00Z" if firing else _iso(began, 2760, "milliseconds")
    labels = {"alertname": "CheckoutErrors", "service": "checkout", "severity": "critical", "team": "payments"}
    annotations = {
        "summary": "Checkout answers 502 for a third of customers",
        "description": "More than 5 % of checkout requests answered 5xx for 4 minutes.",
    }
    state = "firing" if firing else "resolved"
    return {
        "version": "4",
        "groupKey": '{}:{alertname="CheckoutErrors"}',
        "truncatedAlerts": 0,
        "status": state,
        "receiver": "hotwash",
        "groupLabels": {"alertname": "CheckoutErrors"},
        "commonLabels": labels,
        "commonAnnotations": annotations,
        "externalURL": "http://alertmanager.example.org:9093",
        "alerts": [
            {
                "status": state,
                "labels": labels,
                "annotations": annotations,
                "startsAt": starts,
                "endsAt": ends,
                "generatorURL": "http://prometheus.example.org:9090/graph?g0.expr=checkout_errors",
                "fingerprint": "b1f2c3d4e5f60718",
            }
        ],
    }


def _app(began: datetime, seconds: float, level: str, message: str, **fields: object) -> str:
    row = {"time": _iso(began, seconds, "milliseconds"), "level": level, "logger": "checkout", "msg": message, **fields}
    return json.dumps(row) + "\n"


def _iso(began: datetime, seconds: float, precision: str) -> str:
    at = (began + timedelta(seconds=seconds)).astimezone(UTC)
    return at.isoformat(timespec=precision).replace("+00:00", "Z")


def _resource(address: str) -> Mapping[str, object]:
    kind, _, name = address.partition(".")
    return {
        "addr": address,
        "module": "",
        "resource": address,
        "implied_provider": "aws",
        "resource_type": kind,
        "resource_name": name,
        "resource_key": None,
    }


def _done(resource: Mapping[str, object], action: str, seconds: int) -> Mapping[str, object]:
    hook = {"resource": resource, "action": action, "id_key": "id", "id_value": "orders", "elapsed_seconds": seconds}
    return {"hook": hook}


def _going(resource: Mapping[str, object], seconds: int) -> Mapping[str, object]:
    return {"hook": {"resource": resource, "action": "update", "elapsed_seconds": seconds}}


def _summary(add: int, change: int, operation: str) -> Mapping[str, object]:
    return {"changes": {"add": add, "change": change, "import": 0, "remove": 0, "operation": operation}}
