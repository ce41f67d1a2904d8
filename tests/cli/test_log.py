import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection

from hotwash.cli import log
from hotwash.cli.main import main
from hotwash.process.queries import current_version
from hotwash.process.steps import save_process
from tests.cast import NOON, Cast, actor


@pytest.fixture(autouse=True)
def already_open(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    """The command joins the database of the test instead of opening one."""

    @contextmanager
    def opened() -> Iterator[None]:
        yield

    monkeypatch.setattr(log, "opened", opened)
    text = current_version().text.replace("repeats: 3", "repeats: 4")
    save_process(actor=actor(cast.ada), text=text, note="One more round", based_on=1, now=NOON)


def test_an_exported_log_is_verified_anywhere(tmp_path: Path):
    exported = CliRunner().invoke(main, ["log", "export"])
    assert json.loads(exported.output.splitlines()[-1])["type"] == "process.changed"
    file = tmp_path / "log.jsonl"
    file.write_text(exported.output)
    assert CliRunner().invoke(main, ["verify", str(file)]).exit_code == 0
    file.write_text(exported.output.replace("One more round", "One more pound"))
    answer = CliRunner().invoke(main, ["verify", str(file)])
    assert answer.exit_code == 1
    assert "altered" in answer.output


def test_a_log_that_was_altered_behind_our_back_is_found():
    assert CliRunner().invoke(main, ["log", "verify"]).output == "Every chain of the event log is whole.\n"
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE hotwash_event DISABLE TRIGGER hotwash_event_guard")
        cursor.execute("UPDATE hotwash_event SET why = 'no reason' WHERE type = 'process.changed'")
        cursor.execute("ALTER TABLE hotwash_event ENABLE TRIGGER hotwash_event_guard")
    answer = CliRunner().invoke(main, ["log", "verify"])
    assert answer.exit_code == 1
    assert "its content was altered after it was written" in answer.output


def test_a_log_whose_end_was_cut_off_is_found():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE hotwash_event DISABLE TRIGGER hotwash_event_guard")
        cursor.execute("DELETE FROM hotwash_event WHERE type = 'process.changed'")
    answer = CliRunner().invoke(main, ["log", "verify"])
    assert answer.exit_code == 1
    assert "the end of the chain was cut off" in answer.output
