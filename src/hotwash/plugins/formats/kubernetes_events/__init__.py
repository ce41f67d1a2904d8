"""Kubernetes events (``kubectl get events -o json``). A repeated event is a span; its last time is its time."""

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.fields import Item, first_text, text_at
from hotwash.ports.reading.objects import JsonFormat, listed


def describe(item: Item) -> Detail:
    thing = f"{text_at(item, 'involvedObject.kind').lower()}/{text_at(item, 'involvedObject.name')}".strip("/")
    count = first_text(item, "count", "series.count")
    times = (
        f" ({count} times since {first_text(item, 'firstTimestamp', 'eventTime')})" if count not in {"", "1"} else ""
    )
    text = f"{text_at(item, 'reason')} {thing}: {first_text(item, 'message', 'note')}{times}"
    level = Level.WARNING if text_at(item, "type") == "Warning" else None
    fields = {
        "reason": text_at(item, "reason"),
        "object": thing,
        "namespace": text_at(item, "involvedObject.namespace"),
        "count": count,
    }
    return Detail(text, level, "kubernetes.event", {name: value for name, value in fields.items() if value})


plugin = JsonFormat(
    "kubernetes.events", "Kubernetes events", has=("involvedObject|regarding", "reason"),
    time=("lastTimestamp", "eventTime", "series.lastObservedTime", "timestamp"), describe=describe, expand=listed("items"), score=0.99,
)  # fmt: skip
