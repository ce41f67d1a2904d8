"""Files that arrive piece by piece, in a folder of their own until they are whole. Where one ends says its size."""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from hotwash.kernel import storage
from hotwash.kernel.config import config
from hotwash.kernel.core.errors import Busy

_CHUNK = 1 << 20


def size_of(key: str) -> int:
    """How many bytes are here; 0 where there is no such file."""
    try:
        return _path(key).stat().st_size
    except FileNotFoundError:
        return 0


@contextmanager
def writing(key: str) -> Iterator[BinaryIO]:
    """The file, open at its end, for one writer at a time; ``Busy`` for a second one."""
    with _path(key).open("ab") as part:
        try:
            fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            msg = "Another request is sending a piece of this file just now. Wait for it, or try again."
            raise Busy(msg) from None
        yield part


def append(part: BinaryIO, chunks: Iterable[bytes], limit: int) -> bool:
    """Write at the end, to the disk. More than ``limit`` bytes: nothing is written and the answer is False."""
    begin, written = part.seek(0, os.SEEK_END), 0
    for chunk in chunks:
        written += len(chunk)
        if written > limit:
            part.truncate(begin)
            return False
        part.write(chunk)
    part.flush()
    os.fsync(part.fileno())
    return True


def keep(key: str) -> storage.Stored:
    """A whole file goes into the store, under its SHA-256."""
    return storage.adopt(_path(key))


def drop(key: str) -> None:
    _path(key).unlink(missing_ok=True)


def keys() -> list[str]:
    """The files that are here."""
    return [path.name for path in _folder().iterdir()]


def _path(key: str) -> Path:
    if not key.isalnum():
        raise ValueError(key)
    return _folder() / key


def _folder() -> Path:
    folder = config().data / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
