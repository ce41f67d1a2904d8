"""The database of the test run: one embedded server in a temporary folder, shared by the workers of pytest-xdist.

Its address is settled here, before Django reads its settings; the server starts with the first test that needs it.
With ``DATABASE_URL`` set, that database is used instead and nothing is started.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from hotwash.kernel.postgres import EmbeddedPostgres

VARIABLE = "HOTWASH_TEST_FOLDER"
PREFIX = "hotwash-tests-"


def prepare() -> None:
    """Choose the folder once (workers inherit it) and tell everything else by the environment."""
    if VARIABLE in os.environ:
        return
    folder = temporary_folder()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ[VARIABLE] = str(folder)
    os.environ["HOTWASH_DATA"] = str(folder)
    os.environ["HOTWASH_MODE"] = "test"
    os.environ.setdefault("HOTWASH_TESSERACT", "off")  # the same on a machine that has it
    os.environ.setdefault("DATABASE_URL", server().dsn)


def server() -> EmbeddedPostgres:
    return EmbeddedPostgres(Path(os.environ[VARIABLE]), durable=False)


def uses_embedded() -> bool:
    return os.environ["DATABASE_URL"] == server().dsn


def temporary_folder() -> Path:
    """A fresh folder that the database's user can pass through; folders of runs that were killed go away."""
    base = Path(tempfile.gettempdir())
    for left in base.glob(f"{PREFIX}*"):
        if not Path(f"/proc/{left.name.removeprefix(PREFIX).split('-')[0]}").exists():
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=base))
    folder.chmod(0o711)
    return folder
