"""`hotwash report`: a report out of a folder with a small incident.yaml, notes and evidence."""

import importlib
from pathlib import Path

import click

DONE, BAD_USE, SOME_UNREAD = 0, 2, 3
NAME = "incident.yaml"
ENDINGS = frozenset({".html", ".htm", ".pdf", ".md"})
EXAMPLE = """\
title: Checkout answered with errors
severity: sev2
zone: Europe/Berlin
services: [checkout]
key_times:
  started: 2026-11-03 14:02
  detected: "14:14"
  resolved: "15:20"
impact:
  - {audience: customers, from: 2026-11-03 14:02, until: "14:50", amount: 1240, unit: failed checkouts}
timeline:
  - {at: "14:14", text: The first complaint reaches support}
factors:
  - {id: down, kind: outcome, statement: Checkout answered 503, because: [pool]}
  - {id: pool, category: technical, statement: The pool held 20 connections, made_sense: It fitted the old size}
helped: [The canary stopped the second deploy]
lucky: []
questions: []
actions:
  - {title: Alert on pool wait over 200 ms, kind: preventive, owner: Olga, due: 2026-12-01, factors: [pool]}
notes:
  summary: Three sentences for somebody who was not there.
"""


@click.command(
    name="report",
    epilog="""\b
Examples:
  hotwash report incident-folder
  hotwash report incident-folder -o post-mortem.pdf -o post-mortem.md
  hotwash report incident-folder --init     writes an incident.yaml to begin with

\b
Exit codes: 0 done, 2 bad use (no incident.yaml, or one that is wrong), 3 some input could not be read (the rest is in
the report).""",
)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "-o", "--output", "outputs", multiple=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="A file to write: .html, .pdf or .md. Default: report.html and report.pdf in DIR.",
)  # fmt: skip
@click.option("--init", is_flag=True, help="Write an example incident.yaml into DIR and stop.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Short for --format json.")
@click.pass_context
def command(
    ctx: click.Context, folder: Path, outputs: tuple[Path, ...], form: str, *, init: bool, as_json: bool
) -> None:
    """Make a report: HTML, PDF or Markdown, out of a folder.

    DIR holds incident.yaml (title, severity, key times, impact, factors, actions; see --init), notes as Markdown
    (summary.md, lessons.md … become sections; times in other notes become entries) and evidence of any kind, whose
    moments are put on the timeline.
    """
    if init:
        ctx.exit(_init(folder))
    outputs = outputs or (folder / "report.html", folder / "report.pdf")
    unknown = [path for path in outputs if path.suffix.lower() not in ENDINGS]
    if unknown:
        raise click.UsageError(f"{unknown[0]}: the ending tells the format; it can be .html, .pdf or .md.")
    run = importlib.import_module("hotwash.cli.offline.report_run")
    ctx.exit(DONE if run.make(folder, outputs, as_json=as_json or form == "json") else SOME_UNREAD)


def _init(folder: Path) -> int:
    path = folder / NAME
    if path.exists():
        click.echo(f"{path} is there already; nothing was changed.", err=True)
        return BAD_USE
    path.write_text(EXAMPLE, encoding="utf-8")
    click.echo(f"{path} is written: change it, then run `hotwash report {folder}`.")
    return DONE
