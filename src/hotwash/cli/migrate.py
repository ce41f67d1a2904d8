"""``hotwash migrate``"""

import click

from hotwash.cli.django import opened


@click.command("migrate")
def command() -> None:
    """Set up the database, or bring it to this release. Safe to call again: it does what is missing."""
    with opened():
        from django.core.management import call_command

        call_command("migrate", interactive=False, verbosity=0)
    click.echo("The database is ready.")
