"""Shapes in which JSON holds many records without a list of objects: columns and rows, parallel lists, pairs.

``unfold`` makes objects of them, so that the rest only ever sees objects. What it does not know it leaves alone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from hotwash.ports.reading.fields import find_time
from hotwash.ports.stamps import from_value

_DEEPEST = 6
_LOOKED_AT = 20
Found = list[object]
Shape = Callable[[Mapping[str, object]], Found]


def _names(value: object) -> list[str]:
    """Column names: texts, or objects that have a name."""
    if not isinstance(value, list) or len(value) < 2:
        return []
    names = [part if isinstance(part, str) else part.get("name") for part in value if isinstance(part, str | dict)]
    return [str(name) for name in names] if all(names) and len(names) == len(value) else []


def _rows(node: Mapping[str, object]) -> Found:
    """``columns`` beside ``rows`` or ``values``: Log Analytics, InfluxDB, SQL answers."""
    names = _names(node.get("columns"))
    rows = next((rows for key in ("rows", "values") if isinstance(rows := node.get(key), list)), None)
    if not names or rows is None:
        return []
    return [dict(zip(names, row, strict=False)) for row in rows if isinstance(row, list)]


def _parallel(node: Mapping[str, object]) -> Found:
    """``Timestamps`` beside ``Values``: CloudWatch, charts."""
    keys = {name.lower(): name for name, value in node.items() if isinstance(value, list)}
    times = next((keys[name] for name in ("timestamps", "times", "time") if name in keys), None)
    values = next((keys[name] for name in ("values", "value", "data") if name in keys), None)
    if times is None or values is None:
        return []
    first, second = node[times], node[values]
    if not isinstance(first, list) or not isinstance(second, list) or not first or from_value(first[0]) is None:
        return []
    label = str(node.get("Label") or node.get("label") or node.get("name") or "")
    return [{"timestamp": at, "value": value, "name": label} for at, value in zip(first, second, strict=False)]


def _pairs(node: Mapping[str, object]) -> Found:
    """Lists of a time and a value, in either order: Graphite, Datadog, Prometheus."""
    for key in ("datapoints", "pointlist", "points", "values"):
        points = node.get(key)
        if not isinstance(points, list) or not points or not all(_is_pair(point) for point in points[:_LOOKED_AT]):
            continue
        last = all(from_value(point[0]) is None and from_value(point[1]) for point in points[:_LOOKED_AT])
        if last or from_value(points[0][0]):
            label = str(node.get("target") or node.get("metric") or "")
            return [{"timestamp": point[last], "value": point[1 - last], "name": label} for point in points]
    return []


def _by_time(node: Mapping[str, object]) -> Found:
    """An object whose names are times."""
    if len(node) < 2 or not all(name[:1].isdigit() and from_value(name) for name in list(node)[:_LOOKED_AT]):
        return []
    return [
        {"timestamp": name, **(value if isinstance(value, dict) else {"value": value})} for name, value in node.items()
    ]


def _is_pair(point: object) -> bool:
    return isinstance(point, list) and len(point) == 2


def _named_fields(values: Sequence[object]) -> Found:
    """Records that are lists of ``{field, value}``: CloudWatch Logs Insights."""
    if not values or not all(isinstance(row, list) and row and _is_named(row[0]) for row in values[:_LOOKED_AT]):
        return []
    return [
        {str(part["field"]): part["value"] for part in row if isinstance(part, dict) and _is_named(part)}
        for row in values
        if isinstance(row, list)
    ]


def _is_named(part: object) -> bool:
    return isinstance(part, dict) and "field" in part and "value" in part


_SHAPES: tuple[Shape, ...] = (_rows, _parallel, _pairs, _by_time)


def unfold(document: object, depth: int = _DEEPEST) -> Found:
    """The records of all such shapes in a document, in order; nothing where it has none."""
    found: Found = []
    if isinstance(document, dict):
        for shape in _SHAPES:
            if records := shape(document):
                return records if _has_time(records[0]) else []
    elif isinstance(document, list) and (records := _named_fields(document)):
        return records
    if depth:
        for part in _inner(document):
            found.extend(unfold(part, depth - 1))
    return found


def _has_time(record: object) -> bool:
    return isinstance(record, dict) and find_time(record, 1) is not None


def _inner(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
