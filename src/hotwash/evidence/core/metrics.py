"""From a metric to impact: when a series was beyond a limit, for how long and how far.

A sample holds until the next one. Where samples stay away for much longer than they usually do, nothing is known: a
stretch ends with the last sample before such a gap, and says so.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median

GAP = 3.5  # times the usual pause between samples
STRAY = 6.0  # times the usual deviation


@dataclass(frozen=True, slots=True)
class Point:
    at: datetime
    value: float


class Meaning(StrEnum):
    """What a value says about the share of the service that was lost."""

    NOTHING = "nothing"  # milliseconds, counts: it says when, not how much
    LOST_PERCENT = "lost_percent"  # 31: 31 % were lost
    LOST_SHARE = "lost_share"  # 0.31: the same
    KEPT_PERCENT = "kept_percent"  # 69: the same, a rate of success
    KEPT_SHARE = "kept_share"  # 0.69

    def lost(self, value: float) -> float | None:
        """Per cent that were lost, 0 to 100 with two decimals; None where a value does not say."""
        if self is Meaning.NOTHING:
            return None
        percent = value * (100 if self in {Meaning.LOST_SHARE, Meaning.KEPT_SHARE} else 1)
        kept = self in {Meaning.KEPT_PERCENT, Meaning.KEPT_SHARE}
        return round(min(100.0, max(0.0, 100 - percent if kept else percent)), 2)


@dataclass(frozen=True, slots=True)
class Limit:
    """Over ``value`` (or under it) for at least ``shortest``; what is apart by no more than ``pause`` is one."""

    value: float
    over: bool = True
    shortest: timedelta = timedelta(minutes=1)
    pause: timedelta = timedelta(minutes=5)

    def beyond(self, value: float) -> bool:
        return value > self.value if self.over else value < self.value

    def further(self, one: float, two: float) -> float:
        return max(one, two) if self.over else min(one, two)


@dataclass(frozen=True, slots=True)
class Breach:
    """A stretch beyond the limit. ``mean`` weighs each value by how long it held; ``worst`` is the furthest.

    ``open``: the series ends, or falls silent, while it is still beyond.
    """

    start: datetime
    end: datetime
    mean: float
    worst: float
    open: bool = False

    @property
    def length(self) -> timedelta:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class _Held:
    """A value and the time for which it holds; ``seen``: another sample tells how long."""

    start: datetime
    end: datetime
    value: float
    seen: bool

    @property
    def seconds(self) -> float:
        return (self.end - self.start).total_seconds()


def breaches(points: Sequence[Point], limit: Limit) -> list[Breach]:
    """The stretches beyond a limit, in the order of time. ``points`` are in that order too."""
    found: list[list[_Held]] = []
    near: list[_Held] = []  # what lies between the last stretch and now, as long as it may still belong to it
    for held in _held(points):
        if limit.beyond(held.value):
            if found and _goes_on(found[-1], near, held, limit):
                found[-1] += [*near, held]
            else:
                found.append([held])
            near = []
        elif found:
            near.append(held)
    made = [_breach(parts, limit) for parts in found]
    return [one for one in made if one.length >= limit.shortest]


def _goes_on(before: Sequence[_Held], near: Sequence[_Held], held: _Held, limit: Limit) -> bool:
    known = all(part.seen for part in (*before[-1:], *near))
    return known and held.start - before[-1].end <= limit.pause


def _held(points: Sequence[Point]) -> Iterator[_Held]:
    longest = usual_pause(points) * GAP
    for one, two in pairwise(points):
        seen = two.at - one.at <= longest
        yield _Held(one.at, two.at if seen else one.at, one.value, seen)
    if points:
        yield _Held(points[-1].at, points[-1].at, points[-1].value, seen=False)


def usual_pause(points: Sequence[Point]) -> timedelta:
    """Between two samples; nothing for fewer than two."""
    pauses = sorted(two.at - one.at for one, two in pairwise(points) if two.at > one.at)
    return pauses[len(pauses) // 2] if pauses else timedelta()


def _breach(parts: Sequence[_Held], limit: Limit) -> Breach:
    seconds = sum(part.seconds for part in parts)
    mean = sum(part.value * part.seconds for part in parts) / seconds if seconds else parts[0].value
    worst = parts[0].value
    for part in parts:
        worst = limit.further(worst, part.value)
    return Breach(parts[0].start, parts[-1].end, mean, worst, open=not parts[-1].seen)


def suggested(points: Sequence[Point], calm_before: datetime | None = None) -> Limit | None:
    """A limit between what is usual and what is not, from the samples before a time (or all of them); on the side where
    the series strays furthest. None where nothing strays.
    """
    calm = [point.value for point in points if calm_before is None or point.at < calm_before] or [
        point.value for point in points
    ]
    if len(calm) < 3:
        return None
    middle = median(calm)
    usual = 1.4826 * median(abs(value - middle) for value in calm)
    usual = usual or 0.02 * abs(middle) or 1e-9
    high, low = max(point.value for point in points) - middle, middle - min(point.value for point in points)
    furthest = max(high, low)
    if furthest <= STRAY * usual:
        return None
    distance = max(STRAY * usual, furthest / 5)
    over = high >= low
    return Limit(_round(middle + distance if over else middle - distance), over)


def _round(value: float) -> float:
    """To two digits that count: a limit is something that people say."""
    return float(f"{value:.2g}")


def guessed_meaning(name: str, points: Sequence[Point]) -> Meaning:
    """From the name of a series and its values. A guess, to be shown as one."""
    words = name.lower()
    share = bool(points) and all(0 <= point.value <= 1 for point in points)
    percent = bool(points) and all(0 <= point.value <= 100 for point in points)
    kept = any(word in words for word in ("success", "availab", "uptime", "up{", "probe_success", "sli"))
    lost = any(word in words for word in ("error", "fail", "5xx", "502", "503", "loss", "unavail", "reject"))
    told = any(word in words for word in ("ratio", "rate", "share", "percent", "fraction", "pct", "%"))
    if kept and not lost and share:
        return Meaning.KEPT_SHARE
    if kept and not lost and percent and told:
        return Meaning.KEPT_PERCENT
    if lost and share and told:
        return Meaning.LOST_SHARE
    return Meaning.LOST_PERCENT if lost and percent and told else Meaning.NOTHING


def source_of(reference: str, name: str) -> str:
    """How a note begins that was written from a series of a file."""
    bare = name[:300].replace("`", "'")
    return f"From {reference}, `{bare}`:"


def told(source: str, limit: Limit, one: Breach) -> str:
    """What stands with impact that was measured, so that it can be measured again."""
    side = "over" if limit.over else "under"
    goes_on = "; the samples end there" if one.open else ""
    return f"{source} {side} {limit.value:g}, on average {one.mean:.4g}, at worst {one.worst:.4g}{goes_on}."


@dataclass(frozen=True, slots=True)
class Measured:
    """Where a note says that its impact was measured: the series ``name`` in the file ``reference``."""

    reference: str
    name: str
    limit: Limit


_MEASURED = re.compile(r"From (E-\d{1,9}), `([^`]{1,300})`: (over|under) (-?[\d.]+(?:e[+-]?\d{1,3})?), on average ")


def measured(note: str) -> Measured | None:
    """What ``told`` wrote, read back; None for a note that a person wrote or changed."""
    found = _MEASURED.match(note)
    return Measured(found[1], found[2], Limit(float(found[4]), found[3] == "over")) if found else None


def brief(note: str) -> str:
    """A note without the name of the series, which is long, where the name is said elsewhere."""
    found = measured(note)
    return note.replace(f", `{found.name}`:", ":", 1) if found else note
