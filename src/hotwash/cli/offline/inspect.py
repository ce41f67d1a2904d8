"""`hotwash inspect`: what each file is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

import click

from hotwash.cli.offline.evidence import Input, check_zone, setting_of
from hotwash.evidence.core.reading import as_json as tally_as_json

EPILOG = """\b
Examples:
  hotwash inspect evidence.zip
  hotwash inspect /var/log/messages --json
  kubectl get events -o json | hotwash inspect -
"""
DATES = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"]


@click.command(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--zone", callback=check_zone, help="Zone of times that name none, such as Europe/Berlin.")
@click.option("--reference", type=click.DateTime(DATES), help="A time near the end, for times without a year.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Short for --format json.")
@click.pass_context
def command(
    ctx: click.Context, /, paths: tuple[str, ...], zone: str | None, reference: datetime | None, **shown: object
) -> None:
    """Say what each file is: its format, its records, the first and the last time, and how the zone is known.

    Folders and archives are opened; `-` reads standard input.
    """
    show = _json if shown["as_json"] or shown["form"] == "json" else _text
    given = Input(paths, setting_of(zone, reference))
    for name, reading in given.readings():
        tally = reading.summed_up()
        given.failed = given.failed or tally.failed
        show(tally_as_json(name, tally))
    ctx.exit(3 if given.failed else 0)


def _json(row: Mapping[str, object]) -> None:
    click.echo(json.dumps(row, ensure_ascii=False))


def _text(row: Mapping[str, object]) -> None:
    click.echo(click.style(str(row["path"]), bold=True))
    span = f"{row['earliest']} to {row['latest']}" if row["earliest"] else "no times"
    zone = f", zone {row['zone'] or 'not known'} ({row['zone_basis']})" if row["earliest"] else ""
    click.echo(f"    {row['format']}, {row['records']} records, {span}{zone}")
    for problem in row["problems"] if isinstance(row["problems"], list) else []:
        click.echo(click.style(f"    {problem}", fg="yellow"))
