"""A database as one file, and back, with PostgreSQL's own programs."""

import os
import subprocess
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from hotwash.kernel.postgres.binaries import programs
from hotwash.kernel.postgres.cluster import DatabaseFailure

# The address goes to the programs by the environment: their arguments can be read by every user of the machine.
VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


def dump(dsn: str, target: Path) -> None:
    """Write everything in the database to a file, as of one moment, while others go on writing."""
    _run(dsn, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def load(dsn: str, source: Path) -> None:
    """Replace what is in the database by a dump, all or nothing."""
    options = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
    _run(dsn, "pg_restore", *options, f"--dbname={conninfo_to_dict(dsn)['dbname']}", str(source))


def _run(dsn: str, program: str, *arguments: str) -> None:
    told = {name: str(value) for name, value in conninfo_to_dict(dsn).items()}
    address = {VARIABLES[name]: value for name, value in told.items() if name in VARIABLES}
    environment = {"PATH": os.environ.get("PATH", os.defpath), **address}
    command = [str(programs() / program), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise DatabaseFailure(f"{program} failed ({done.returncode}):\n{done.stderr.strip()}")
