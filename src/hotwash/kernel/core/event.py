"""Domain events: what happened, as frozen values that can be written to the log and read back."""

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Self, cast

from typing_extensions import TypeAliasType

Json = TypeAliasType("Json", "str | int | float | bool | list[Json] | dict[str, Json] | None")
_registry: dict[str, type["DomainEvent"]] = {}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DomainEvent:
    """Base of every event. A subclass names itself (``type = "evidence.entry_pinned"``) and may say what people read.

    Fields hold only str, int, float, bool, None, date, datetime (aware) and tuples of these. ``summary`` is a format
    string over the fields, written in the past tense without a subject: ``pinned {text}``. Events that are only
    wake-ups (delayed work) are never logged and need no summary.
    """

    type: ClassVar[str]
    summary: ClassVar[str] = ""
    incident_id: int | None = None

    def __init_subclass__(cls) -> None:
        super(DomainEvent, cls).__init_subclass__()
        name = cls.__dict__.get("type")
        if name is None:
            return
        known = _registry.get(name)
        if known is not None and known.__qualname__ != cls.__qualname__:
            msg = f"Two events call themselves {name!r}: {known.__qualname__} and {cls.__qualname__}."
            raise TypeError(msg)
        _registry[name] = cls

    def sentence(self) -> str:
        """The event in words for people, from ``summary``."""
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return self.summary.format(**values) if self.summary else self.type

    def payload(self) -> dict[str, Json]:
        """The fields as JSON values; times as ISO 8601."""
        return {field.name: _to_json(getattr(self, field.name)) for field in dataclasses.fields(self)}

    @classmethod
    def from_payload(cls, payload: Mapping[str, Json]) -> Self:
        """The event back from its payload. Unknown fields are ignored and missing ones take their default
        (upgrades).
        """
        hints = typing.get_type_hints(cls)
        known = {field.name for field in dataclasses.fields(cls)}
        values: dict[str, Any] = {  # Any: each value is checked by what made the payload
            name: _from_json(value, hints[name]) for name, value in payload.items() if name in known
        }
        return cls(**values)


def event_type(name: str) -> type[DomainEvent] | None:
    """The class of a type name, or None when the release that wrote it had an event that this one has not."""
    return _registry.get(name)


def known_types() -> Mapping[str, type[DomainEvent]]:
    return types.MappingProxyType(_registry)


def _to_json(value: object) -> Json:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_to_json(item) for item in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    msg = f"An event field can't hold a {type(value).__name__}."
    raise TypeError(msg)


def _from_json(value: Json, hint: object) -> object:
    options = typing.get_args(hint) if typing.get_origin(hint) in {typing.Union, types.UnionType} else (hint,)
    if isinstance(value, str) and datetime in options:
        return datetime.fromisoformat(value)
    if isinstance(value, str) and date in options:
        return date.fromisoformat(value)
    if isinstance(value, list):
        inner = next((typing.get_args(option) for option in options if typing.get_origin(option) is tuple), ())
        return tuple(_from_json(item, cast("object", inner[0]) if inner else object) for item in value)
    return value
