"""Google Cloud Logging entries: answers of ``gcloud logging read``, exports, audit logs. A stamp without a zone is UTC."""

from hotwash.ports.formats import Detail
from hotwash.ports.reading.fields import Item, first_text
from hotwash.ports.reading.fields import describe as by_names
from hotwash.ports.reading.levels import level_of
from hotwash.ports.reading.objects import JsonFormat, listed

_READS = ("get", "list", "read", "query", "watch")


def describe(item: Item) -> Detail:
    method = first_text(item, "protoPayload.methodName", "protopayload.methodname")
    level = level_of(item.get("severity"))
    if not method:
        detail = by_names(item)
        return Detail(
            first_text(item, "textPayload", "jsonPayload.message") or detail.text,
            level or detail.level,
            "log",
            detail.fields,
        )
    resource = first_text(item, "protoPayload.resourceName", "protoPayload.serviceName")
    reads = method.rsplit(".", 1)[-1].lower().startswith(_READS)
    status = first_text(item, "protoPayload.status.message")
    return Detail(
        f"{method} {resource}{f' failed: {status}' if status else ''}",
        level,
        "cloud.read" if reads else "cloud.write",
        {"method": method},
    )


plugin = JsonFormat(
    "gcp.logging", "Google Cloud log entries", has=("logName|logname|insertId|insertid",), time=("timestamp", "receiveTimestamp", "p_event_time"), describe=describe,
    expand=listed("entries"), zone=0, score=0.96, test=lambda item: "resource" in item or "protoPayload" in item or "textPayload" in item or "jsonPayload" in item or "protopayload" in item,
)  # fmt: skip
