"""Other processes that want the same database."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg

from hotwash.kernel.postgres import EmbeddedPostgres

HOLD = """
import sys
from pathlib import Path
from hotwash.kernel.postgres import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), durable=False)
server.own(sys.argv[2]) if sys.argv[2] else server.start()
print(server.owned, flush=True)
sys.stdin.read()
server.stop()
"""

Process = subprocess.Popen[str]
Others = Callable[..., Process]


def start(folder: Path, label: str = "") -> Process:
    """A process that owns (with a label) or uses the database until its standard input is closed."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder), label], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def owns(process: Process) -> bool:
    """Wait until it has the database; whether it is the owner."""
    assert process.stdout
    return process.stdout.readline().strip() == "True"


def ask(server: EmbeddedPostgres, sql: str) -> object:
    with psycopg.connect(server.dsn) as connection:
        cursor = connection.execute(sql.encode())
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None
