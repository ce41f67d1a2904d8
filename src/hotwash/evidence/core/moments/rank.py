"""Which moments of many sources come first.

A source alone knows what is unusual in it; only together do they say what belongs to the incident. Trouble is grouped
in time; where several sources are in trouble at once, what lies there weighs more, a change shortly before it most of
all, and what lies far from it less. No source fills the first page: further moments of one source, and of one kind in
it, weigh a little less each. The score that comes out is the order.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from hotwash.evidence.core.moments.merge import MOST, Sourced, best
from hotwash.evidence.core.moments.moment import MINUTE, span

FIRST = 30
WEIGHED = 3_000  # of the highest scores; the rest keeps its place behind them
PICKED = 600
PAUSE = 15 * MINUTE  # two troubles further apart are two
LEAD = 30 * MINUTE  # so long before trouble a change is suspected
AROUND = 5 * MINUTE
FAR = 120 * MINUTE
HIGHEST = 0.99
LEAST = 0.1  # what is worth less is not proposed

_TROUBLE = (
    "log.error", "log.burst", "log.storm", "log.silence", "alert.firing", "metric.change", "ansible.failed",
    "ansible.unreachable", "terraform.diagnostic", "terraform.apply_errored",
)  # fmt: skip
_CHANGES = (
    "terraform.", "ansible.", "deploy.", "cloudtrail.", "cloud.", "kubernetes.", "command.", "log.state",
)  # fmt: skip
_SAID = ("chat.", "note")


@dataclass(frozen=True, slots=True)
class Trouble:
    """A stretch of time in which something goes wrong. ``starts`` holds the first time of each file that is in it."""

    begin: int
    end: int
    starts: dict[int, tuple[int, str]]

    def first_elsewhere(self, place: int) -> tuple[int, str] | None:
        """When and in which file another source than ``place`` is first in trouble."""
        other = [start for file, start in self.starts.items() if file != place]
        return min(other, default=None)


def ranked(found: Iterable[Sourced], most: int = MOST) -> list[Sourced]:
    """At most ``most``, the most telling first, with scores that fall in that order."""
    candidates = best(found, max(most, WEIGHED))
    troubles = _troubles(candidates)
    ends = _ends(candidates)
    weighed = [
        _ended(one, troubles, ends) if one.kind == "log.end" else _weighed(one, troubles)
        for one in candidates[:WEIGHED]
    ]
    weighed += candidates[WEIGHED:]
    weighed = [one for one in weighed if (one.score or 0) >= (LEAST if one.kind != "log.end" else 2 * LEAST)]
    return _varied(best(weighed, max(most, PICKED)))[:most]


def _troubles(found: Iterable[Sourced]) -> list[Trouble]:
    """Stretches of trouble of two sources or more, in the order of time."""
    bad = sorted((time, one.place, one.file) for one in found if _is_trouble(one) and (time := _time(one)) is not None)
    troubles: list[Trouble] = []
    for time, place, file in bad:
        if not troubles or time - troubles[-1].end > PAUSE:
            troubles.append(Trouble(time, time, {}))
        last = troubles[-1]
        last.starts.setdefault(place, (time, file))
        troubles[-1] = replace(last, end=time)
    return [one for one in troubles if len(one.starts) > 1]


def _is_trouble(one: Sourced) -> bool:
    return (one.score or 0) >= 0.55 and (
        one.kind.startswith(_TROUBLE) or (one.kind == "kubernetes.event" and (one.score or 0) >= 0.7)
    )


def _ends(found: Iterable[Sourced]) -> dict[int, int]:
    """The last time that is told of each source."""
    last: dict[int, int] = {}
    for one in found:
        if (time := _time(one)) is not None:
            last[one.place] = max(time, last.get(one.place, time))
    return last


def _ended(one: Sourced, troubles: Sequence[Trouble], ends: Mapping[int, int]) -> Sourced:
    """The end of a source says something where it lies in trouble and most other sources go on long after it."""
    time = _time(one)
    if time is None:
        return one
    others = [end - time for place, end in ends.items() if place != one.place]
    on = [length for length in others if length > PAUSE]
    within = any(trouble.begin - LEAD <= time <= trouble.end + AROUND for trouble in troubles)
    if len(on) < 2 or len(on) * 2 <= len(others) or not within:
        return one
    why = f"nothing more from this source, while {len(on)} others go on for up to {span(max(on))}"
    return replace(one, score=0.62, why=why)


def _time(one: Sourced) -> int | None:
    stamp = one.record.stamp
    return stamp.ns if stamp is not None and not stamp.yearless else None


def _weighed(one: Sourced, troubles: Sequence[Trouble]) -> Sourced:
    """The moment with what the other sources say about its time."""
    time, score = _time(one), one.score or 0.0
    if time is None or not troubles:
        return one
    near = [trouble for trouble in troubles if trouble.begin - LEAD <= time <= trouble.end + FAR]
    if not near:
        far = min(max(trouble.begin - time, time - trouble.end) for trouble in troubles) > FAR
        damped = score * (0.6 if one.kind.startswith(_SAID) else 0.8) if far else score
        return replace(one, score=round(damped, 3))
    trouble = max(near, key=lambda stretch: len(stretch.starts))
    gain, reason = _gain(one, time, trouble)
    if gain <= 0:
        return one
    why = f"{one.why}; {reason}" if reason and one.why else reason or one.why
    return replace(one, score=round(min(HIGHEST, score + gain * (HIGHEST - score)), 3), why=why)


def _gain(one: Sourced, time: int, trouble: Trouble) -> tuple[float, str]:
    """How much of the way to the highest score a moment is lifted, and why."""
    other = trouble.first_elsewhere(one.place)
    if other and one.kind.startswith(_CHANGES) and 0 <= other[0] - time <= LEAD and (one.score or 0) >= 0.35:
        nearness = 1 - (other[0] - time) / LEAD
        return 0.3 + 0.35 * nearness, f"{span(other[0] - time)} before {_name(other[1])} is in trouble"
    inside = trouble.begin - AROUND <= time <= trouble.end + AROUND
    if one.kind.startswith(_SAID):
        gain = 0.25 if (one.score or 0) >= 0.4 else 0.1
        return (gain, "said while there was trouble") if time >= trouble.begin - AROUND else (0.0, "")
    if not inside or (one.score or 0) < 0.4:
        return 0.0, ""
    at_once = sum(abs(start - time) <= AROUND for place, (start, _) in trouble.starts.items() if place != one.place)
    if not at_once:
        return 0.05, ""
    files = "another source is" if at_once == 1 else f"{at_once} other sources are"
    return min(0.45, 0.1 + 0.1 * at_once), f"{files} in trouble at the same time"


def _name(file: str) -> str:
    return file.rsplit("/", 1)[-1]


def _varied(ordered: list[Sourced]) -> list[Sourced]:
    """The first page picked one by one; whatever comes after has at most the score of the last of them."""
    left = list(ordered)
    files: Counter[int] = Counter()
    kinds: Counter[tuple[int, str]] = Counter()
    chosen: list[Sourced] = []
    while left and len(chosen) < FIRST:
        at, score = _next(left, files, kinds)
        one = left.pop(at)
        files[one.place] += 1
        kinds[one.place, one.kind] += 1
        chosen.append(replace(one, score=round(score, 3)))
    floor = chosen[-1].score if chosen else 0.0
    return [*chosen, *(replace(one, score=min(one.score or 0.0, floor or 0.0)) for one in left)]


def _next(left: Sequence[Sourced], files: Counter[int], kinds: Counter[tuple[int, str]]) -> tuple[int, float]:
    """The place and the score of the moment that weighs most beside those that were picked."""
    place, highest = 0, -1.0
    for at, one in enumerate(left):
        score = one.score or 0.0
        if score <= highest:
            break  # the rest has no more than this by itself
        score *= 0.95 ** max(0, files[one.place] - 3) * 0.85 ** max(0, kinds[one.place, one.kind] - 2)
        if score > highest:
            place, highest = at, score
    return place, highest
