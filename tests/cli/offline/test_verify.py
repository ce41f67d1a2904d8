import hashlib
import json
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from hotwash.cli.offline.verify import command
from hotwash.kernel.core.chain import START, Line
from hotwash.kernel.core.log_lines import to_json


def log(count: int = 3, chain: str = "incident:42") -> list[str]:
    lines, previous = [], START
    for number in range(1, count + 1):
        at = f"2026-03-10T12:00:0{number}.000000+00:00"
        line = Line(chain, number, at, "Carl", "respond.noted", {"text": f"note {number} é"}, "", previous)
        previous = line.hash()
        lines.append(to_json(line, previous))
    return lines


def write(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def bundle(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items())
    (folder / "SHA256SUMS").write_text(sums)
    return folder


def test_a_whole_log(tmp_path: Path) -> None:
    path = write(tmp_path / "events.jsonl", [*log(), *log(2, "organisation")])
    result = run(path, "--json")
    assert result.exit_code == 0
    assert json.loads(result.output) == {"path": str(path), "ok": True, "problems": []}


def altered(lines: list[str]) -> list[str]:
    return [lines[0], lines[1].replace("note 2", "note two"), lines[2]]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (altered, "incident:42 line 2: its content was altered after it was written."),
        (lambda lines: [lines[0], lines[2]], "incident:42: line 2 is missing (the next one is 3)."),
        (lambda lines: [*lines, "{"], "Line 4: this is not JSON."),
        (lambda lines: [*lines, "[]"], "Line 4: this is no object."),
        (
            lambda lines: [*lines, '{"chain": "x"}'],
            "Line 4: it lacks number, at, actor, type, payload, why, previous, hash.",
        ),
        (
            lambda lines: [*lines, lines[0].replace('"number": 1', '"number": "1"')],
            "Line 4: a field has the wrong type.",
        ),
    ],
)
def test_a_log_that_is_not_whole(change, problem: str, tmp_path: Path) -> None:
    result = run(write(tmp_path / "events.jsonl", change(log())), "--json")
    assert result.exit_code == 1
    assert problem in json.loads(result.output)["problems"]


def test_a_rewritten_line_breaks_the_next_one(tmp_path: Path) -> None:
    first = json.loads(log()[0])
    forged = replace(Line(**{name: value for name, value in first.items() if name != "hash"}), actor="Nobody")
    result = run(write(tmp_path / "x.jsonl", [to_json(forged, forged.hash()), *log()[1:]]), "--json")
    assert json.loads(result.output)["problems"] == ["incident:42 line 2: it does not follow from the line before it."]


def test_a_bundle_as_folder_and_as_zip(tmp_path: Path) -> None:
    files = {"report.html": b"<p>x", "events.jsonl": ("\n".join(log()) + "\n").encode()}
    folder = bundle(tmp_path / "bundle", files)
    archive = tmp_path / "bundle.zip"
    with ZipFile(archive, "w") as file:
        for path in folder.iterdir():
            file.write(path, path.name)
    result = run(folder, archive, "--json")
    assert result.exit_code == 0
    assert [json.loads(line)["ok"] for line in result.output.splitlines()] == [True, True]


def test_a_bundle_that_was_touched(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "bundle", {"a.txt": b"a", "b.txt": b"b"})
    (folder / "a.txt").write_bytes(b"other")
    (folder / "b.txt").unlink()
    (folder / "c.txt").write_bytes(b"new")
    result = run(folder, "--json")
    assert result.exit_code == 1
    assert json.loads(result.output)["problems"] == [
        "a.txt was altered after the bundle was made.",
        "b.txt is missing.",
        "c.txt is not listed in SHA256SUMS: it was added later.",
    ]


@pytest.mark.parametrize("content", [b"", b"\x00\xff\x80", b"hello\n", b"PK\x03\x04"])
def test_what_is_no_bundle_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(content)
    result = run(path, "--json")
    assert result.exit_code == 3
    assert json.loads(result.output)["ok"] is False


def test_a_folder_of_bundles_and_a_path_that_is_not_there(tmp_path: Path) -> None:
    bundle(tmp_path / "one", {"a.txt": b"a"})
    write(tmp_path / "log.jsonl", log())
    assert run(tmp_path).exit_code == 0
    assert run(tmp_path, tmp_path / "gone").exit_code == 3
