"""The evidence of a report folder: each file with its sum and format, and the moments found in it."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hotwash.cli.offline.evidence import Input
from hotwash.evidence.core.inference import Setting
from hotwash.evidence.core.moments import Finder, Sourced, best
from hotwash.evidence.core.moments.merge import from_moment, with_years
from hotwash.evidence.core.reading import Reading
from hotwash.evidence.core.scrub import scrub_text
from hotwash.ports.stamps import Basis
from hotwash.ports.stamps.stamp import to_datetime
from hotwash.reports.core.folder.incident import Told
from hotwash.reports.core.values import Entry, EvidenceFile

CHUNK = 1 << 20
MARGIN = timedelta(days=1)  # moments further from the key times than this are another story
NOTES = {
    Basis.FILE: "zone taken from the file",
    Basis.ASSUMED: "zone assumed",
    Basis.REFERENCE: "day or year taken from the incident",
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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
        given = Input((str(path),), _setting(incident))
        readings = list(_read(given, number, moments))
        files.append(_file(folder, path, f"E-{number}", readings))
        references.update((name, f"E-{number}") for name, _ in readings)
        if given.failed:
            problems += [f"{name}: {problem}" for name, reading in readings for problem in reading.tally.problems]
    chosen = best((one for one in with_years(moments) if _near(one, incident)), incident.moments)
    entries = (_entry(one, references.get(one.file, ""), incident) for one in chosen)
    return Gathered(tuple(files), tuple(entry for entry in entries if entry is not None), tuple(problems))


def _read(given: Input, place: int, moments: list[Sourced]) -> Iterator[tuple[str, Reading]]:
    """Takes the records of each reading, and keeps the moments."""
    for name, reading in given.readings():
        finder = Finder()
        for record in reading.records():
            finder.feed(record)
        moments += [from_moment(moment, name, reading.tally.title, place) for moment in finder.moments()]
        yield name, reading


def _setting(incident: Told) -> Setting:
    """The incident's zone for times without one; its last key time for times without a year."""
    marks = [key.at for key in incident.values.key_times if key.at is not None]
    reference = int((max(marks) - _EPOCH).total_seconds()) * 1_000_000_000 if marks else None
    return Setting(ZoneInfo(incident.values.zone), reference)


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
    titles = list(dict.fromkeys(reading.tally.title for _, reading in readings if reading.tally.title))
    form = titles[0] if len(readings) == 1 and titles else f"{len(readings)} files" if len(readings) > 1 else ""
    problems = [problem for _, reading in readings for problem in reading.tally.problems]
    name = str(path.relative_to(folder))
    return EvidenceFile(reference, name, form, path.stat().st_size, digest.hexdigest(), " ".join(problems[:1]))


def _near(one: Sourced, incident: Told) -> bool:
    stamp = one.record.stamp
    at = to_datetime(stamp) if stamp else None
    marks = [key.at for key in incident.values.key_times if key.at is not None]
    return at is not None and (not marks or min(marks) - MARGIN <= at <= max(marks) + MARGIN)


def _entry(one: Sourced, reference: str, incident: Told) -> Entry | None:
    stamp = one.record.stamp
    at = to_datetime(stamp) if stamp else None
    if stamp is None or at is None:
        return None
    zone = f"zone not written, {incident.values.zone} assumed" if stamp.zone is Basis.SETTING else ""
    notes = [zone or NOTES.get(stamp.zone, ""), NOTES.get(stamp.year, "")]
    lines = scrub_text(one.record.text).strip().split("\n")
    more = f", and {one.like} more like it" if one.like else ""
    return Entry(
        reference="",
        at=at,
        text=lines[0][:300] + more,
        precision=stamp.precision.value,
        lane=one.file.rsplit("/", 1)[-1],
        kind=one.kind,
        note=", ".join(note for note in dict.fromkeys(notes) if note),
        evidence=f"{reference} line {one.record.line}" if one.record.line else reference,
    )
