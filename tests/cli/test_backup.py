import hashlib
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from hotwash.cli.main import main
from hotwash.kernel.postgres import EmbeddedPostgres

EVIDENCE = b"what the log said"
NAME = hashlib.sha256(EVIDENCE).hexdigest()
PERSON = "CREATE TABLE hotwash_person AS SELECT 'ada@example.org' AS email"


@pytest.fixture(autouse=True)
def _here(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTWASH_DATA", str(open_folder))
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.fixture
def full(server: EmbeddedPostgres, open_folder: Path) -> Iterator[EmbeddedPostgres]:
    """A running server with one person, and one stored file beside it."""
    stored = open_folder / "files" / NAME[:2] / NAME
    stored.parent.mkdir(parents=True)
    stored.write_bytes(EVIDENCE)
    (open_folder / "secret-key").write_text("plugh")
    server.start()
    with psycopg.connect(server.dsn) as connection:
        connection.execute(PERSON)
    yield server
    server.stop()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def people(server: EmbeddedPostgres) -> list[tuple[object, ...]]:
    with server, psycopg.connect(server.dsn) as connection:
        return connection.execute("SELECT email FROM hotwash_person").fetchall()


def backup_of(full: EmbeddedPostgres, open_folder: Path) -> Path:
    target = open_folder / "backup.tar"
    done = run("backup", str(target))
    assert (done.exit_code, "1 stored files" in done.output) == (0, True)
    full.stop()
    return target


def test_what_was_backed_up_comes_back(full: EmbeddedPostgres, open_folder: Path) -> None:
    target = backup_of(full, open_folder)
    assert target.stat().st_mode & 0o077 == 0
    with full, psycopg.connect(full.dsn) as connection:
        connection.execute("UPDATE hotwash_person SET email = 'lost'")
    stored = open_folder / "files" / NAME[:2] / NAME
    stored.unlink()
    (open_folder / "secret-key").unlink()
    assert run("restore", "--replace", str(target)).exit_code == 0
    assert (people(full), stored.read_bytes()) == ([("ada@example.org",)], EVIDENCE)
    assert (open_folder / "secret-key").read_text() == "plugh"


def test_a_database_with_people_is_not_replaced_without_a_word(full: EmbeddedPostgres, open_folder: Path) -> None:
    done = run("restore", str(backup_of(full, open_folder)))
    assert (done.exit_code, "--replace" in done.output) == (2, True)


def test_while_hotwash_runs_nothing_is_restored(full: EmbeddedPostgres, open_folder: Path) -> None:
    target = backup_of(full, open_folder)
    full.own("http://127.0.0.1:8000")
    done = run("restore", "--replace", str(target))
    assert (done.exit_code, "already running: http://127.0.0.1:8000" in done.output) == (2, True)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("../../escaped", b"x", "does not belong there"),
        ("/etc/escaped", b"x", "does not belong there"),
        (f"files/{NAME[:2]}/{NAME}", b"altered", "was altered"),
    ],
)
def test_a_backup_that_was_tampered_with_changes_nothing(
    full: EmbeddedPostgres, open_folder: Path, name: str, content: bytes, told: str
) -> None:
    backup_of(full, open_folder)
    (open_folder / "files" / NAME[:2] / NAME).unlink()
    with tarfile.open(open_folder / "forged.tar", "w") as archive:
        for member, text in (("hotwash-backup.json", b'{"files": 1}'), (name, content)):
            entry = tarfile.TarInfo(member)
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text))
    done = run("restore", "--replace", str(open_folder / "forged.tar"))
    assert (done.exit_code, told in done.output) == (2, True)
    assert people(full) == [("ada@example.org",)]
    assert not (open_folder / "files" / NAME[:2] / NAME).exists()


def test_a_backup_that_was_cut_off_is_refused(full: EmbeddedPostgres, open_folder: Path) -> None:
    target = backup_of(full, open_folder)
    target.write_bytes(target.read_bytes()[:6_000])
    done = run("restore", "--replace", str(target))
    assert done.exit_code == 2
    assert people(full) == [("ada@example.org",)]


def test_what_is_no_backup_is_said_to_be_none(open_folder: Path, server: EmbeddedPostgres) -> None:
    (open_folder / "notes.txt").write_text("not a backup")
    done = run("restore", str(open_folder / "notes.txt"))
    assert (done.exit_code, "can't be read as a backup" in done.output) == (2, True)
