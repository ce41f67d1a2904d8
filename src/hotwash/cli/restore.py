"""``hotwash restore``"""

import os
import sys
from pathlib import Path

import click
import psycopg

from hotwash.cli import archive
from hotwash.kernel.core.errors import BadInput, HotwashError
from hotwash.kernel.postgres import EmbeddedPostgres, data_folder

TABLES = "SELECT count(*) FROM information_schema.tables WHERE table_name = 'hotwash_person'"


@click.command("restore")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Throw away what is there now.")
def command(source: Path, replace: bool) -> None:  # noqa: FBT001 - click's flag
    """Put back what `hotwash backup` wrote. Stop Hotwash first.

    Example: hotwash restore hotwash-monday.tar
    """
    try:
        if dsn := os.environ.get("DATABASE_URL"):
            files = _restore(source, dsn, replace=replace)
        else:
            server = EmbeddedPostgres(data_folder())
            server.own("restoring a backup")
            try:
                files = _restore(source, server.dsn, replace=replace)
            finally:
                server.stop()
    except HotwashError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    click.echo(f"Restored the database and {files:,} stored files. Start Hotwash again: hotwash serve")


def _restore(source: Path, dsn: str, *, replace: bool) -> int:
    if not replace and _in_use(dsn):
        raise BadInput("There are people in this database already. To throw it all away: hotwash restore --replace ...")
    return archive.restore(source, dsn, data_folder())


def _in_use(dsn: str) -> bool:
    with psycopg.connect(dsn) as connection:
        if connection.execute(TABLES).fetchone() == (0,):
            return False
        return connection.execute("SELECT count(*) FROM hotwash_person").fetchone() != (0,)
