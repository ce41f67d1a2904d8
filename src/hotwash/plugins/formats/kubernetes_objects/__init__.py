"""Kubernetes objects as kubectl prints them in JSON: when each was made, and how its containers stand."""

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.fields import Item, as_object, get, text_at
from hotwash.ports.reading.objects import JsonFormat, as_list, listed


def describe(item: Item) -> Detail:
    states = [
        f"{text_at(container, 'name')} {name} {text_at(state, 'reason')} {text_at(state, 'exitCode')}".strip()
        for container in as_list(get(item, "status.containerStatuses"))
        for place in ("state", "lastState")
        for name, state in as_object(get(container, place)).items()
    ]
    bad = any(word in state for state in states for word in ("BackOff", "Error", "OOMKilled", "terminated"))
    text = f"{text_at(item, 'kind')} {text_at(item, 'metadata.name')} created; {'; '.join(states) or text_at(item, 'status.phase')}"
    return Detail(
        text.rstrip("; "),
        Level.WARNING if bad else None,
        "kubernetes.object",
        {"namespace": text_at(item, "metadata.namespace")},
    )


plugin = JsonFormat(
    "kubernetes.objects", "Kubernetes objects", has=("metadata.creationTimestamp",), time=("metadata.creationTimestamp",),
    describe=describe, expand=listed("items"), test=lambda item: "reason" not in item and get(item, "kind") != "Event", score=0.9,
)  # fmt: skip
