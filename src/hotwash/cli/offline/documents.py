"""Documents for the commands that read prose: files, folders, archives, standard input."""

import lzma
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PROSE = frozenset({".md", ".markdown", ".txt", ".text", ".rst", ".adoc", ".wiki", ".mediawiki", ".org"})
POST_MORTEMS = PROSE | {".html", ".htm", ".docx"}
TARS = frozenset({".tar", ".tgz", ".gz", ".bz2", ".xz"})
LIMIT = 50_000_000  # bytes of one document; more is not prose
MEMBERS = 10_000  # files of one archive
# What the standard library says of archives that are damaged, locked with a password, or packed in an unknown way.
UNREADABLE = (OSError, EOFError, RuntimeError, zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError)


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    content: bytes


@dataclass
class Documents:
    """Walks the paths that a person named, and takes those with one of the ``suffixes`` from folders and archives. What
    can't be read is told in ``problems``; the rest goes on.
    """

    suffixes: frozenset[str]
    problems: list[str] = field(default_factory=list)

    def read(self, paths: Sequence[str]) -> Iterator[Document]:
        for name in paths:
            if name == "-":
                yield from self._sized("-", sys.stdin.buffer.read(LIMIT + 1))
            else:
                yield from self._path(Path(name))

    def _path(self, path: Path) -> Iterator[Document]:
        if path.is_dir():
            for inner in sorted(path.rglob("*")):
                if self._wanted(inner.name) and inner.is_file() and not _hidden(inner, path):
                    yield from self._file(inner)
        elif path.exists():
            yield from self._file(path)
        else:
            self.problems.append(f"{path}: there is no such file or folder.")

    def _file(self, path: Path) -> Iterator[Document]:
        try:
            if zipfile.is_zipfile(path) and not _is_docx(path):
                yield from self._zip(path)
            elif path.suffix in TARS and tarfile.is_tarfile(path):
                yield from self._tar(path)
            else:
                with path.open("rb") as stream:
                    yield from self._sized(str(path), stream.read(LIMIT + 1))
        except UNREADABLE as error:
            self.problems.append(f"{path}: can't be read ({error}).")

    def _zip(self, path: Path) -> Iterator[Document]:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MEMBERS:
                self.problems.append(f"{path}: only the first {MEMBERS:,} of its {len(members):,} files are read.")
            for member in members[:MEMBERS]:
                if self._wanted(member.filename) and not member.is_dir():
                    with archive.open(member) as stream:
                        yield from self._sized(f"{path}/{member.filename}", stream.read(LIMIT + 1))

    def _tar(self, path: Path) -> Iterator[Document]:
        with tarfile.open(path) as archive:
            for member in archive:
                stream = archive.extractfile(member) if member.isfile() and self._wanted(member.name) else None
                if stream is not None:
                    yield from self._sized(f"{path}/{member.name}", stream.read(LIMIT + 1))

    def _wanted(self, name: str) -> bool:
        return Path(name).suffix.lower() in self.suffixes

    def _sized(self, name: str, content: bytes) -> Iterator[Document]:
        if len(content) > LIMIT:
            self.problems.append(f"{name}: longer than {LIMIT // 1_000_000} MB, so it is not read as a document.")
        else:
            yield Document(name, content)


def _is_docx(path: Path) -> bool:
    """Whether a zip is one document of a word processor, by its name or by what is in it."""
    if path.suffix.lower() == ".docx":
        return True
    with zipfile.ZipFile(path) as archive:
        return "word/document.xml" in archive.namelist()


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") or part == "node_modules" for part in path.relative_to(root).parts)
