"""Series of values: Prometheus and Loki answers. Each pair is one record: for Loki a log line, else a sample."""

from collections.abc import Iterator

from hotwash.ports.formats import Detail
from hotwash.ports.reading.fields import Item, get, text_at
from hotwash.ports.reading.levels import level_in, level_of
from hotwash.ports.reading.objects import JsonFormat, as_list
from hotwash.ports.stamps import from_value


def pairs(document: object) -> Iterator[object]:
    result = get(document, "data.result") if isinstance(document, dict) else document
    if get(document, "data.resultType") in {"scalar", "string"} and isinstance(result, list):
        result = [{"metric": {}, "value": result}]
    for series in as_list(result):
        labels = get(series, "stream") or get(series, "metric") or {}
        values = as_list(get(series, "values")) or [value for value in (get(series, "value"),) if value]
        for pair in values:
            if isinstance(pair, list) and len(pair) >= 2:
                yield {"at": pair[0], "value": pair[1], "labels": labels, "line": get(series, "stream") is not None}


def describe(item: Item) -> Detail:
    labels = item.get("labels")
    shown = ", ".join(f"{name}={value}" for name, value in labels.items()) if isinstance(labels, dict) else ""
    stamp = from_value(item["at"])
    if item["line"]:
        text = text_at(item, "value")
        level = level_of(get(item, "labels.level") or get(item, "labels.detected_level")) or level_in(text)
        return Detail(text, level, "log", {"labels": shown}, stamp)
    return Detail(
        f"{{{shown}}} {text_at(item, 'value')}",
        None,
        "metric.sample",
        {"labels": shown, "value": text_at(item, "value")},
        stamp,
    )


plugin = JsonFormat(
    "series",
    "Prometheus or Loki answer",
    has=("at", "labels"),
    time=("at",),
    describe=describe,
    expand=pairs,
    score=0.99,
)
