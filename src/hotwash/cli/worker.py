"""``hotwash worker``: the background work, without database and pages."""

import sys

import click

from hotwash.cli.part import begin


@click.command("worker")
def command() -> None:
    """Run one worker; as many as wanted. Needs DATABASE_URL, or a running `hotwash serve`."""
    dsn = begin()
    from hotwash.worker.main import main

    sys.exit(main(dsn))
