"""``hotwash web``: the pages, the API and the fast door, without database and worker."""

import socket
import sys

import click

from hotwash.cli.part import begin


@click.command("web")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to answer on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port to answer on.")
@click.option("--fd", type=int, hidden=True, help="An open listening socket, from the supervisor.")
def command(host: str, port: int, fd: int | None) -> None:
    """Run one web process; as many as wanted, behind a proxy. Needs DATABASE_URL, or a running `hotwash serve`."""
    listening = socket.create_server((host, port), backlog=512) if fd is None else socket.socket(fileno=fd)
    dsn = begin()
    from hotwash.streams.server import main

    sys.exit(main(dsn, listening))
