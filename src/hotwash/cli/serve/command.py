"""The command itself: find a place for the data, the address and the database, then supervise."""

import os
import socket
import sys
import time

import click

from hotwash.cli.serve.output import Output, seconds_since
from hotwash.cli.serve.supervisor import Plan, Supervisor
from hotwash.kernel.core.errors import HotwashError
from hotwash.kernel.postgres import AlreadyRunning, EmbeddedPostgres, data_folder

BACKLOG = 512


@click.command("serve")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    envvar="HOTWASH_HOST",
    help="Address to answer on; 0.0.0.0 for all.",
)
@click.option(
    "--port",
    default=8000,
    show_default=True,
    envvar="HOTWASH_PORT",
    type=click.IntRange(0, 65535),
    help="0: a free one.",
)
@click.option("--demo", is_flag=True, help="Begin with a worked example, if there is no incident yet.")
def command(host: str, port: int, demo: bool) -> None:  # noqa: FBT001 - click's flag
    r"""Run Hotwash: database, pages and background work, until Ctrl-C.

    \b
    Examples:
      hotwash serve
      hotwash serve --host 0.0.0.0 --port 80
      HOTWASH_DATA=/srv/hotwash hotwash serve
    """
    sys.exit(serve(host, port, ("demo",) if demo else ()))


def serve(host: str, port: int, afterwards: tuple[str, ...] = ()) -> int:
    """Run until told to stop; the exit code."""
    output = Output()
    began = time.monotonic()
    listening: socket.socket | None = None
    problem = ""
    try:
        listening = open_address(host, port)
    except OSError as error:
        problem = f"Can't answer on {host}:{port} ({error.strerror}). Stop what uses it, or choose another: --port 8001"
    try:
        database = own_database(output)
    except AlreadyRunning as running:
        output.say(f"Hotwash already runs with this data: {running.owner}")
        return 1
    except HotwashError as error:
        output.say(str(error), "database")
        return 1
    if listening is None:
        output.say(problem)
        if database is not None:
            database.stop()
        return 1
    address = address_of(host, listening)
    if database is not None:
        database.introduce(f"{address} (process {os.getpid()})")
        output.say(f"ready after {seconds_since(began)}, in {database.cluster.folder}", "database")
    plan = Plan(
        address=address,
        listening=listening,
        database=database,
        environment=environment_of(address, database),
        welcome=f"\n  Hotwash answers at  {address}\n",
        afterwards=afterwards,
        began=began,
    )
    return Supervisor(plan, output).run()


def own_database(output: Output) -> EmbeddedPostgres | None:
    """The embedded database, started; None when ``DATABASE_URL`` names another."""
    if os.environ.get("DATABASE_URL"):
        return None
    data = data_folder()
    server = EmbeddedPostgres(data)
    if not server.cluster.data.exists():
        output.say(f"making a new one for {data} ...", "database")
    server.own("starting")
    return server


def open_address(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=BACKLOG, reuse_port=False)


def address_of(host: str, listening: socket.socket) -> str:
    """The address for people."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{name}:{listening.getsockname()[1]}"


def environment_of(address: str, database: EmbeddedPostgres | None) -> dict[str, str]:
    """What the parts must know beyond what this process was told."""
    told = {} if "HOTWASH_BASE_URL" in os.environ else {"HOTWASH_BASE_URL": address}
    return told if database is None else {**told, "DATABASE_URL": database.dsn}
