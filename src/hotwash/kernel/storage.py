"""Files kept whole under their SHA-256, in a folder. Writing the same bytes twice stores them once."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from hotwash.kernel import clock
from hotwash.kernel.config import config
from hotwash.kernel.core.errors import NotFound, TooLarge
from hotwash.kernel.models import Blob


@dataclass(frozen=True, slots=True)
class Stored:
    """``size`` in bytes; ``sha256`` as 64 lower-case hex digits."""

    sha256: str
    size: int


def put(chunks: bytes | Iterable[bytes], *, limit: int | None = None) -> Stored:
    """Store bytes, or a stream of chunks. More than ``limit`` bytes raises ``TooLarge`` and leaves nothing behind."""
    folder = _folder()
    handle, name = tempfile.mkstemp(dir=folder, prefix="incoming-")
    part = Path(name)
    try:
        stored = _write(handle, [chunks] if isinstance(chunks, bytes) else chunks, limit or config().max_upload_bytes)
        target = path_of(stored.sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    Blob.objects.get_or_create(sha256=stored.sha256, defaults={"size": stored.size, "stored_at": clock.now()})
    return stored


def adopt(path: Path) -> Stored:
    """Take a finished file that lies on the same disk into the store; it is not copied."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
        size = stream.tell()
    stored = Stored(digest.hexdigest(), size)
    target = path_of(stored.sha256)
    target.parent.mkdir(parents=True, exist_ok=True)
    path.replace(target)
    Blob.objects.get_or_create(sha256=stored.sha256, defaults={"size": size, "stored_at": clock.now()})
    return stored


def open_blob(sha256: str) -> BinaryIO:
    """The bytes of a stored file; ``NotFound`` when they are not in the store."""
    try:
        return path_of(sha256).open("rb")
    except FileNotFoundError:
        msg = f"The stored file {sha256[:12]} is not in the store. Restore it from a backup."
        raise NotFound(msg) from None


def path_of(sha256: str) -> Path:
    """Where a stored file lies; two levels of folders keep each of them small."""
    return _folder() / sha256[:2] / sha256


def _folder() -> Path:
    folder = config().data / "files"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _write(handle: int, chunks: Iterable[bytes], limit: int) -> Stored:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(handle, "wb") as part:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                msg = f"The file is larger than {limit:,} bytes. Split it, or raise HOTWASH_MAX_UPLOAD_BYTES."
                raise TooLarge(msg)
            digest.update(chunk)
            part.write(chunk)
        part.flush()
        os.fsync(part.fileno())
    return Stored(digest.hexdigest(), size)
