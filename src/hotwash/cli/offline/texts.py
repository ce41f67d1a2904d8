"""Texts for the commands that read prose: files, folders, archives, standard input."""

from __future__ import annotations

import lzma
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PROSE = frozenset({".md", ".markdown", ".txt", ".text", ".rst", ".adoc", ".wiki", ".mediawiki", ".org"})
LIMIT = 50_000_000  # bytes of one text; more is not prose
# What the standard library says of archives that are damaged, locked with a password, or packed in an unknown way.
UNREADABLE = (OSError, EOFError, RuntimeError, zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError)


@dataclass(frozen=True, slots=True)
class Text:
    name: str
    content: str


@dataclass
class Reader:
    """Walks the paths that a person named. What can't be read is told in `problems`; the rest goes on."""

    problems: list[str] = field(default_factory=list)

    def read(self, paths: Sequence[str]) -> Iterator[Text]:
        for name in paths:
            if name == "-":
                yield from self._decoded("-", sys.stdin.buffer.read(LIMIT + 1))
            else:
                yield from self._path(Path(name))

    def _path(self, path: Path) -> Iterator[Text]:
        if path.is_dir():
            for inner in sorted(path.rglob("*")):
                if inner.suffix.lower() in PROSE and inner.is_file() and not _hidden(inner, path):
                    yield from self._file(inner)
        elif path.exists():
            yield from self._file(path)
        else:
            self.problems.append(f"{path}: there is no such file or folder.")

    def _file(self, path: Path) -> Iterator[Text]:
        try:
            if zipfile.is_zipfile(path):
                yield from self._zip(path)
            elif path.suffix in {".tar", ".tgz", ".gz", ".bz2", ".xz"} and tarfile.is_tarfile(path):
                yield from self._tar(path)
            else:
                with path.open("rb") as stream:
                    yield from self._decoded(str(path), stream.read(LIMIT + 1))
        except UNREADABLE as error:
            self.problems.append(f"{path}: can't be read ({error}).")

    def _zip(self, path: Path) -> Iterator[Text]:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                if Path(member.filename).suffix.lower() in PROSE and not member.is_dir():
                    with archive.open(member) as stream:
                        yield from self._decoded(f"{path}/{member.filename}", stream.read(LIMIT + 1))

    def _tar(self, path: Path) -> Iterator[Text]:
        with tarfile.open(path) as archive:
            for member in archive:
                stream = archive.extractfile(member) if member.isfile() else None
                if stream is not None and Path(member.name).suffix.lower() in PROSE:
                    yield from self._decoded(f"{path}/{member.name}", stream.read(LIMIT + 1))

    def _decoded(self, name: str, data: bytes) -> Iterator[Text]:
        if len(data) > LIMIT:
            self.problems.append(f"{name}: longer than {LIMIT // 1_000_000} MB, so it is not read as prose.")
        elif b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            self.problems.append(f"{name}: this is not a text.")
        else:
            yield Text(name, _text(data))


def _text(data: bytes) -> str:
    """UTF-8, else UTF-16 by its mark, else Latin-1, which reads anything."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") or part == "node_modules" for part in path.relative_to(root).parts)
