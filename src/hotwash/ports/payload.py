"""Reading foreign JSON without trust: every accessor gives a value of the asked type, or its empty one."""

import json
import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import cast
from urllib.parse import parse_qsl

from hotwash.kernel.core.errors import PluginError

Json = str | int | float | bool | list["Json"] | dict[str, "Json"] | None
Object = Mapping[str, Json]

#: Whole seconds beyond this are taken as milli-, micro- or nanoseconds: the year 2286 in seconds.
SECONDS_LIMIT = 10_000_000_000


def read_object(payload: bytes) -> dict[str, Json]:
    """The JSON object of a body. ``PluginError`` without retry when it is anything else, with what was wrong where."""
    found = read_json(payload)
    if not isinstance(found, dict):
        msg = f"The body is a JSON {_kind(found)} where an object was expected."
        raise PluginError(msg, retry=False)
    return found


def read_json(payload: bytes) -> Json:
    if not payload.strip():
        msg = "The body is empty."
        raise PluginError(msg, retry=False)
    try:
        return _storable(json.loads(payload))
    except UnicodeDecodeError as error:
        msg = f"The body is not text in UTF-8 (byte {error.start})."
        raise PluginError(msg, retry=False) from error
    except json.JSONDecodeError as error:
        msg = f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        raise PluginError(msg, retry=False) from error
    except RecursionError as error:
        msg = "The body is nested too deeply."
        raise PluginError(msg, retry=False) from error
    except ValueError as error:  # a number of thousands of digits
        msg = "The body holds a number that is too long."
        raise PluginError(msg, retry=False) from error


def read_fields(payload: bytes) -> dict[str, Json]:
    """The fields of a form post, or of a JSON object: some senders can do both. Of a repeated field the last."""
    if payload.lstrip()[:1] in {b"{", b"["} or not payload.strip():
        return read_object(payload)
    try:
        pairs = parse_qsl(payload.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=1000)
    except ValueError as error:
        msg = "The form has more than 1,000 fields."
        raise PluginError(msg, retry=False) from error
    if not any(value for _, value in pairs):
        msg = "The body is neither a form nor a JSON object."
        raise PluginError(msg, retry=False)
    return {str(_storable(name)): _storable(value) for name, value in pairs}


def _storable(found: object) -> Json:
    """The value without what a database can't hold: NUL, halves of characters, numbers that are none."""
    if isinstance(found, str):
        return found.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(found, dict):
        return {str(_storable(key)): _storable(value) for key, value in found.items()}
    if isinstance(found, list):
        return [_storable(value) for value in found]
    if isinstance(found, float) and not math.isfinite(found):
        return None
    return cast("Json", found)


def pick(source: Json | Object, *path: str) -> Json:
    """What lies at a path of keys (a number picks from a list), or None."""
    found: Json | Object = source
    for key in path:
        if isinstance(found, Mapping):
            found = found.get(key)
        elif isinstance(found, list) and key.isdecimal() and int(key) < len(found):
            found = found[int(key)]
        else:
            return None
    return cast("Json", found)


def text(source: Json | Object, *path: str) -> str:
    """The text at a path; numbers and truth values in words, anything else is empty."""
    found = pick(source, *path)
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, str | int | float):
        return str(found).strip()
    return ""


def first_text(source: Json | Object, *keys: str) -> str:
    """The first of some keys that holds text. A dot in a key descends: ``alert.message``."""
    return next((found for key in keys if (found := text(source, *key.split(".")))), "")


def objects(source: Json | Object, *path: str) -> Iterator[dict[str, Json]]:
    """The objects of the list at a path; what is not an object is left out."""
    found = pick(source, *path)
    if isinstance(found, list):
        yield from (item for item in found if isinstance(item, dict))


def labels(source: Json | Object, *path: str) -> dict[str, str]:
    """The object at a path as labels: name and text; empty values and nested ones are left out."""
    found = pick(source, *path)
    if not isinstance(found, Mapping):
        return {}
    pairs = ((str(key), text(found, key)) for key in found)
    return {key: value for key, value in pairs if key and value}


def moment(source: Json | Object, *path: str) -> datetime | None:
    """The time at a path, aware and in UTC: ISO 8601, or a Unix time in seconds, milli-, micro- or nanoseconds.

    ISO without a zone is read as UTC. The year 1 means "not yet" in Go and gives None, as does what is no time.
    """
    found = pick(source, *path)
    if isinstance(found, bool) or found is None:
        return None
    if isinstance(found, int | float):
        return _unix(float(found))
    if isinstance(found, str):
        stripped = found.strip()
        return _unix(float(stripped)) if _is_number(stripped) else _iso(stripped)
    return None


def _is_number(value: str) -> bool:
    whole, _, part = value.partition(".")
    return whole.isdecimal() and (part.isdecimal() or "." not in value)


def _unix(value: float) -> datetime | None:
    if not math.isfinite(value):
        return None
    while abs(value) >= SECONDS_LIMIT:
        value /= 1000
    try:
        return datetime.fromtimestamp(value, tz=UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _iso(value: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(value.removesuffix(" UTC"))
    except ValueError:
        return None
    if found.year <= 1:
        return None
    try:
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except OverflowError:
        return None


def _kind(found: Json) -> str:
    names = {list: "list", str: "text", bool: "truth value", type(None): "null"}
    return names.get(type(found), "number")


def paths_of(found: Json | Object, *, most: int = 200) -> list[tuple[str, str]]:
    """Every path that leads to a value, with the value as people read it, shortened; the first of each list only."""
    rows: list[tuple[str, str]] = []
    waiting: list[tuple[str, Json | Object]] = [("", found)]
    while waiting and len(rows) < most:
        path, value = waiting.pop(0)
        if isinstance(value, Mapping):
            inner = [(f"{path}.{key}" if path else str(key), value[key]) for key in value]
            waiting = [*inner, *waiting]
        elif isinstance(value, list):
            rows.append((path, f"a list of {len(value)}"))
            waiting = [(f"{path}.0" if path else "0", value[0]), *waiting] if value else waiting
        else:
            shown = "nothing" if value is None else text({"value": value}, "value")
            rows.append((path, shown[:120]))
    return [row for row in rows if row[0]]
