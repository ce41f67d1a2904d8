"""What the parts of the server have in common: they need a database of this release, and end with the supervisor."""

import logging
import os
import subprocess
import sys

import click

from hotwash.cli.serve.children import BAD_USE, SUPERVISOR
from hotwash.kernel.config import BadSetting, config
from hotwash.kernel.postgres import EmbeddedPostgres, data_folder
from hotwash.kernel.postgres.launch import end_with


def begin() -> str:
    """Set up Django over a migrated database; gives the address of the database."""
    if parent := os.environ.get(SUPERVISOR):
        end_with(int(parent))
    dsn = os.environ.get("DATABASE_URL") or _of_a_running_server()
    os.environ["DATABASE_URL"] = dsn
    try:
        config()
    except BadSetting as error:
        click.echo(str(error), err=True)
        sys.exit(BAD_USE)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotwash.site.settings")
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    import django

    django.setup()
    from hotwash.site.schema import missing

    if missing():
        subprocess.run([sys.executable, "-m", "hotwash", "migrate"], check=True)
    return dsn


def _of_a_running_server() -> str:
    server = EmbeddedPostgres(data_folder())
    if not server.running():
        raise click.UsageError("There is no database: set DATABASE_URL, or start `hotwash serve` first.")
    return server.dsn
