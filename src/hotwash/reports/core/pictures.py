"""The pictures of a report, drawn from its values by the same functions as on the pages of the stages."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hotwash.analysis.core.fishbone import Bone, fishbone
from hotwash.analysis.core.graph import Graph, Kind, Link, Node
from hotwash.evidence.core.draw import BINS, Lane, Rule, bin_of, lanes_svg
from hotwash.evidence.core.draw import Picture as Drawing
from hotwash.reports.core import wording
from hotwash.reports.core.values import Picture, Values

MOST_LANES = 8
_KINDS = frozenset(Kind)


def pictures_of(values: Values) -> Mapping[str, Picture]:
    """By the name of the live block; a picture that would show nothing is left out."""
    found = {"timeline_picture": timeline(values), "fishbone": causes(values)}
    return {name: picture for name, picture in found.items() if picture is not None}


def timeline(values: Values) -> Picture | None:
    """Entries by source over time, with the key times as rules. For three entries and two sources on."""
    names = list(dict.fromkeys(entry.lane or "timeline" for entry in values.entries))
    if len(values.entries) < 3 or len(names) < 2:
        return None
    marks = [key.at for key in values.key_times if key.at is not None]
    times = [*marks, *(entry.at for entry in values.entries)]
    margin = max((max(times) - min(times)) * 0.03, timedelta(seconds=30))
    try:
        start, end = min(times) - margin, max(times) + margin
    except OverflowError:  # times at the very ends of the calendar
        start, end = min(times), max(times)
    start, end = (_in_zone(at, values.zone, start) for at in (start, end))
    shown = sorted(names, key=lambda name: -sum((entry.lane or "timeline") == name for entry in values.entries))[
        :MOST_LANES
    ]
    counts = {name: [0] * BINS for name in shown}
    for entry in values.entries:
        lane = entry.lane or "timeline"
        if lane in counts:
            counts[lane][bin_of(entry.at, start, end)] += 1
    rules = [Rule(key.name, key.at) for key in values.key_times if key.at is not None]
    lanes = [Lane(name, counts[name]) for name in names if name in counts]
    drawing = Drawing(start, end, lanes, rules, title="Timeline by source")
    return Picture(lanes_svg(drawing), "Entries by source over time, with the key times")


def _in_zone(at: datetime, zone: str, when: datetime) -> datetime:
    """In the zone of the report, with the distance to UTC of its beginning, so that lengths stay true over DST."""
    try:
        return at.astimezone(timezone(when.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()))
    except (OverflowError, ValueError, ZoneInfoNotFoundError):
        return at


def causes(values: Values) -> Picture | None:
    nodes = tuple(
        Node(index, factor.reference, factor.statement, Kind(factor.kind), category=factor.category)
        for index, factor in enumerate(values.factors)
        if factor.kind in _KINDS
    )
    ids = {node.reference: node.id for node in nodes}
    links = (
        Link(ids[link.cause], ids[link.effect])
        for link in values.because
        if link.cause in ids and link.effect in ids and link.cause != link.effect
    )
    graph = Graph(nodes, tuple(links))
    if not graph.explaining:
        return None
    bones = [Bone(key, name) for key, name in values.categories or wording.CATEGORIES.items()]
    return Picture(fishbone(graph, bones), "Fishbone: the contributing factors by category")
