"""Suggesting by how much the clock of one source is off, from what it reports in common with another.

The differences of the times at which two sources first speak of the same things gather around one value if their clocks
differ by a constant: the mode is taken, since a few things are said much later by one of the two. An offset of whole
quarters of an hour is a zone that was read wrongly, all else a clock that is wrong. With fewer than three things in
common, or without a clear mode, nothing is said. A suggestion is shown with what speaks for it, never applied.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from statistics import median

from hotwash.ports.stamps import Basis
from hotwash.ports.stamps.stamp import NS

LEAST = 3  # things in common
WIDTHS = ((2 * NS, 1.0), (10 * NS, 0.92), (60 * NS, 0.8))  # how far differences may scatter, and what that costs
SHARE = 0.5  # of all differences that the mode has to hold
QUARTER = 900 * NS
FARTHEST = 14 * 3600 * NS  # no zone is further from another's mistake
AGREES = 2 * NS  # below it is the time that a message takes
SHOWN = 5
CROWD = 12  # a landmark of more sources than these joins nothing
_SURE = 0.5


class Kind(StrEnum):
    AGREES = "agrees"
    ZONE = "zone"
    SKEW = "skew"


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing that both sources report, with the times (ns) that they give to it."""

    token: str
    one: int
    two: int


@dataclass(frozen=True, slots=True)
class Offset:
    """``shift`` (ns) added to the times of the second source makes them agree with the first.

    ``support`` of ``common`` things speak for it, some of which are ``pairs``; they scatter by ``spread`` ns.
    """

    shift: int
    kind: Kind
    confidence: float
    support: int
    common: int
    spread: int
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """``zoned``: its zone is written in it, so that it is rather the other one that is off."""

    name: str
    marks: Mapping[str, int]
    zoned: bool = True


def is_zoned(bases: Iterable[str]) -> bool:
    """Whether a source whose zones are known by ``bases`` says them itself, or somebody said so for it."""
    return set(bases) <= {Basis.LINE, Basis.RECORD, Basis.FORMAT, Basis.SETTING}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The clock of ``name`` against that of ``against``."""

    name: str
    against: str
    offset: Offset


def offset_between(one: Mapping[str, int], two: Mapping[str, int]) -> Offset | None:
    """How the second source's clock differs from the first's; None where evidence is thin or contradicts itself."""
    pairs = sorted((Pair(token, one[token], two[token]) for token in one.keys() & two.keys()), key=_difference)
    for width, worth in WIDTHS:
        inside = _densest(pairs, width)
        if len(inside) < LEAST:
            continue
        rest = [pair for pair in pairs if pair not in set(inside)]
        clear = len(inside) >= SHARE * len(pairs) and len(inside) >= 2 * len(_densest(rest, width))
        if clear:
            return _offset(inside, len(pairs), worth)
    return None


def _difference(pair: Pair) -> int:
    return pair.two - pair.one


def _densest(pairs: Sequence[Pair], width: int) -> Sequence[Pair]:
    """Of pairs in the order of their differences, the most that lie within ``width``."""
    best, start = (0, 0), 0
    for end in range(len(pairs)):
        while _difference(pairs[end]) - _difference(pairs[start]) > width:
            start += 1
        if end + 1 - start > best[1] - best[0]:
            best = (start, end + 1)
    return pairs[best[0] : best[1]]


def _offset(inside: Sequence[Pair], common: int, worth: float) -> Offset:
    differences = [_difference(pair) for pair in inside]
    middle = int(median(differences))
    spread = differences[-1] - differences[0]
    confidence = worth * (len(inside) / common) ** 0.5 * (1 - 0.5 / len(inside) - 0.5 / len(inside) ** 2)
    kind, shift = _kind(middle, spread)
    if kind is Kind.SKEW and abs(middle) > 3600 * NS:
        confidence *= 0.7  # clocks are seldom wrong by hours
    nearest = sorted(inside, key=lambda pair: (abs(_difference(pair) - middle), pair.token))[:SHOWN]
    return Offset(shift, kind, round(confidence, 2), len(inside), common, spread, tuple(nearest))


def _kind(middle: int, spread: int) -> tuple[Kind, int]:
    """Whether a difference is none, whole quarters of an hour, or something else; and what puts it right."""
    if abs(middle) <= max(AGREES, spread):
        return Kind.AGREES, 0
    quarters = round(middle / QUARTER)
    left = abs(middle - quarters * QUARTER)
    tolerance = max(5 * NS, min(spread, 60 * NS)) * (6 if quarters % 4 == 0 else 2)
    if quarters and left <= tolerance and abs(middle) <= FARTHEST:
        return Kind.ZONE, -quarters * QUARTER
    return Kind.SKEW, -middle


def suggestions(sources: Sequence[Source]) -> list[Suggestion]:
    """For each source that is off, the likeliest correction, the surest first. Sources that agree are not mentioned.

    Of two that differ, the one is off whose zone is a guess; else the one that fewer others agree with; else the later.
    """
    found = {pair: offset for pair in _related(sources) if (offset := _between(sources, pair))}
    agreeing = Counter(place for pair, offset in found.items() if offset.kind is Kind.AGREES for place in pair)
    best: dict[int, Suggestion] = {}
    for (one, two), offset in found.items():
        if offset.kind is Kind.AGREES or offset.confidence < _SURE:
            continue
        off, against = max((two, one), (one, two), key=lambda pair: _doubt(sources, agreeing, pair[0]))
        told = offset if off == two else _turned(offset)
        made = Suggestion(sources[off].name, sources[against].name, told)
        if off not in best or best[off].offset.confidence < told.confidence:
            best[off] = made
    return sorted(best.values(), key=lambda one: (-one.offset.confidence, one.name))


def _between(sources: Sequence[Source], pair: tuple[int, int]) -> Offset | None:
    return offset_between(sources[pair[0]].marks, sources[pair[1]].marks)


def _doubt(sources: Sequence[Source], agreeing: Mapping[int, int], place: int) -> tuple[bool, int, int]:
    return not sources[place].zoned, -agreeing.get(place, 0), place


def _related(sources: Sequence[Source]) -> Iterable[tuple[int, int]]:
    """Pairs of sources with enough in common, found by what they share, not by trying all."""
    holders: dict[str, list[int]] = defaultdict(list)
    for place, source in enumerate(sources):
        for token in source.marks:
            holders[token].append(place)
    shared: Counter[tuple[int, int]] = Counter()
    for places in holders.values():
        if 1 < len(places) <= CROWD:
            shared.update(combinations(places, 2))
    return sorted(pair for pair, count in shared.items() if count >= LEAST)


def _turned(offset: Offset) -> Offset:
    """The same seen from the other source."""
    pairs = tuple(Pair(pair.token, pair.two, pair.one) for pair in offset.pairs)
    return Offset(-offset.shift, offset.kind, offset.confidence, offset.support, offset.common, offset.spread, pairs)


def shift_text(shift: int) -> str:
    """``+1 h``, ``-5 h 30 min``, ``+42.5 s``."""
    sign, size = ("-", -shift) if shift < 0 else ("+", shift)
    minutes, rest = divmod(size, 60 * NS)
    if minutes < 2:
        return f"{sign}{size / NS:.3g} s"
    hours, minutes = divmod(minutes, 60)
    words = [f"{hours} h"] if hours else []
    words += [f"{minutes} min"] if minutes else []
    words += [f"{rest // NS} s"] if rest // NS and not hours else []
    return sign + " ".join(words)


def told(one: Suggestion) -> str:
    """The suggestion in words, for people."""
    offset = one.offset
    what = "its zone seems to be read wrongly" if offset.kind is Kind.ZONE else "its clock seems to be off"
    return (
        f"{one.name}: {what}. {shift_text(offset.shift)} makes it agree with {one.against}: "
        f"{offset.support} of {offset.common} things that both report say so (confidence {offset.confidence:.2f})."
    )
