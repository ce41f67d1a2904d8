"""Azure activity log (``az monitor activity-log list``, SDK and diagnostic export). Twelve-hour stamps are month first."""

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.fields import Item, first_text
from hotwash.ports.reading.levels import level_of
from hotwash.ports.reading.objects import JsonFormat, listed


def describe(item: Item) -> Detail:
    name = first_text(
        item, "operationName.localizedValue", "operationName.value", "operationName", "operation_name.value"
    )
    status = first_text(item, "status.value", "resultType", "status", "properties.statusCode")
    resource = first_text(item, "resourceId", "resource_id").rsplit("/", 1)[-1]
    level = Level.ERROR if status.lower().startswith("fail") else level_of(first_text(item, "level"))
    writes = any(word in name.lower() for word in ("write", "delete", "action", "create", "update"))
    text = " ".join(part for part in (name or first_text(item, "category"), resource, status) if part)
    return Detail(text, level, "cloud.write" if writes else "cloud.read", {"status": status, "resource": resource})


plugin = JsonFormat(
    "azure.activity", "Azure activity log", has=("time|eventTimestamp|event_timestamp", "category|operationName|operation_name"),
    time=("eventTimestamp", "event_timestamp", "time"), describe=describe, expand=listed("value", "records"), score=0.9,
    test=lambda item: "level" not in item or "resourceId" in item or "operationName" in item,
)  # fmt: skip
