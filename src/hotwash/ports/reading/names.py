"""Which fields of JSON lines settle their time and level, told by the names of the fields that a sample has.

``find_time`` and ``describe`` look at every field of an object. Where one of its own fields has the best of all names for
a time, and that field holds a time, nothing else in the object can change what they say.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from hotwash.ports.formats import Level
from hotwash.ports.reading.fields import LEVEL_NAMES, Item, from_field, get, rank_of
from hotwash.ports.reading.levels import level_of
from hotwash.ports.stamps.stamp import DAY, NS

OWN = 20  # ranks below this are names that only an event has for itself
_LEVEL_HEADS = frozenset({*LEVEL_NAMES, *(name.partition(".")[0] for name in LEVEL_NAMES)})
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Names:
    """``time`` is the field of the time, ``levels`` are those that may hold the level, the most trusted first."""

    time: str
    levels: tuple[str, ...]

    def beside(self, name: str) -> bool:
        """Whether a further field of this name changes neither time nor level."""
        rank, own = rank_of(name), rank_of(self.time)
        return name not in _LEVEL_HEADS and (rank is None or own is None or rank > own) and _simple(name)

    def sure(self, written: str) -> bool:
        """Whether this, in the field of the time, is a time that no other field outdoes."""
        stamp = from_field(self.time, written)
        return stamp is not None and not 0 <= stamp.ns < DAY * NS

    def level(self, values: tuple[str | int | None, ...]) -> Level | None:
        """The level by the values of ``levels``."""
        return next((level for value in values if (level := level_of(value))), None)


def names_in(objects: Iterable[Item]) -> tuple[Names, frozenset[str]] | None:
    """The telling names of objects, and all the others they have; None where they are not clear."""
    every = {name for item in objects for name in item}
    ranked = sorted((rank, name) for name in every if (rank := rank_of(name)) is not None)
    if not ranked or ranked[0][0] >= OWN or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return None
    levels = tuple(name for name in LEVEL_NAMES if name in every)
    names = Names(ranked[0][1], levels)
    told = [get(item, name) for item in objects for name in (*levels, "log")]
    plain = all(value is None or type(value) in {str, int} for value in told)
    if not plain or not all(map(_simple, (names.time, *levels))):
        return None
    return names, frozenset(name for name in every if names.beside(name))


def _simple(name: str) -> bool:
    return name.isascii() and name.isprintable() and not {'"', "\\"} & set(name) and 0 < len(name) <= LONGEST_NAME
