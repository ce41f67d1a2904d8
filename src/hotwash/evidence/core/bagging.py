"""Writing a bag as a zip that is given out while it is made: nothing is held but the piece at hand."""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hotwash.evidence.core.bag import DECLARATION, INFO, PAYLOAD, declaration, info_text, manifest_text

_LARGE = 1 << 31  # from here on a member needs the wider fields of a zip, which have to be chosen before it is written
_TRIED = 1 << 18
# Below: packed already. Above: so regular that its zip would look like a bomb to whoever checks it.
_WORTH_PACKING = (1.1, 50.0)


@dataclass(frozen=True, slots=True)
class Part:
    """A file for the payload. ``sha256`` and ``size`` are what it has to be, where that is known: they go into the
    manifest, so that a file that changed in the store shows. ``chunks`` is None for one that is lost.
    """

    name: str
    chunks: Iterable[bytes] | None
    size: int = 0
    sha256: str = ""


def text_part(name: str, parts: Iterable[str]) -> Part:
    return Part(name, (part.encode() for part in parts))


@dataclass(slots=True)
class _Pipe(io.RawIOBase):
    """What a zip is written to: it cannot seek, so that sizes come after each member."""

    held: list[bytes] = field(default_factory=list)

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | memoryview", /) -> int:  # type: ignore[override]  # what zipfile gives
        self.held.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        joined = b"".join(self.held)
        self.held.clear()
        return joined


@dataclass(slots=True)
class _Written:
    sums: dict[str, str] = field(default_factory=dict)
    octets: int = 0
    files: int = 0


def zipped(name: str, parts: Iterable[Part], info: Mapping[str, str], at: datetime) -> Iterator[bytes]:
    """The zip of a bag called ``name``. ``info`` are rows of bag-info.txt; the size of the payload is added."""
    pipe, written = _Pipe(), _Written()
    with zipfile.ZipFile(pipe, "w") as archive:
        for part in parts:
            yield from _payload(archive, pipe, _member(f"{name}/{PAYLOAD}{part.name}", at), part, written)
        yield from _tags(
            archive, pipe, (name, at), {**info, "Payload-Oxum": f"{written.octets}.{written.files}"}, written
        )
    yield pipe.taken()


def _payload(
    archive: zipfile.ZipFile, pipe: _Pipe, member: zipfile.ZipInfo, part: Part, written: _Written
) -> Iterator[bytes]:
    listed = PAYLOAD + part.name
    written.files += 1
    if part.chunks is None:
        written.sums[listed] = part.sha256
        written.octets += part.size
        return
    chunks = iter(part.chunks)
    first = next(chunks, b"")
    member.compress_type = _packing(first)
    digest, size = hashlib.sha256(), 0
    with archive.open(member, "w", force_zip64=part.size >= _LARGE) as target:
        for chunk in _again(first, chunks):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
            yield pipe.taken()
    written.octets += part.size or size
    written.sums[listed] = part.sha256 or digest.hexdigest()


def _tags(
    archive: zipfile.ZipFile, pipe: _Pipe, place: tuple[str, datetime], info: Mapping[str, str], written: _Written
) -> Iterator[bytes]:
    name, at = place
    tags = {
        DECLARATION: declaration(),
        INFO: info_text(info),
        "manifest-sha256.txt": manifest_text(written.sums),
    }
    sums = {tag: hashlib.sha256(text.encode()).hexdigest() for tag, text in tags.items()}
    for tag, text in {**tags, "tagmanifest-sha256.txt": manifest_text(sums)}.items():
        archive.writestr(_member(f"{name}/{tag}", at), text)
        yield pipe.taken()


def _member(name: str, at: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (max(1980, at.year), at.month, at.day, at.hour, at.minute, at.second))
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    return info


def _packing(first: bytes) -> int:
    tried = first[:_TRIED]
    ratio = len(tried) / max(1, len(zlib.compress(tried, 1)))
    least, most = _WORTH_PACKING
    return zipfile.ZIP_DEFLATED if least < ratio < most or len(tried) < 1024 else zipfile.ZIP_STORED


def _again(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from rest
