"""Opening what evidence comes packed in: gzip, zstd, bzip2, xz, zip and tar, inside each other up to a limit.

Nothing is ever written anywhere and no name decides where something goes, so a path that climbs out cannot climb;
it is named and left closed. A bomb stops at its limit and what came before is kept.
"""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

import zstandard

from hotwash.ports.reading.body import LimitReachedError
from hotwash.ports.stamps import to_stamp

MB = 1024 * 1024
_NS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """``ratio`` is checked once ``ratio_from`` bytes came out; ``nested`` is the size of an archive inside another."""

    depth: int = 3
    members: int = 20_000
    total: int = 16 * 1024 * MB
    ratio: int = 200
    ratio_from: int = 64 * MB
    nested: int = 256 * MB


@dataclass(frozen=True, slots=True)
class Member:
    """A stream to be read at once, before the next member is asked for; or a problem instead of it."""

    name: str
    stream: BinaryIO | None
    modified: int | None = None  # ns
    problem: str = ""


@dataclass(slots=True)
class _Budget:
    limits: Limits
    out: int = 0
    members: int = 0


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    depth: int
    budget: _Budget
    modified: int | None = None


class _Metered(io.RawIOBase):
    """Counts what an unpacker gives against what it was fed."""

    def __init__(self, inner: BinaryIO, budget: _Budget, packed: Callable[[], int]) -> None:
        super().__init__()
        self._inner, self._budget, self._packed, self._out = inner, budget, packed, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        part = self._inner.read(size if size >= 0 else MB)
        self._out += len(part)
        self._budget.out += len(part)
        limits = self._budget.limits
        if self._out > limits.ratio_from and self._out > limits.ratio * max(1, self._packed()):
            msg = f"Unpacks to more than {limits.ratio} times its size, as a zip bomb does: reading stopped after {self._out // MB} MB."
            raise LimitReachedError(msg)
        if self._budget.out > limits.total:
            msg = f"Unpacks to more than {limits.total // MB} MB: reading stopped there."
            raise LimitReachedError(msg)
        return part


class _Counting(io.RawIOBase):
    """How much of the packed stream was used; gives its first bytes back."""

    def __init__(self, inner: BinaryIO) -> None:
        super().__init__()
        self._inner, self.used = inner, 0
        self.head = inner.read(512)
        self._again = self.head

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        if self._again:
            part, self._again = (self._again, b"") if size < 0 else (self._again[:size], self._again[size:])
        else:
            part = self._inner.read(size)
        self.used += len(part)
        return part

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # what gzip's buffering calls
        part = self.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)


def _bzip2(stream: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", bz2.BZ2File(stream))


def _gzip(stream: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", gzip.GzipFile(fileobj=stream))


def _xz(stream: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", lzma.LZMAFile(stream))


def _zstd(stream: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True))


_PACKED: tuple[tuple[bytes, tuple[str, ...], Callable[[BinaryIO], BinaryIO]], ...] = (
    (b"\x1f\x8b", (".gz", ".tgz"), _gzip),
    (b"\x28\xb5\x2f\xfd", (".zst", ".zstd"), _zstd),
    (b"BZh", (".bz2", ".tbz"), _bzip2),
    (b"\xfd7zXZ\x00", (".xz", ".txz"), _xz),
)


def open_members(
    name: str, stream: BinaryIO, limits: Limits | None = None, *, modified: int | None = None
) -> Iterator[Member]:
    """What is inside; of a plain file, itself."""
    yield from _open(stream, _Place(name, 0, _Budget(limits or Limits()), modified))


def _open(stream: BinaryIO, place: _Place) -> Iterator[Member]:
    counted = _Counting(stream)
    head = counted.head
    source = cast("BinaryIO", counted)
    if place.depth > place.budget.limits.depth and _is_archive(head):
        yield Member(
            place.name,
            None,
            problem=f"An archive inside {place.depth} others: it was not opened. Unpack it and give it again.",
        )
        return
    for magic, endings, unpack in _PACKED:
        if head.startswith(magic):
            inner = _Metered(unpack(source), place.budget, lambda: counted.used)
            name = next(
                (
                    place.name.removesuffix(end) + (".tar" if end[1] == "t" else "")
                    for end in endings
                    if place.name.endswith(end)
                ),
                place.name,
            )
            yield from _open_packed(cast("BinaryIO", inner), replace(place, name=name, depth=place.depth + 1))
            return
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if place.depth == 0 and stream.seekable():
            stream.seek(0)
            yield from _zip(stream, place)
        else:
            yield from _zip_in_memory(source, place)
    elif head[257:262] == b"ustar":
        yield from _tar(source, place)
    elif place.depth == 0 and stream.seekable():
        stream.seek(0)
        yield Member(
            place.name, stream, place.modified
        )  # as it is: a large log is begun again where bulk reading fails
    else:
        yield Member(place.name, source, place.modified)


def _open_packed(inner: BinaryIO, place: _Place) -> Iterator[Member]:
    try:
        yield from _open(inner, place)
    except LimitReachedError as error:
        yield Member(place.name, None, problem=str(error))
    except (OSError, EOFError, ValueError, RuntimeError) as error:
        yield Member(place.name, None, problem=f"Could not be unpacked ({error}). Is it whole?")


def _is_archive(head: bytes) -> bool:
    return head.startswith((b"PK\x03\x04", *(magic for magic, _, _ in _PACKED))) or head[257:262] == b"ustar"


def climbs(name: str) -> bool:
    """Whether a path in an archive points out of it."""
    flat = name.replace("\\", "/")
    return flat.startswith("/") or ".." in flat.split("/") or (len(flat) > 1 and flat[1] == ":")


def _zip_in_memory(stream: BinaryIO, place: _Place) -> Iterator[Member]:
    """A zip needs its end first, so one that comes as a stream is held in memory, up to a limit."""
    data = _all_of(stream, place.budget.limits.nested + 1)
    if len(data) > place.budget.limits.nested:
        yield Member(
            place.name,
            None,
            problem="A large zip inside another archive: it was not opened. Unpack it and give it again.",
        )
    else:
        yield from _zip(io.BytesIO(data), place)


def _all_of(stream: BinaryIO, most: int) -> bytes:
    """A stream gives what it has at hand, which may be less than was asked for."""
    parts, left = [], most
    while left > 0 and (part := stream.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _zip(data: BinaryIO, place: _Place) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(data)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        yield Member(place.name, None, problem=f"The zip is damaged ({error}). Pack it again.")
        return
    with archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if any(info.filename == "[Content_Types].xml" for info in infos):
            yield Member(place.name, None, problem="An office document: it is kept, but not read here.")
            return
        for info in infos:
            if _full(place.budget):
                yield _too_many(place, len(infos))
                return
            yield from _zip_member(archive, info, place)


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: _Place) -> Iterator[Member]:
    name = f"{place.name}/{info.filename}"
    if climbs(info.filename):
        yield Member(name, None, problem="Its path climbs out of the archive: it was left closed.")
        return
    try:
        opened = archive.open(info)
    except (RuntimeError, zipfile.BadZipFile, OSError, ValueError) as error:  # the first: encrypted, a foreign method
        yield Member(name, None, problem=f"Could not be opened ({error}). Is it encrypted?")
        return
    with opened:
        metered = _Metered(cast("BinaryIO", opened), place.budget, lambda: info.compress_size)
        yield from _open_packed(cast("BinaryIO", metered), _Place(name, place.depth + 1, place.budget, _zip_time(info)))


def _zip_time(info: zipfile.ZipInfo) -> int | None:
    year, month, day, *clock = info.date_time
    stamp = to_stamp((year, month, day), (clock[0], clock[1], clock[2]), "", None)
    return stamp.ns if stamp and year > 1980 else None


def _tar(stream: BinaryIO, place: _Place) -> Iterator[Member]:
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for info in archive:
                if not info.isfile():
                    continue
                if _full(place.budget):
                    yield _too_many(place, 0)
                    return
                yield from _tar_member(archive, info, place)
    except (tarfile.TarError, OSError, EOFError) as error:
        yield Member(
            place.name, None, problem=f"The tar ends too early or is damaged ({error}); what came before was read."
        )


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo, place: _Place) -> Iterator[Member]:
    name = f"{place.name}/{info.name}"
    if climbs(info.name):
        yield Member(name, None, problem="Its path climbs out of the archive: it was left closed.")
        return
    opened = archive.extractfile(info)
    if opened is not None:
        yield from _open_packed(
            cast("BinaryIO", opened), _Place(name, place.depth + 1, place.budget, int(info.mtime) * _NS or None)
        )


def _full(budget: _Budget) -> bool:
    budget.members += 1
    return budget.members > budget.limits.members


def _too_many(place: _Place, count: int) -> Member:
    held = f"{count:,} files" if count else "very many files"
    return Member(
        place.name,
        None,
        problem=f"Holds {held}: the first {place.budget.limits.members:,} were read. Give the rest in parts.",
    )
