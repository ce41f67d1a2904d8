"""Datadog events and logs, API v2: the time outside the attributes is exact to the second, those inside vary."""

from hotwash.ports.formats import Detail
from hotwash.ports.reading.fields import Item, first_text
from hotwash.ports.reading.levels import level_of
from hotwash.ports.reading.objects import JsonFormat, listed


def describe(item: Item) -> Detail:
    text = first_text(item, "attributes.attributes.title", "attributes.message", "attributes.title", "attributes.text")
    level = level_of(first_text(item, "attributes.status", "attributes.attributes.status"))
    return Detail(
        text, level, "log", {"service": first_text(item, "attributes.service", "attributes.attributes.service")}
    )


plugin = JsonFormat(
    "datadog", "Datadog events or logs", has=("attributes.timestamp|attributes.created", "type|id"), time=("attributes.timestamp", "attributes.created"),
    describe=describe, expand=listed("data"), score=0.97,
)  # fmt: skip
