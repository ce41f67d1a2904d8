"""``hotwash migrate``"""

import click

from hotwash.cli.django import opened


@click.command("migrate")
def command() -> None:
    """Set up the database, or bring it to this release. Safe to call again: it does what is missing."""
    with opened():
        from django.core.management import call_command
        from django.db import connection

        with connection.cursor() as cursor:  # two that start at once: one migrates, the other waits and finds it done
            cursor.execute("SELECT pg_advisory_lock(hashtext('hotwash migrate'))")
        call_command("migrate", interactive=False, verbosity=0)
    click.echo("The database is ready.")
