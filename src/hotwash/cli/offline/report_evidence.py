"""The evidence of a report folder: each file with its sum and format, and the moments found in it."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hotwash.cli.offline.evidence import Input
from hotwash.evidence.core.moments import Finder, Sourced
from hotwash.evidence.core.moments.merge import from_moment
from hotwash.evidence.core.reading import Reading
from hotwash.reports.core.folder.found import entries_of, form_of, problem_of, setting_of
from hotwash.reports.core.folder.incident import Told
from hotwash.reports.core.values import Entry, EvidenceFile

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Gathered:
    files: tuple[EvidenceFile, ...] = ()
    entries: tuple[Entry, ...] = ()
    problems: tuple[str, ...] = ()


def gather(folder: Path, incident: Told, *, skip: frozenset[Path]) -> Gathered:
    files: list[EvidenceFile] = []
    problems: list[str] = []
    moments: list[Sourced] = []
    references: dict[str, str] = {}
    for number, path in enumerate(_paths(folder, skip), 1):
        given = Input((str(path),), setting_of(incident))
        readings = list(_read(given, number, moments))
        files.append(_file(folder, path, f"E-{number}", readings))
        references.update((name, f"E-{number}") for name, _ in readings)
        if given.failed:
            problems += [f"{name}: {problem}" for name, reading in readings for problem in reading.tally.problems]
    return Gathered(tuple(files), tuple(entries_of(moments, references, incident)), tuple(problems))


def _read(given: Input, place: int, moments: list[Sourced]) -> Iterator[tuple[str, Reading]]:
    """Takes the records of each reading, and keeps the moments."""
    for name, reading in given.readings():
        finder = Finder()
        for record in reading.records():
            finder.feed(record)
        moments += [from_moment(moment, name, reading.tally.title, place) for moment in finder.moments()]
        yield name, reading


def _paths(folder: Path, skip: frozenset[Path]) -> Iterator[Path]:
    """Everything but incident.yaml, the notes, hidden files and what the command itself writes."""
    own = {(folder / name).resolve() for name in ("incident.yaml", "report.html", "report.pdf")}
    own |= {path.resolve() for path in skip}
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        note = path.parent == folder and path.suffix == ".md"
        if path.is_file() and not path.is_symlink() and not hidden and not note and path.resolve() not in own:
            yield path


def _file(folder: Path, path: Path, reference: str, readings: Sequence[tuple[str, Reading]]) -> EvidenceFile:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    tallies = [reading.tally for _, reading in readings]
    name = str(path.relative_to(folder))
    return EvidenceFile(reference, name, form_of(tallies), path.stat().st_size, digest.hexdigest(), problem_of(tallies))
