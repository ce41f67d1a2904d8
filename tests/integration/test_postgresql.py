"""The product on Debian's PostgreSQL instead of the embedded one: set up, told, found again."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import database
from tests.integration.conftest import come_in
from tests.serving import serving

INSTALLED = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@pytest.fixture
def dsn() -> Iterator[str]:
    """A cluster of Debian's own, on a socket in a folder of its own. PostgreSQL never runs as root."""
    if not INSTALLED:
        pytest.skip("no PostgreSQL of Debian: apt-get install postgresql")
    root = os.geteuid() == 0
    become = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if root else []
    folder = database.temporary_folder()
    if root:
        shutil.chown(folder, "postgres", "postgres")
    control = [*become, str(INSTALLED[-1] / "pg_ctl"), "-D", str(folder / "data"), "-s", "-w"]
    initialise = "--username=hotwash --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync"
    subprocess.run([*control, "init", "-o", initialise], check=True, cwd=folder, stdout=subprocess.DEVNULL)
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    start = [*control, "start", "-l", str(folder / "log"), "-o", options]
    subprocess.run(start, check=True, cwd=folder, stdout=subprocess.DEVNULL)
    try:
        subprocess.run([*become, "createdb", "-h", str(folder), "-U", "hotwash", "hotwash"], check=True, cwd=folder)
        yield f"postgresql://hotwash@/hotwash?host={folder}"
    finally:
        subprocess.run([*control, "stop", "-m", "immediate"], check=True, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


def test_the_whole_example_is_told_on_it(dsn: str, folder: Path) -> None:
    with serving(folder, "--demo", DATABASE_URL=dsn) as house:
        house.wait_for("worked example is there")
        with come_in(house) as caller:
            found = caller.get("/archive?q=connections")
        assert isinstance(found, dict)
        assert "INC-1" in json.dumps(found)
        assert _log_is_whole(dsn, folder)
    assert not (folder / "postgres").exists(), "no embedded database is made beside it"


def _log_is_whole(dsn: str, folder: Path) -> bool:
    environment = {**os.environ, "DATABASE_URL": dsn, "HOTWASH_DATA": str(folder)}
    command = [sys.executable, "-m", "hotwash", "log", "verify"]
    return subprocess.run(command, env=environment, check=False, timeout=120).returncode == 0
