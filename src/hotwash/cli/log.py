"""``hotwash log``: the event log of the whole organisation, for those who hold the machine."""

import sys

import click

from hotwash.cli.django import opened


@click.group("log")
def command() -> None:
    """Export the event log, or check that no line of it was altered or removed."""


@command.command("export")
@click.option("--incident", "reference", default="", help="Only the chain of this incident, for example INC-42.")
def export(reference: str) -> None:
    """Write the log as JSON lines, which `hotwash verify` checks anywhere: hotwash log export > log.jsonl"""
    with opened():
        from hotwash.kernel.core.actor import SYSTEM
        from hotwash.kernel.core.log_lines import to_json
        from hotwash.kernel.eventlog import line_of
        from hotwash.kernel.models import Event
        from hotwash.respond.queries import get_incident

        rows = Event.objects.order_by("chain", "number")
        if reference:
            rows = rows.filter(incident_id=get_incident(SYSTEM, reference).pk)
        for row in rows.iterator():
            click.echo(to_json(line_of(row), row.hash))


@command.command("verify")
def verify() -> None:
    """Check every chain in the database, the ends of the chains included."""
    with opened():
        from hotwash.kernel.eventlog import problems

        found = list(problems())
    for problem in found:
        click.echo(problem, err=True)
    if found:
        sys.exit(1)
    click.echo("Every chain of the event log is whole.")
