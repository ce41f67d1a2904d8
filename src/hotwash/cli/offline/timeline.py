"""`hotwash timeline`: the moments of many files in the order of their times."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import cast

import click

from hotwash.cli.offline.evidence import Input, check_kinds, check_zone, setting_of
from hotwash.cli.offline.inspect import DATES
from hotwash.evidence.core.aliases import Aliases, Kind, in_memory
from hotwash.evidence.core.clocks import Source, is_zoned, suggestions, told
from hotwash.evidence.core.landmarks import Landmarks
from hotwash.evidence.core.moments import Finder, Sourced, in_order, ranked
from hotwash.evidence.core.moments.merge import as_json as row_of
from hotwash.evidence.core.moments.merge import from_moment, with_years
from hotwash.evidence.core.reading import Reading
from hotwash.evidence.core.scrub import scrub_text

EPILOG = """\b
Examples:
  hotwash timeline evidence/
  hotwash timeline apply.jsonl messages.gz --zone Europe/Berlin
  hotwash timeline evidence.zip --all --json | jq -r .time
"""
COLOURS = {"error": "red", "critical": "red", "warning": "yellow"}


@click.command(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--all", "everything", is_flag=True, help="Each record, not the moments only.")
@click.option("--most", type=click.IntRange(1, 100_000), default=300, show_default=True, help="Moments at most.")
@click.option("--zone", callback=check_zone, help="Zone of times that name none, such as Europe/Berlin.")
@click.option("--reference", type=click.DateTime(DATES), help="A time near the end, for times without a year.")
@click.option("--mask", "kinds", callback=check_kinds, help="Addresses to mask too: email, ip, or email,ip.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Short for --format json.")
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], **options: object) -> None:
    """Put the moments of files, folders and archives in order: failures, changes, alerts, first errors, bursts.

    Secrets are masked. What has no time stands at the end. `-` reads standard input. Where two sources report the same
    things at times that differ by a constant, a note on standard error says by how much.
    """
    zone, reference = options["zone"], options["reference"]
    setting = setting_of(
        zone if isinstance(zone, str) else None, reference if isinstance(reference, datetime) else None
    )
    given = Input(paths, setting)
    sources: list[Source] = []
    found = with_years(list(_records(given) if options["everything"] else _moments(given, sources)))
    most = options["most"]
    if not options["everything"] and isinstance(most, int):
        found = ranked(found, most)
    show = _json if options["as_json"] or options["form"] == "json" else _text
    aliases = Aliases(cast("tuple[Kind, ...]", options["kinds"]), in_memory())
    for one in in_order(found):
        row = row_of(one)
        (text,) = aliases.mask([scrub_text(str(row["text"]))])
        show({**row, "text": text})
    for suggestion in suggestions(sources):
        click.echo(f"note: {told(suggestion)}", err=True)
    ctx.exit(3 if given.failed else 0)


def _moments(given: Input, sources: list[Source]) -> Iterator[Sourced]:
    """Puts into ``sources`` what their clocks can be compared by."""
    for place, (name, reading) in enumerate(given.readings()):
        finder, marks = Finder(), Landmarks()
        for record in reading.records():
            finder.feed(record)
            marks.feed(record)
        sources.append(Source(name, marks.found(), is_zoned(reading.tally.bases)))
        for moment in finder.moments():
            yield from_moment(moment, name, reading.tally.format, place)
        _tell(given, name, reading)


def _records(given: Input) -> Iterator[Sourced]:
    for place, (name, reading) in enumerate(given.readings()):
        for record in reading.records():
            yield Sourced(record, name, reading.tally.format, place)
        _tell(given, name, reading)


def _tell(given: Input, name: str, reading: Reading) -> None:
    given.failed = given.failed or reading.tally.failed
    if reading.tally.failed:
        for problem in reading.tally.problems:
            click.echo(f"{name}: {problem}", err=True)


def _json(row: dict[str, object]) -> None:
    click.echo(json.dumps(row, ensure_ascii=False))


def _text(row: dict[str, object]) -> None:
    text = str(row["text"]).split("\n", 1)[0][:160]
    colour = COLOURS.get(str(row["level"]))
    when = str(row["time"] or "no time").ljust(30)
    place = click.style(f"{row['source']}:{row['line']}", dim=True)
    why = click.style(f"  ({row['why']})", dim=True) if row["why"] else ""
    click.echo(f"{when} {click.style(text, fg=colour)}{why}  {place}")
