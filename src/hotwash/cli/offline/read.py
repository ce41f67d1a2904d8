"""`hotwash read`: the events, factors, actions and questions of post-mortems that exist already."""

import json

import click

from hotwash.cli.offline.documents import POST_MORTEMS, Documents
from hotwash.reports.core.reading.document import Reading, read_document
from hotwash.reports.core.reading.docx import NotReadable
from hotwash.reports.core.reading.objects import as_object

DONE, SOME_UNREAD = 0, 3


@click.command(
    name="read",
    epilog="""\b
Examples:
  hotwash read post-mortems/2025-09-29.md
  hotwash read wiki-export.zip --json > incidents.jsonl
  curl -s https://docs.example.org/pm/42.html | hotwash read -

\b
Exit codes: 0 done, 2 bad use, 3 some documents could not be read (the rest was done).""",
)
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Short for --format json.")
@click.pass_context
def command(ctx: click.Context, documents: tuple[str, ...], form: str, *, as_json: bool) -> None:
    """Read existing post-mortems: Markdown, HTML, DOCX, wiki text, plain text.

    Files, folders and zip archives; `-` is standard input. Times keep what is known about their zone: none is invented.
    """
    reader = Documents(POST_MORTEMS)
    show = _json if as_json or form == "json" else _text
    for document in reader.read(documents):
        if not document.content.strip():
            reader.problems.append(f"{document.name}: the file is empty.")
            continue
        try:
            show(document.name, read_document(document.content, document.name))
        except NotReadable as error:
            reader.problems.append(f"{document.name}: {error}")
    for problem in reader.problems:
        click.echo(problem, err=True)
    ctx.exit(SOME_UNREAD if reader.problems else DONE)


def _json(name: str, reading: Reading) -> None:
    click.echo(json.dumps(as_object(name, reading), ensure_ascii=False))


def _text(name: str, reading: Reading) -> None:
    click.echo(click.style(reading.title or name, bold=True))
    zone = f"times in {reading.zone}" if reading.zone else "no time zone stated"
    click.echo("  " + " · ".join(part for part in (name, reading.date, reading.severity, zone) if part))
    for event in reading.events:
        about = "about " if event.about else ""
        click.echo(f"  {about}{event.time or 'no time'}  {event.text}")
    for title, lines in (("Factors", reading.factors), ("Questions", reading.questions)):
        if lines:
            click.echo(f"  {title}")
        for line in lines:
            click.echo(f"    {line}")
    if reading.actions:
        click.echo("  Actions")
    for action in reading.actions:
        about = " · ".join(
            part for part in (", ".join(action.owners), action.due, action.ticket, action.status) if part
        )
        click.echo(f"    {action.text}" + (f"  ({about})" if about else ""))
    click.echo()
