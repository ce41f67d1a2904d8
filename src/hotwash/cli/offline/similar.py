"""`hotwash similar`: which records are alike, without a server."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from hotwash.improve.core.similarity.index import Index, build_index, without_template
from hotwash.improve.core.similarity.records import Records, read_records

DONE, BAD_USE, SOME_UNREAD = 0, 2, 3


@click.command(
    name="similar",
    epilog="""\b
Examples:
  hotwash similar incidents.jsonl
  jq -c '{id, title, text: .body}' export.json | hotwash similar - --json

\b
Exit codes: 0 done, 2 bad use, 3 some lines could not be read (the rest was done).""",
)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.jsonl")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Short for --format json.")
def command(file: Path, form: str, *, as_json: bool) -> None:
    """Show the ten nearest of each record, with the reason.

    FILE.jsonl has one JSON object a line with `id`, `title` and `text`; `-` is standard input. Nothing leaves this
    machine. The score is 0 to 1 and means something within one file only.
    """
    name = "<stdin>" if str(file) == "-" else str(file)
    records = _read(file)
    if records is None:
        sys.exit(SOME_UNREAD)
    for problem in records.unread:
        click.echo(f"{name}: line {problem.line} {problem.message}", err=True)
    if not records.documents and not records.unread:
        click.echo(f"{name} is empty: nothing to compare.", err=True)
    write = _json_lines if as_json or form == "json" else _text_lines
    for line in write(records, build_index(without_template(records.documents))):
        click.echo(line)
    sys.exit(SOME_UNREAD if records.unread else DONE)


def _read(file: Path) -> Records | None:
    """None when there is nothing to read from, which is told."""
    if str(file) == "-":
        return read_records(sys.stdin.buffer)
    try:
        with file.open("rb") as stream:
            return read_records(stream)
    except OSError as error:
        click.echo(f"{file}: can't be read ({error.strerror}).", err=True)
        return None


def _json_lines(records: Records, index: Index) -> Iterator[str]:
    for at, document in enumerate(records.documents):
        similar = [{"id": near.id, "score": near.score, "why": list(near.why)} for near in index.nearest(at)]
        yield json.dumps({"id": document.id, "similar": similar}, ensure_ascii=False)


def _text_lines(records: Records, index: Index) -> Iterator[str]:
    titles = {document.id: document.title for document in records.documents}
    for at, document in enumerate(records.documents):
        yield f"{document.id}  {document.title}".rstrip()
        found = index.nearest(at)
        if not found:
            yield "   nothing like it"
        for near in found:
            yield f"   {near.score:.2f}  {near.id}  {titles[near.id]}".rstrip()
            yield f"         {'; '.join(near.why)}"
