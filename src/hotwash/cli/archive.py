"""A backup: one tar file with the database, the stored files and the key that signs sessions.

hotwash-backup.json     {"hotwash": "0.1.0", "files": 12}
database.dump           PostgreSQL's custom format
secret-key              only where Hotwash made the key itself
files/ab/ab12...        each stored file under its SHA-256
"""

import hashlib
import io
import json
import os
import re
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from hotwash import __version__
from hotwash.kernel.core.errors import BadInput
from hotwash.kernel.postgres.dump import dump, load

LABEL = "hotwash-backup.json"
DUMP = "database.dump"
KEY = "secret-key"
STORED_FILE = re.compile(r"files/([0-9a-f]{2})/(\1[0-9a-f]{62})")


def write(target: Path, dsn: str, data: Path) -> int:
    """Back everything up to ``target``, which appears when it is complete; gives the number of stored files.

    The database comes first: files are only ever added, so all that it names are there afterwards.
    """
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".hotwash-backup-") as folder:
        part = Path(folder) / "part"
        dump(dsn, Path(folder) / DUMP)
        stored = list(_stored_files(data))
        label = json.dumps({"hotwash": __version__, "files": len(stored)}).encode()
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as raw:
            with tarfile.open(fileobj=raw, mode="w") as archive:
                _add(archive, LABEL, label)
                archive.add(Path(folder) / DUMP, DUMP)
                if (data / KEY).exists():
                    archive.add(data / KEY, KEY)
                for path in stored:
                    archive.add(path, path.relative_to(data).as_posix())
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(target)
    return len(stored)


def restore(source: Path, dsn: str, data: Path) -> int:
    """Put everything back; gives the number of stored files. Raises ``BadInput`` for what is no whole backup.

    Files first, each checked against its name; the database last and at once, so a failure leaves the old one.
    """
    try:
        with tarfile.open(source) as archive, tempfile.TemporaryDirectory(prefix="hotwash-restore-") as folder:
            label = archive.next()
            if label is None or label.name != LABEL:
                raise BadInput(f"{source} is not a backup of Hotwash.")
            count = sum(_take(archive, member, data, Path(folder)) for member in archive)
            expected = json.loads(_read(archive, label))["files"]
            if count != expected or not (Path(folder) / DUMP).exists():
                raise BadInput(f"{source} is not whole: {count} of {expected} stored files are in it.")
            load(dsn, Path(folder) / DUMP)
    except tarfile.TarError as error:
        raise BadInput(f"{source} can't be read as a backup ({error}).") from error
    return count


def _take(archive: tarfile.TarFile, member: tarfile.TarInfo, data: Path, folder: Path) -> int:
    """Write one member to its place; 1 for a stored file. Any other name or kind is refused."""
    stored = STORED_FILE.fullmatch(member.name)
    content = archive.extractfile(member) if member.isfile() else None
    if content is None or not (stored or member.name in {LABEL, DUMP, KEY}):
        raise BadInput(f"The backup holds {member.name!r}, which does not belong there. Nothing was changed.")
    if member.name == LABEL:
        return 0
    if not stored:
        _copy(content, folder / DUMP if member.name == DUMP else data / KEY)
        return 0
    target = data / member.name
    if not target.exists() and _copy(content, target) != stored[2]:
        target.unlink()
        raise BadInput(f"The stored file {stored[2][:12]} in the backup was altered. The database was not changed.")
    return 1


def _copy(content: IO[bytes], target: Path) -> str:
    """Write a private file; gives its SHA-256."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        while chunk := content.read(1 << 20):
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def _stored_files(data: Path) -> Iterator[Path]:
    for path in sorted((data / "files").glob("??/*")):
        if STORED_FILE.fullmatch(path.relative_to(data).as_posix()):
            yield path


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))


def _read(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    content = archive.extractfile(member)
    return content.read() if content else b"{}"
