"""The evidence of a report folder: each file with its sum and format, its moments, and the pictures drawn of all."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hotwash.evidence.core.reading import Reading
from hotwash.ports.formats import Body, Format
from hotwash.ports.registry import plugins
from hotwash.reports.core.folder.incident import Told
from hotwash.reports.core.values import Entry, EvidenceFile, Picture

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Gathered:
    files: tuple[EvidenceFile, ...] = ()
    entries: tuple[Entry, ...] = ()
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def gather(folder: Path, incident: Told, *, skip: frozenset[Path]) -> Gathered:
    files, problems = [], []
    formats = tuple(plugins("formats", Format).values())  # type: ignore[type-abstract]  # a protocol on purpose
    for number, path in enumerate(_paths(folder, incident, skip), 1):
        try:
            files.append(_file(folder, path, f"E-{number}", formats))
        except OSError as error:
            problems.append(f"{path}: can't be read ({error.strerror}).")
    return Gathered(tuple(files), problems=tuple(problems))


def _paths(folder: Path, incident: Told, skip: frozenset[Path]) -> Iterator[Path]:
    """Everything but incident.yaml, the notes that are sections, hidden files and what the command itself writes."""
    own = {folder / "incident.yaml", *(path.resolve() for path in skip), folder / "report.html", folder / "report.pdf"}
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        section = path.parent == folder and path.suffix == ".md" and path.stem not in incident.others
        if path.is_file() and not hidden and not section and path not in own and path.resolve() not in own:
            yield path


def _file(folder: Path, path: Path, reference: str, formats: tuple[Format, ...]) -> EvidenceFile:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    with path.open("rb") as stream:
        tally = Reading(Body(path.name, stream), formats).summed_up()
    note = " ".join(tally.problems[:1])
    size = path.stat().st_size
    return EvidenceFile(reference, str(path.relative_to(folder)), tally.title, size, digest.hexdigest(), note)
