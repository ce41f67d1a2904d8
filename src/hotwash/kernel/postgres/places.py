"""Where the embedded database lives, and as whom it runs.

PostgreSQL refuses to run as root. Started by root it runs as a user without rights, so its files must be where that
user can go. Permissions of folders that are not ours are never changed: where the wished place cannot be reached, the
database goes to a system folder, and a link stays in the wished place.
"""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hotwash.kernel.core.errors import HotwashError

ACCOUNT = "hotwash"
SYSTEM_FOLDERS = (Path("/var/lib/hotwash"), Path("/srv/hotwash"), Path("/opt/hotwash"))
# A Unix socket's path holds 107 bytes on Linux, 103 on macOS; the longest name put in the folder counts.
LONGEST_SOCKET_FOLDER = 103 - len("/.s.PGSQL.5432.lock")


class NoPlace(HotwashError):  # noqa: N818 - reads as a sentence
    """No folder fits for the embedded database."""


@dataclass(frozen=True, slots=True)
class Account:
    """The system user that the database runs as."""

    uid: int
    gid: int


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where all data lives: ``HOTWASH_DATA``; without it a system folder for root, else the user's own data folder."""
    if wished := environment.get("HOTWASH_DATA"):
        return Path(wished).expanduser().absolute()
    if os.geteuid() == 0:
        return system_folder()
    home = Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return home / "hotwash"


def system_folder() -> Path:
    """A folder of ours that every user can pass through and root can write to."""
    for folder in SYSTEM_FOLDERS:
        try:
            folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        except OSError:
            continue
        if passable(folder):
            return folder
    tried = ", ".join(str(folder) for folder in SYSTEM_FOLDERS)
    raise NoPlace(
        f"The embedded database needs a folder that users other than root can reach; none of {tried} can be used. "
        "Set HOTWASH_DATA to a folder below one with such permissions, or DATABASE_URL to another PostgreSQL."
    )


def passable(folder: Path) -> bool:
    """Whether any user can go through this folder and all above it; parts that do not exist yet count as passable."""
    resolved = folder.resolve()
    existing = (part for part in (resolved, *resolved.parents) if part.exists())
    return all(part.stat().st_mode & stat.S_IXOTH for part in existing)


def database_folder(data: Path) -> Path:
    """Where the files of the database go for this data folder; nothing is created.

    The choice is remembered by the link that ``keep_link`` leaves, so that it holds when permissions change later.
    """
    wished = data / "postgres"
    if wished.is_symlink():
        return wished.resolve()
    if os.geteuid() != 0 or wished.is_dir() or passable(data):
        return wished
    name = hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:16]
    return system_folder() / "databases" / name


def prepare(data: Path) -> Path:
    """Create the database folder, and the link to it if it lies elsewhere."""
    folder = database_folder(data)
    try:
        data.mkdir(mode=0o711, parents=True, exist_ok=True)
        folder.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
        folder.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, exist_ok=True)
        link = data / "postgres"
        if folder != link and not link.is_symlink():
            link.symlink_to(folder)
    except OSError as error:
        why = error.strerror or str(error)
        raise NoPlace(
            f"Can't write to {error.filename or data} ({why}). Set HOTWASH_DATA to another folder."
        ) from error
    return folder


def account_of(folder: Path) -> Account:
    """The account that the server of this database folder runs as: always the owner of its files."""
    files = folder / "data"
    owner = (files if files.exists() else folder).stat()
    if os.geteuid() == 0:
        return Account(owner.st_uid, owner.st_gid) if owner.st_uid else system_account()
    if os.geteuid() != owner.st_uid:
        raise NoPlace(
            f"{folder} belongs to another user ({owner.st_uid}), who started Hotwash here before. "
            "Start it as that user, or set HOTWASH_DATA to a folder of your own."
        )
    return Account(owner.st_uid, owner.st_gid)


def system_account() -> Account:
    """The user ``hotwash``, made if need be (no home, no login); ``nobody`` where users cannot be made."""
    for attempt in (ACCOUNT, _make_account(), "nobody"):
        try:
            entry = pwd.getpwnam(attempt)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise NoPlace("There is no system user to run the database as. Create one: useradd --system hotwash")


def _make_account() -> str:
    if _exists(ACCOUNT):
        return ACCOUNT
    tool = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    if tool:
        home = ("--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin")
        subprocess.run([tool, "--system", "--user-group", *home, ACCOUNT], check=False, capture_output=True)
    return ACCOUNT


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def socket_folder(folder: Path) -> Path:
    """Where the socket goes: within the database folder, or in /tmp under a short name if that path is too long."""
    inside = folder / "socket"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
        return inside
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path("/tmp") / f"hotwash-{name}"  # noqa: S108 - checked by private_folder


def private_folder(folder: Path, account: Account) -> None:
    """Make a folder that only this account can enter, or check that an existing one is such."""
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, account.uid, account.gid)
    except FileExistsError:
        found = folder.lstat()
        private = stat.S_ISDIR(found.st_mode) and found.st_uid == account.uid and not found.st_mode & 0o077
        if not private:
            raise NoPlace(f"{folder} exists and is not private to the database's user. Move it away.") from None
