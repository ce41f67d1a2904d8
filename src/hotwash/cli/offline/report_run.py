"""What `hotwash report` does once it is asked: read the folder, compose, write. Imported only then, for it is slow."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from hotwash.cli.offline.report_evidence import Gathered, gather
from hotwash.reports.core.completeness import completeness
from hotwash.reports.core.compose import compose
from hotwash.reports.core.document import Document, Figure
from hotwash.reports.core.folder.incident import Noted, Told, day_of_incident, noted, numbered, parse, told
from hotwash.reports.core.pictures import pictures_of
from hotwash.reports.core.render.html import to_page
from hotwash.reports.core.render.markdown import figure_file, to_markdown
from hotwash.reports.core.render.pdf import to_pdf
from hotwash.reports.core.values import Values

NAME = "incident.yaml"
AS_SECTION = "Name it like a section (summary.md, lessons.md, ...) to have it whole."
KINDS = {".html": "html", ".htm": "html", ".pdf": "pdf", ".md": "markdown"}


@dataclass(frozen=True, slots=True)
class Written:
    path: Path
    kind: str
    size: int
    warnings: tuple[str, ...] = ()


def make(folder: Path, outputs: Sequence[Path], *, as_json: bool) -> bool:
    """Write the report; True when all input could be read."""
    incident = _read(folder)
    gathered = gather(folder, incident, skip=frozenset(outputs))
    notes = _notes(incident)
    values = _values(incident, gathered, notes, folder)
    document = compose(values)
    written = [one for path in outputs for one in _write(document, path)]
    problems = (*incident.problems, *(problem for note in notes for problem in note.problems), *gathered.problems)
    _tell(written, values, problems, as_json=as_json)
    if not as_json:
        for name in incident.others:
            click.echo(f"{name}.md: its times are on the timeline, the rest of it is left out. {AS_SECTION}")
    return not problems


def _read(folder: Path) -> Told:
    path = folder / NAME
    if not path.exists():
        raise click.UsageError(f"{path} is not there. `hotwash report {folder} --init` writes one to begin with.")
    file = parse(path.read_text(encoding="utf-8", errors="replace"))
    if isinstance(file, tuple):
        raise click.UsageError("\n".join([f"{path} can't be used:", *(f"  {problem}" for problem in file)]))
    notes = {note.stem: note.read_text(encoding="utf-8", errors="replace") for note in sorted(folder.glob("*.md"))}
    notes.pop("report", None)
    return told(file, notes)


def _notes(incident: Told) -> list[Noted]:
    zone, day = ZoneInfo(incident.values.zone), day_of_incident(incident.values)
    return [noted(f"{name}.md", text, zone, day) for name, text in incident.others.items()]


def _values(incident: Told, gathered: Gathered, notes: Sequence[Noted], folder: Path) -> Values:
    remembered = [entry for note in notes for entry in note.entries]
    entries = numbered((*incident.values.entries, *remembered, *gathered.entries))
    reference = incident.values.reference or folder.resolve().name
    values = replace(incident.values, entries=entries, evidence=gathered.files, reference=reference)
    return replace(values, pictures=pictures_of(values))


def _write(document: Document, path: Path) -> Iterator[Written]:
    kind = KINDS[path.suffix.lower()]
    warnings: tuple[str, ...] = ()
    if kind == "pdf":
        made = to_pdf(document)
        content, warnings = made.content, made.warnings
    elif kind == "html":
        content = to_page(document).encode()
    else:
        content = to_markdown(document).encode()
        for figure in _figures(document):
            picture = path.parent / figure_file(figure)
            picture.write_text(figure.svg, encoding="utf-8")
            yield Written(picture, "svg", len(figure.svg.encode()))
    path.write_bytes(content)
    yield Written(path, kind, len(content), warnings)


def _figures(document: Document) -> list[Figure]:
    return [block for section in document.sections for block in section.blocks if isinstance(block, Figure)]


def _tell(written: Sequence[Written], values: Values, problems: Sequence[str], *, as_json: bool) -> None:
    if as_json:
        for one in written:
            row = {"path": str(one.path), "format": one.kind, "bytes": one.size, "warnings": list(one.warnings)}
            click.echo(json.dumps(row, ensure_ascii=False))
    else:
        for one in written:
            click.echo(f"{one.path} ({one.size:,} bytes)")
            for warning in one.warnings:
                click.echo(f"  {warning}")
        for advice in completeness(values):
            click.echo(f"{advice.section}: {advice.message}")
    for problem in problems:
        click.echo(problem, err=True)
