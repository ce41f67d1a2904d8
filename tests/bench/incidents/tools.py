"""How each tool writes one line, from its documentation. Times are seconds since 1970, UTC."""

import json
from datetime import UTC, datetime
from random import Random

MS, US = 3, 6


def iso(at: float, digits: int = MS, mark: str = "Z") -> str:
    moment = datetime.fromtimestamp(at, UTC)
    fraction = f".{moment.microsecond:06d}"[: digits + 1] if digits else ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}{fraction}{mark}"


def syslog(at: float, host: str, program: str, text: str) -> str:
    moment = datetime.fromtimestamp(at, UTC)
    return f"{moment:%b} {moment.day:2d} {moment:%H:%M:%S} {host} {program}: {text}"


def rsyslog(at: float, host: str, program: str, text: str) -> str:
    """The file format of rsyslog with RFC 3339 times."""
    return f"{iso(at, US, '+00:00')} {host} {program}: {text}"


def spring(at: float, level: str, logger: str, text: str) -> str:
    thread = f"exec-{int(at * 7) % 40}"
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M:%S}.{int(at % 1 * 1000):03d}Z {level:>5} 1 --- [{thread}] {logger} : {text}"


def json_line(at: float, level: str, message: str, **fields: object) -> str:
    return json.dumps({"time": iso(at), "level": level, "msg": message, **fields})


def logfmt(at: float, level: str, message: str, **fields: object) -> str:
    rest = "".join(
        f" {name}={json.dumps(value) if isinstance(value, str) else value}" for name, value in fields.items()
    )
    return f'time={iso(at)} level={level} msg="{message}"{rest}'


def access(at: float, request: str, status: int, size: int, client: str = "10.2.3.4") -> str:
    """Combined log format."""
    moment = datetime.fromtimestamp(at, UTC)
    return f'{client} - - [{moment:%d/%b/%Y:%H:%M:%S} +0000] "{request} HTTP/1.1" {status} {size} "-" "Mozilla/5.0 (X11; Linux x86_64)"'


def postgres(at: float, pid: int, level: str, text: str) -> str:
    moment = datetime.fromtimestamp(at, UTC)
    return f"{moment:%Y-%m-%d %H:%M:%S}.{int(at % 1 * 1000):03d} UTC [{pid}] app@shop {level}:  {text}"


def nginx_error(at: float, level: str, text: str) -> str:
    moment = datetime.fromtimestamp(at, UTC)
    return f"{moment:%Y/%m/%d %H:%M:%S} [{level}] 31#31: *{int(at) % 900000} {text}"


def terraform(at: float, kind: str, message: str, level: str = "info", **more: object) -> str:
    """One line of ``terraform apply -json``."""
    return json.dumps(
        {
            "@level": level,
            "@message": message,
            "@module": "terraform.ui",
            "@timestamp": iso(at, US),
            "type": kind,
            **more,
        }
    )


def hook(address: str, action: str, **more: object) -> dict[str, object]:
    kind, _, name = address.rpartition(".")
    return {"resource": {"addr": address, "resource_type": kind, "resource_name": name}, "action": action, **more}


def ansible(at: float, text: str, level: str = "INFO") -> str:
    """The file of ``log_path``. The control node's clock is UTC here."""
    moment = datetime.fromtimestamp(at, UTC)
    return f"{moment:%Y-%m-%d %H:%M:%S},{int(at % 1 * 1000):03d} p=8123 u=deploy n=ansible {level}| {text}"


def cloudtrail(at: float, name: str, source: str, role: str, **more: object) -> dict[str, object]:
    issuer = {"type": "Role", "userName": role}
    who = {
        "type": "AssumedRole",
        "arn": f"arn:aws:sts::123456789012:assumed-role/{role}/session",
        "sessionContext": {"sessionIssuer": issuer},
    }
    return {
        "eventVersion": "1.10", "eventTime": iso(at, 0), "eventSource": f"{source}.amazonaws.com", "eventName": name, "awsRegion": "eu-central-1",
        "userIdentity": who, "readOnly": name.startswith(("Describe", "List", "Get", "Assume")), "eventType": "AwsApiCall", **more,
    }  # fmt: skip


def kube_event(at: float, reason: str, thing: str, message: str, **more: object) -> dict[str, object]:
    kind, _, name = thing.partition("/")
    warn = bool(more.pop("warn", False))
    count = more.pop("count", 1)
    first = more.pop("first", at)
    assert isinstance(first, float | int)
    return {
        "apiVersion": "v1", "kind": "Event", "type": "Warning" if warn else "Normal", "reason": reason, "message": message, "count": count,
        "firstTimestamp": iso(first, 0), "lastTimestamp": iso(at, 0), "involvedObject": {"kind": kind, "namespace": "shop", "name": name},
        "metadata": {"name": f"{name}.{int(at)}", "namespace": "shop", "creationTimestamp": iso(first, 0)}, "source": {"component": "kubelet"},
    }  # fmt: skip


def alert(name: str, at: float, severity: str, summary: str, **more: object) -> dict[str, object]:
    """One alert of Alertmanager's webhook. ``ends``: when it was resolved."""
    ends = more.pop("ends", None)
    labels = {"alertname": name, "severity": severity, **{key: str(value) for key, value in more.items()}}
    return {
        "status": "resolved" if ends else "firing", "labels": labels, "annotations": {"summary": summary}, "startsAt": iso(at),
        "endsAt": iso(ends) if isinstance(ends, float | int) else "0001-01-01T00:00:00Z", "generatorURL": "http://prometheus:9090/graph",
        "fingerprint": f"{Random(f'{name}{at}').getrandbits(64):016x}",
    }  # fmt: skip


def slack(at: float, who: str, text: str) -> dict[str, object]:
    return {"type": "message", "user": who, "text": text, "ts": f"{at:.6f}", "user_profile": {"display_name": who}}


def series(points: list[tuple[float, float]], **labels: str) -> dict[str, object]:
    """One series of Prometheus' ``query_range``."""
    return {"metric": labels, "values": [[int(at), f"{value:.4g}"] for at, value in points]}


def matrix(*found: dict[str, object]) -> dict[str, object]:
    return {"status": "success", "data": {"resultType": "matrix", "result": list(found)}}


def request_id(random: Random) -> str:
    return f"{random.getrandbits(64):016x}"
