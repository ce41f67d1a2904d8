"""Kubernetes API audit log."""

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.fields import Item, first_text, get, text_at
from hotwash.ports.reading.objects import JsonFormat, listed


def describe(item: Item) -> Detail:
    verb, code = text_at(item, "verb"), get(item, "responseStatus.code")
    thing = "/".join(part for part in (text_at(item, "objectRef.resource"), text_at(item, "objectRef.name")) if part)
    failed = isinstance(code, int) and code >= 400
    kind = "kubernetes.read" if verb in {"get", "list", "watch"} else "kubernetes.write"
    who = first_text(item, "user.groups.0", "user.username")
    return Detail(
        f"{verb} {thing or text_at(item, 'requestURI')} by {who} {code or ''}".strip(),
        Level.WARNING if failed else None,
        kind,
    )


plugin = JsonFormat(
    "kubernetes.audit", "Kubernetes audit log", has=("auditID", "verb"), time=("requestReceivedTimestamp", "stageTimestamp"),
    describe=describe, expand=listed("items"), score=0.99,
)  # fmt: skip
