"""Short declarations of how an object becomes a sentence, a level and a kind."""

import re
from collections.abc import Callable, Mapping

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.fields import Item, first_text, get
from hotwash.ports.reading.levels import level_of

_HOLE = re.compile(r"\{([^{}]+)\}")
_GAPS = re.compile(r"[ \t]{2,}")
_LOOSE = re.compile(r"\s+([,.;:)])|\(\s*\)|(?:\s+(?:by|on|in|from|to|at|of|for))+\s*$")

KindOf = Callable[[Item], str]
LevelOf = Callable[[Item], Level | None]


def fill(template: str, item: Item) -> str:
    """``{a.b|c} did {d}`` with the first value that is there; a hole without a value closes."""
    text = _HOLE.sub(lambda hole: first_text(item, *hole[1].split("|")), template)
    text = _LOOSE.sub(r"\1", _GAPS.sub(" ", text)).strip(" ,;:-")
    return text or first_text(item, "message", "msg", "name", "id")


def level_at(*paths: str) -> LevelOf:
    def find(item: Item) -> Level | None:
        return next((level for path in paths if (level := level_of(get(item, path)))), None)

    return find


def switch(path: str, kinds: Mapping[str, str], other: str) -> KindOf:
    """The kind that the value at ``path`` stands for."""
    return lambda item: kinds.get(first_text(item, *path.split("|")).lower(), other)


def no_level(_item: Item) -> Level | None:
    return None


def say(
    template: str, kind: str | KindOf = "log", level: LevelOf = no_level, *, fields: tuple[str, ...] = ()
) -> Callable[[Item], Detail]:
    """A description from a template. ``fields`` are paths kept beside the text, under their last name."""

    def describe(item: Item) -> Detail:
        kept = {path.split("|")[0].rsplit(".", 1)[-1]: first_text(item, *path.split("|")) for path in fields}
        return Detail(
            fill(template, item),
            level(item),
            kind if isinstance(kind, str) else kind(item),
            {name: value for name, value in kept.items() if value},
        )

    return describe
