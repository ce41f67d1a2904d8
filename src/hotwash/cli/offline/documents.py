"""Documents for the commands that read whole post-mortems: files, folders, archives, standard input."""

import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hotwash.cli.offline.texts import UNREADABLE

SUFFIXES = frozenset(
    {".md", ".markdown", ".txt", ".text", ".html", ".htm", ".docx", ".wiki", ".mediawiki", ".rst", ".adoc"}
)
LIMIT = 50_000_000  # bytes of one document
MEMBERS = 10_000  # files of one archive


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    content: bytes


@dataclass
class Documents:
    """Walks the paths that a person named. What can't be read is told in ``problems``; the rest goes on."""

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
                hidden = any(part.startswith(".") for part in inner.relative_to(path).parts)
                if inner.suffix.lower() in SUFFIXES and inner.is_file() and not hidden:
                    yield from self._file(inner)
        elif path.exists():
            yield from self._file(path)
        else:
            self.problems.append(f"{path}: there is no such file or folder.")

    def _file(self, path: Path) -> Iterator[Document]:
        try:
            if path.suffix.lower() != ".docx" and zipfile.is_zipfile(path):
                yield from self._archive(path)
            else:
                with path.open("rb") as stream:
                    yield from self._sized(str(path), stream.read(LIMIT + 1))
        except UNREADABLE as error:
            self.problems.append(f"{path}: can't be read ({error}).")

    def _archive(self, path: Path) -> Iterator[Document]:
        with zipfile.ZipFile(path) as archive:
            if "word/document.xml" in archive.namelist():
                yield from self._sized(str(path), path.read_bytes())
                return
            for member in archive.infolist()[:MEMBERS]:
                if Path(member.filename).suffix.lower() in SUFFIXES and not member.is_dir():
                    with archive.open(member) as stream:
                        yield from self._sized(f"{path}/{member.filename}", stream.read(LIMIT + 1))

    def _sized(self, name: str, content: bytes) -> Iterator[Document]:
        if len(content) > LIMIT:
            self.problems.append(f"{name}: longer than {LIMIT // 1_000_000} MB, so it is not read as a document.")
        elif not content.strip():
            self.problems.append(f"{name}: the file is empty.")
        else:
            yield Document(name, content)
