"""``hotwash backup``"""

import os
import sys
from pathlib import Path

import click

from hotwash.cli import archive
from hotwash.kernel.core.errors import HotwashError
from hotwash.kernel.postgres import EmbeddedPostgres, data_folder


@click.command("backup")
@click.argument("target", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def command(target: Path) -> None:
    """Write everything to one file: database, stored files, key. Hotwash may run meanwhile.

    Example: hotwash backup hotwash-monday.tar
    """
    try:
        if dsn := os.environ.get("DATABASE_URL"):
            files = archive.write(target, dsn, data_folder())
        else:
            with EmbeddedPostgres(data_folder()) as server:
                files = archive.write(target, server.dsn, data_folder())
    except HotwashError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    click.echo(f"{target}: the database and {files:,} stored files, {target.stat().st_size / 1e6:,.1f} MB.")
