import json
import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from hotwash.cli.offline.read import command

TEXT = """\
# Search was slow on 2025-03-04

## Timeline (UTC)

- 13:02 deploy
- 13:40 rolled back

## Actions

- Alert on latency (owner: Olga)
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "search.md"
    path.write_text(TEXT)
    return path


def test_json_keeps_the_contract(document: Path) -> None:
    result = CliRunner().invoke(command, [str(document), "--json"])
    assert result.exit_code == 0
    assert json.loads(result.output) == {
        "file": str(document),
        "title": "Search was slow on 2025-03-04",
        "date": "2025-03-04",
        "severity": None,
        "zone": "UTC",
        "zone_basis": "file",
        "events": [
            {"time": "2025-03-04T13:02Z", "precision": "minute", "text": "deploy", "line": 5},
            {"time": "2025-03-04T13:40Z", "precision": "minute", "text": "rolled back", "line": 6},
        ],
        "factors": [],
        "actions": [{"text": "Alert on latency", "owners": ["Olga"], "due": None, "ticket": None, "status": None}],
        "questions": [],
    }


def test_text_is_for_people(document: Path) -> None:
    result = CliRunner().invoke(command, [str(document)])
    assert "2025-03-04T13:02Z  deploy" in result.output
    assert "Alert on latency  (Olga)" in result.output


def test_standard_input() -> None:
    result = CliRunner().invoke(command, ["-", "--format", "json"], input=TEXT)
    assert json.loads(result.output)["file"] == "-"


def test_what_cannot_be_read_is_told_and_the_rest_is_done(document: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("")
    (tmp_path / "noise.md").write_bytes(b"\x00\x01")
    result = CliRunner().invoke(command, [str(tmp_path), str(tmp_path / "gone.md"), "--json"])
    assert result.exit_code == 3
    assert [json.loads(line)["title"] for line in result.stdout.splitlines()] == ["Search was slow on 2025-03-04"]
    assert [line.split(": ", 1)[1] for line in result.stderr.splitlines()] == [
        "the file is empty.",
        "This is not a text. Markdown, HTML, DOCX, wiki text and plain text can be read.",
        "there is no such file or folder.",
    ] or sorted(result.stderr.splitlines())


def test_archives(document: Path, tmp_path: Path) -> None:
    archive = tmp_path / "export.zip"
    with ZipFile(archive, "w") as file:
        file.writestr("a/../../search.md", document.read_bytes())
        file.writestr("data.bin", b"\x00")
    result = CliRunner().invoke(command, [str(archive), "--json"])
    assert result.exit_code == 0
    assert json.loads(result.output)["file"] == f"{archive}/a/../../search.md"


def test_bad_use() -> None:
    assert CliRunner().invoke(command, []).exit_code == 2


def test_a_tar_is_walked_and_a_broken_docx_is_told(document: Path, tmp_path: Path) -> None:
    archive = tmp_path / "all.tar.gz"
    with tarfile.open(archive, "w:gz") as made:
        made.add(document, "2025/a.md")
        made.add(document, "2025/picture.png")
    found = CliRunner().invoke(command, [str(archive), "--json"])
    assert [json.loads(line)["file"] for line in found.stdout.splitlines()] == [f"{archive}/2025/a.md"]
    broken = tmp_path / "broken.docx"
    with ZipFile(broken, "w") as made:
        made.writestr("readme.md", "# not a document")
    told = CliRunner().invoke(command, [str(broken)])
    assert (told.exit_code, "broken.docx" in told.stderr) == (3, True)
