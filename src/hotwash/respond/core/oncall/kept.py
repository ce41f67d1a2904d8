"""Layers as they are kept of a schedule that has changed since, and custom shifts as people write them."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import TypedDict
from zoneinfo import ZoneInfo

from hotwash.respond.core.oncall.rotations import LayerValue, Point
from hotwash.respond.core.states import Rotation

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_POINT = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*\s+(\d{1,2}):(\d{2})", re.IGNORECASE)


class KeptLayer(TypedDict):
    """As JSON; dates and times in ISO 8601."""

    name: str
    members: list[int]
    starts_on: str
    ends_on: str
    rotation: str
    every: int
    handover: str
    weekdays: list[int]
    from_time: str
    to_time: str
    points: list[tuple[int, str]]
    timezone: str


def layer_to_json(layer: LayerValue) -> KeptLayer:
    return KeptLayer(
        name=layer.name,
        members=list(layer.members),
        starts_on=layer.starts_on.isoformat(),
        ends_on=layer.ends_on.isoformat() if layer.ends_on else "",
        rotation=layer.rotation.value,
        every=layer.every,
        handover=layer.handover.isoformat(),
        weekdays=sorted(layer.weekdays),
        from_time=layer.from_time.isoformat() if layer.from_time else "",
        to_time=layer.to_time.isoformat() if layer.to_time else "",
        points=points_to_json(layer.points),
        timezone=layer.zone.key if layer.zone else "",
    )


def layer_from_json(kept: KeptLayer, zones: Mapping[int, ZoneInfo] | None = None) -> LayerValue:
    return LayerValue(
        name=kept["name"],
        members=tuple(kept["members"]),
        starts_on=date.fromisoformat(kept["starts_on"]),
        ends_on=date.fromisoformat(kept["ends_on"]) if kept["ends_on"] else None,
        rotation=Rotation(kept["rotation"]),
        every=kept["every"],
        handover=time.fromisoformat(kept["handover"]),
        weekdays=frozenset(kept["weekdays"]),
        from_time=time.fromisoformat(kept["from_time"]) if kept["from_time"] else None,
        to_time=time.fromisoformat(kept["to_time"]) if kept["to_time"] else None,
        points=points_from_json(kept["points"]),
        zone=ZoneInfo(kept["timezone"]) if kept["timezone"] else None,
        zones=zones or {},
    )


def points_to_json(points: Sequence[Point]) -> list[tuple[int, str]]:
    return [(point.weekday, point.at.isoformat()) for point in points]


def points_from_json(kept: Sequence[Sequence[int | str]]) -> tuple[Point, ...]:
    return tuple(Point(int(weekday), time.fromisoformat(str(at))) for weekday, at in kept)


def points_of(text: str) -> tuple[Point, ...] | str:
    """The hand-overs of ``Mon 09:00, Fri 17:00``; the first piece that is none."""
    found: list[Point] = []
    for piece in filter(None, (str(part).strip() for part in re.split(r"[,;\n]", text))):
        match = _POINT.fullmatch(piece)
        if match is None or not (int(match[2]) < 24 and int(match[3]) < 60):
            return piece
        found.append(Point(WEEKDAYS.index(match[1].title()), time(int(match[2]), int(match[3]))))
    return tuple(dict.fromkeys(found))


def points_text(points: Sequence[Point]) -> str:
    return ", ".join(f"{WEEKDAYS[point.weekday]} {point.at:%H:%M}" for point in points)
