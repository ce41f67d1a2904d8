"""OpenTelemetry logs as the collector writes them: nanoseconds as text, several records in one line."""

from collections.abc import Iterator

from hotwash.ports.formats import Detail
from hotwash.ports.reading.fields import Item, first_text, get
from hotwash.ports.reading.levels import LEVELS
from hotwash.ports.reading.objects import JsonFormat, as_list


def records(document: object) -> Iterator[object]:
    for resource in as_list(get(document, "resourceLogs")):
        names = {
            str(get(a, "key")): first_text(a, "value.stringValue")
            for a in as_list(get(resource, "resource.attributes"))
            if isinstance(a, dict)
        }
        for scope in as_list(get(resource, "scopeLogs")) or as_list(get(resource, "instrumentationLibraryLogs")):
            for record in as_list(get(scope, "logRecords")):
                if isinstance(record, dict):
                    yield {**record, "service": names.get("service.name", ""), "logRecord": True}


def describe(item: Item) -> Detail:
    level = LEVELS.get(first_text(item, "severityText").lower())
    return Detail(
        first_text(item, "body.stringValue", "body.intValue", "eventName"),
        level,
        "log",
        {"service": str(item["service"])},
    )


plugin = JsonFormat(
    "otlp", "OpenTelemetry logs", has=("logRecord",), time=("timeUnixNano", "observedTimeUnixNano"), describe=describe, expand=records, score=0.99,
)  # fmt: skip
