import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from hotwash.cli.offline.similar import command

LINES = [
    {"id": "a", "title": "Payments down", "text": "The certificate of the gateway expired"},
    {"id": "b", "title": "Search slow", "text": "Retries overloaded the search cluster"},
    {"id": "c", "title": "API down", "text": "An expired certificate; no alert"},
]


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "incidents.jsonl"
    path.write_text("\n".join(map(json.dumps, LINES)) + "\n")
    return path


def test_json_is_one_object_a_line(records: Path) -> None:
    result = CliRunner().invoke(command, [str(records), "--json"])
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [record["id"] for record in found] == ["a", "b", "c"]
    assert [near["id"] for near in found[0]["similar"]] == ["c"]
    assert set(found[0]["similar"][0]) == {"id", "score", "why"}


def test_format_json_is_the_same(records: Path) -> None:
    long = CliRunner().invoke(command, [str(records), "--format", "json"])
    assert long.stdout == CliRunner().invoke(command, [str(records), "--json"]).stdout


def test_text_shows_titles_and_reasons(records: Path) -> None:
    result = CliRunner().invoke(command, [str(records)])
    assert "c  API down" in result.stdout
    assert 'both say "expired", "certificate"' in result.stdout


def test_standard_input_and_a_broken_line(records: Path) -> None:
    result = CliRunner().invoke(command, ["-", "--json"], input=records.read_text() + "{oops\n")
    assert result.exit_code == 3
    assert len(result.stdout.splitlines()) == 3
    assert "line 4 is not JSON" in result.stderr


def test_at_most_ten(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text(
        "\n".join(json.dumps({"id": at, "title": "disk full", "text": f"disk {at} full"}) for at in range(15))
    )
    result = CliRunner().invoke(command, [str(path), "--json"])
    assert {len(json.loads(line)["similar"]) for line in result.stdout.splitlines()} == {10}


def test_an_empty_file_is_done_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    result = CliRunner().invoke(command, [str(tmp_path / "empty.jsonl")])
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing to compare" in result.stderr


@pytest.mark.parametrize("args", [[], ["--format", "yaml", "x"]])
def test_bad_use(args: list[str]) -> None:
    assert CliRunner().invoke(command, args).exit_code == 2


def test_a_file_that_is_not_there_is_input_that_cannot_be_read() -> None:
    result = CliRunner().invoke(command, ["no-such-file.jsonl"])
    assert (result.exit_code, result.stdout) == (3, "")
    assert "no-such-file.jsonl: can't be read (No such file or directory)." in result.stderr


def test_it_starts_without_django() -> None:
    code = "import sys, hotwash.cli.offline.similar; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
