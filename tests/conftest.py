"""What every test may ask for."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.base import Template
from django.test.utils import _TestState
from hypothesis import settings

from hotwash.kernel.postgres import EmbeddedPostgres
from tests import database
from tests.cast import Cast, make_cast
from tests.kernel.postgres import others as others_module
from tests.kernel.postgres.others import Others, Process

settings.register_profile("suite", deadline=None)  # how long an example takes depends on what else the machine does
settings.load_profile("suite")


@pytest.fixture(scope="session")
def postgres() -> Iterator[None]:
    """The server of the test run is up. Tests ask for ``db`` or ``transactional_db`` instead, which ask for this."""
    if not database.uses_embedded():
        yield
        return
    server = database.server()
    server.start()
    yield
    server.stop()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, postgres: None) -> None:
    """Makes every database test wait for the server."""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A temporary folder that other users can pass through, as the database's user must (pytest's own is closed)."""
    folder = database.temporary_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def made_database() -> Iterator[Path]:
    """A data folder with a new database that is not running, to be copied: quicker than making one for each test."""
    folder = database.temporary_folder()
    with EmbeddedPostgres(folder, durable=False):
        pass
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def server(open_folder: Path, made_database: Path) -> Iterator[EmbeddedPostgres]:
    """An embedded server of the test's own, with an empty database, not started; its data folder is ``open_folder``."""
    subprocess.run(["cp", "-a", made_database / "postgres", open_folder / "postgres"], check=True)
    embedded = EmbeddedPostgres(open_folder, durable=False)
    yield embedded
    embedded.stop()


@pytest.fixture
def others() -> Iterator[Others]:
    """Starts other processes that use the database of a data folder; all are gone at the end of the test."""
    started: list[Process] = []

    def start(folder: Path, label: str = "") -> Process:
        started.append(others_module.start(folder, label))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe and not pipe.closed:
                pipe.close()


@pytest.fixture
def cast(db: None) -> Cast:
    """The fixed cast; see ``tests/cast.py``."""
    return make_cast()


@pytest.fixture
def plain_rendering() -> Iterator[None]:
    """Templates render as in production. In tests Django notes each of them with a copy of its context, icons and
    partials too: a test that reads every page and asks for no context need not pay for that.
    """
    noting, Template._render = Template._render, _TestState.saved_data.template_render
    yield
    Template._render = noting
