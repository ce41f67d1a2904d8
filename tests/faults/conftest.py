"""Processes killed, servers stopped: a suite of its own (`make faults`), because each test takes seconds."""

import fcntl
import os
import subprocess
from pathlib import Path

import pytest

from tests import database
from tests.serving import House


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.faults)


SOURCE = """
INSERT INTO hotwash_source (plugin, name, secret, enabled, options, version)
VALUES ('alertmanager', 'one', 'xyzzy', true, '{}', 1)
"""


@pytest.fixture(scope="session")
def migrated() -> Path:
    """A data folder as ``hotwash serve`` leaves it after its first run; made by the first of the workers who asks."""
    folder = Path(os.environ[database.VARIABLE]) / "migrated"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.with_suffix(".whole").exists():
            with House(folder) as running:
                running.ready()
                running.query(SOURCE)
            folder.with_suffix(".whole").touch()
    return folder


@pytest.fixture
def data(open_folder: Path, migrated: Path) -> Path:
    subprocess.run(["cp", "-a", f"{migrated}/.", open_folder], check=True)
    (open_folder / "serve.log").unlink()
    return open_folder
