"""``hotwash demo``: the worked example."""

import os

import click

from hotwash.cli.django import opened
from hotwash.cli.serve.children import SUPERVISOR
from hotwash.kernel.postgres.launch import end_with


@click.command("demo")
def command() -> None:
    """Put the worked example into an empty Hotwash: one incident from end to end, and one that is in the middle."""
    if parent := os.environ.get(SUPERVISOR):
        end_with(int(parent))
    with opened():
        from hotwash.example.build import build
        from hotwash.kernel import clock

        made = build(now=clock.now())
    click.echo(made or "There are incidents already: the example was left out.")
