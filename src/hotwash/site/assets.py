"""The built front end: addresses of its files, and the icons."""

import json
from functools import lru_cache
from pathlib import Path
from typing import cast

from django.conf import settings

BUILT = Path(__file__).parent / "static" / "built"


def manifest() -> dict[str, dict[str, object]]:
    """What Vite wrote: source name -> {"file": ..., "css": [...]}; empty where nothing has been built."""
    return cast("dict[str, dict[str, object]]", _read("manifest.json"))


def icons() -> dict[str, str]:
    """Icon name -> the inside of its svg element."""
    return cast("dict[str, str]", _read("icons.json"))


def _read(name: str) -> dict[str, object]:
    """A file of the build; read again when it was built anew under a running server."""
    path = BUILT / name
    try:
        return _parsed(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


@lru_cache(maxsize=4)
def _parsed(path: Path, _changed: int) -> dict[str, object]:
    return cast("dict[str, object]", json.loads(path.read_text()))


def address(source: str) -> str:
    """The address of a built file. Its name carries the hash of its content, so it may be kept for ever."""
    entry = manifest().get(source)
    name = str(entry["file"]) if entry else source
    return f"{settings.STATIC_URL}built/{name}"
