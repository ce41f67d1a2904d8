"""The only door through which plugins come in: entry points, the same for built-in ones and for a stranger's.

Each entry point of the group ``hotwash.<kind>`` names a callable without arguments that gives plugin objects.
An object has at least a ``key``, its short name, unique within the kind, and keeps the protocol of its kind
(see the other modules of ``ports``).
"""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import Protocol, TypeVar, cast, runtime_checkable

KINDS = ("sources", "formats", "collectors", "notifiers", "trackers", "publishers", "calendars")


@runtime_checkable
class Keyed(Protocol):
    @property
    def key(self) -> str: ...


Plugin = TypeVar("Plugin", bound=Keyed)


@cache
def _load(kind: str) -> Mapping[str, Keyed]:
    found: dict[str, Keyed] = {}
    for entry in entry_points(group=f"hotwash.{kind}"):
        for plugin in cast("list[Keyed]", list(entry.load()())):
            if plugin.key in found:
                msg = f"Two {kind} call themselves {plugin.key!r}: remove one of the two packages."
                raise ValueError(msg)
            found[plugin.key] = plugin
    return MappingProxyType(found)


def plugins(kind: str, protocol: type[Plugin]) -> Mapping[str, Plugin]:
    """All plugins of one kind by key.

    ``protocol`` is the runtime-checkable protocol of the kind; an object that lacks one of its members raises
    ``TypeError`` and names itself.
    """
    return cast("Mapping[str, Plugin]", _checked(kind, protocol))


@cache
def _checked(kind: str, protocol: type[Keyed]) -> Mapping[str, Keyed]:
    """Checked once: asking whether an object keeps a protocol reads all its members."""
    if kind not in KINDS:
        msg = f"There is no plugin kind {kind!r}; the kinds are {', '.join(KINDS)}."
        raise ValueError(msg)
    for key, plugin in _load(kind).items():
        if not isinstance(plugin, protocol):
            msg = f"The plugin {key!r} among the {kind} does not keep the contract {protocol.__name__}."
            raise TypeError(msg)
    return _load(kind)


def title_of(format_key: str) -> str:
    """What people call a format; the key itself where no plugin has it any more."""
    found = _load("formats").get(format_key)
    return str(getattr(found, "title", "")) or format_key
