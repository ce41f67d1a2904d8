"""``hotwash doctor``: whether paging works, for those who hold the machine."""

import json
import sys
from dataclasses import asdict

import click

from hotwash.cli.django import opened


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def command(as_json: bool) -> None:  # noqa: FBT001 - an option of a command
    """Check that paging works: hotwash doctor. Exit code 1 when it fails."""
    with opened():
        from hotwash.kernel import clock
        from hotwash.respond.queries import paging_troubles

        found = paging_troubles(clock.now())
    for one in found:
        line = f"{'fails' if one.urgent else 'would fail'}: {one.words} {one.todo}"
        click.echo(json.dumps(asdict(one), ensure_ascii=False) if as_json else line)
    if not found and not as_json:
        click.echo("Paging works: levels are paged in time, messages arrive, everybody can be reached.")
    sys.exit(int(any(one.urgent for one in found)))
