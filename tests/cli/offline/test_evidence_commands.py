"""`inspect`, `timeline` and `capture` keep the contract of the offline commands."""

import gzip
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hotwash.cli.offline import capture, inspect, timeline

APPLY = "".join(
    json.dumps({"@level": level, "@message": text, "@module": "terraform.ui", "@timestamp": at, "type": kind}) + "\n"
    for level, text, at, kind in (
        ("info", "Terraform 1.9.5", "2026-03-02T13:01:00.000000Z", "version"),
        ("error", "Error: timeout", "2026-03-02T13:01:20.000000Z", "diagnostic"),
    )
)
LOG = "Mar  2 14:00:01 web-1 app: started\nMar  2 14:00:02 web-1 app: error: password=hunter22\n"
FIELDS = [
    "path",
    "format",
    "records",
    "earliest",
    "latest",
    "zone",
    "zone_basis",
    "year_basis",
    "precision",
    "encoding",
    "explained",
    "problems",
]
MOMENT = [
    "time",
    "precision",
    "zone_basis",
    "source",
    "format",
    "kind",
    "level",
    "text",
    "file",
    "line",
    "offset",
    "score",
    "why",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "apply.jsonl").write_text(APPLY)
    (tmp_path / "messages.gz").write_bytes(gzip.compress(LOG.encode()))
    return tmp_path


def run(command: object, *words: object, **given: object) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words], **given)  # type: ignore[arg-type]


def rows(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_inspect_says_what_each_file_is(folder: Path) -> None:
    result = run(inspect.command, folder, "--json")
    apply, messages = rows(result)
    assert result.exit_code == 0
    assert [list(row) for row in (apply, messages)] == [FIELDS, FIELDS]
    assert (apply["format"], apply["records"], apply["zone"]) == ("terraform.ui_json", 2, "UTC")
    assert (messages["format"], messages["earliest"], messages["year_basis"]) == ("syslog", "--03-02T14:00:01", "none")


def test_inspect_takes_a_zone_and_a_reference(folder: Path) -> None:
    (row,) = rows(
        run(inspect.command, folder / "messages.gz", "--zone", "Europe/Berlin", "--reference", "2026-03-03", "--json")
    )
    assert (row["earliest"], row["zone_basis"], row["year_basis"]) == ("2026-03-02T13:00:01Z", "setting", "reference")


def test_inspect_reads_standard_input() -> None:
    (row,) = rows(run(inspect.command, "-", "--format", "json", input=APPLY))
    assert (row["path"], row["records"]) == ("-", 2)


def test_timeline_notes_a_zone_that_was_read_wrongly(tmp_path: Path) -> None:
    ids = [f"{n:08x}c0ffee{n:02x}" for n in range(9)]
    app = [
        f'{{"time":"2026-03-10T12:{n:02d}:00Z","level":"info","msg":"request {one} taken"}}'
        for n, one in enumerate(ids)
    ]
    proxy = [f"2026-03-10 13:{n:02d}:00.250 INFO passed {one} on" for n, one in enumerate(ids)]
    (tmp_path / "app.jsonl").write_text("\n".join(app))
    (tmp_path / "proxy.log").write_text("\n".join(proxy))
    result = run(timeline.command, str(tmp_path))
    assert result.exit_code == 0
    assert result.stderr == (
        f"note: {tmp_path}/proxy.log: its zone seems to be read wrongly. -1 h makes it agree with "
        f"{tmp_path}/app.jsonl: 9 of 9 things that both report say so (confidence 0.94).\n"
    )
    assert run(timeline.command, str(tmp_path), "--zone", "Europe/Berlin").stderr == ""


def test_timeline_puts_moments_in_order_and_masks_secrets(folder: Path) -> None:
    result = run(timeline.command, folder, "--json")
    found = rows(result)
    assert result.exit_code == 0
    assert all(list(row) == MOMENT for row in found)
    assert [row["text"] for row in found] == [
        "Terraform 1.9.5",
        "Error: timeout",
        "app: error: password=[masked: named secret]",
    ]
    assert found[2]["time"] == "2026-03-02T14:00:02"
    assert "hunter22" not in result.output


def test_timeline_masks_addresses_where_asked(tmp_path: Path) -> None:
    for name, address in (("a.log", "203.0.113.7"), ("b.log", "203.0.113.7"), ("c.log", "203.0.113.8")):
        (tmp_path / name).write_text(f"2026-03-02T13:01:00Z ERROR {address} of rhea@example.org was refused\n" * 3)
    texts = [row["text"] for row in rows(run(timeline.command, str(tmp_path), "--all", "--json", "--mask", "ip,email"))]
    assert {text.split("ERROR ")[-1].split(" was")[0] for text in texts} == {
        "masked-ip-1 of masked-email-1",
        "masked-ip-2 of masked-email-1",
    }
    refused = run(timeline.command, str(tmp_path), "--mask", "names")
    assert (refused.exit_code, "what can be masked is email, ip" in refused.stderr) == (2, True)


def test_timeline_all_gives_each_record(folder: Path) -> None:
    assert len(rows(run(timeline.command, folder, "--all", "--json"))) == 4


def test_text_is_the_default_and_says_the_same(folder: Path) -> None:
    assert "terraform.ui_json, 2 records, 2026-03-02T13:01:00.000000Z to" in run(inspect.command, folder).stdout
    assert "Error: timeout" in run(timeline.command, folder).stdout


def test_what_cannot_be_read_is_named_and_the_rest_is_done(folder: Path) -> None:
    (folder / "noise.log").write_bytes(os.urandom(4096))
    (folder / "empty.log").write_bytes(b"")
    (folder / "zz.zip").write_bytes(b"PK\x03\x04 broken")
    result = run(inspect.command, folder, folder / "absent", "--json")
    problems = {Path(str(row["path"])).name: row["problems"] for row in rows(result) if row["problems"]}
    assert result.exit_code == 3
    assert {row["format"] for row in rows(result) if Path(str(row["path"])).name == "absent"} == {"unknown"}
    assert problems["absent"] == ["Could not be read: there is no such file."]
    assert problems["noise.log"] == ["This is not text: it is kept whole, but there is nothing to read in it."]
    assert problems["empty.log"] == ["The file is empty."]
    assert str(problems["zz.zip"]).startswith("['The zip is damaged")
    assert [row["records"] for row in rows(result)][:1] == [2]


def test_a_bomb_and_a_climbing_path_end_with_3(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../climb.log", "2026-03-02 14:00:00 x\n")
        archive.writestr("ok.log", "2026-03-02 14:00:00 ok\n2026-03-02 14:00:01 ok\n")
    (tmp_path / "a.zip").write_bytes(out.getvalue())
    result = run(inspect.command, tmp_path, "--json")
    assert result.exit_code == 3
    assert [row["records"] for row in rows(result)] == [0, 2]
    assert not (tmp_path.parent.parent / "climb.log").exists()


@pytest.mark.parametrize("words", [[], ["--format", "xml", "x"], ["x", "--zone", "Mars/Base"]])
def test_bad_use_is_2(words: list[str]) -> None:
    assert run(inspect.command, *words).exit_code == 2


def test_a_log_of_years_1970_and_2400_is_read(tmp_path: Path) -> None:
    (tmp_path / "far.log").write_text("1970-01-01T00:00:00Z begin\n2400-01-01T00:00:00Z end\n")
    (row,) = rows(run(inspect.command, tmp_path, "--json"))
    assert (row["earliest"], row["latest"]) == ("1970-01-01T00:00:00Z", "2400-01-01T00:00:00Z")


def test_capture_records_lines_status_and_place_without_secrets(tmp_path: Path) -> None:
    out = tmp_path / "c.jsonl"
    words = [sys.executable, "-m", "hotwash.cli.offline.capture", "-o", str(out), "--"]
    script = "import sys; print('hello'); print('password=hunter22'); print('tail', end=''); sys.exit(3)"
    ended = subprocess.run(
        [*words, sys.executable, "-c", script], check=False, capture_output=True, stdin=subprocess.DEVNULL, cwd=tmp_path
    )
    events = [json.loads(line) for line in out.read_text().splitlines()]
    assert ended.returncode == 3
    assert ended.stdout == b"hello\npassword=hunter22\ntail"
    assert [event.get("text") for event in events[1:-1]] == ["hello", "password=[masked: named secret]", "tail"]
    assert (events[0]["cwd"], events[-1]["status"]) == (str(tmp_path), 3)
    (row,) = rows(run(inspect.command, out, "--json"))
    assert (row["format"], row["records"], row["zone"]) == ("capture", 5, "UTC")


def test_capture_of_a_command_that_does_not_exist_is_127(tmp_path: Path) -> None:
    words = [
        sys.executable,
        "-m",
        "hotwash.cli.offline.capture",
        "-o",
        str(tmp_path / "c"),
        "--",
        "no-such-command-here",
    ]
    ended = subprocess.run(words, check=False, capture_output=True, stdin=subprocess.DEVNULL)
    assert ended.returncode == 127
    assert b"no-such-command-here: No such file" in ended.stdout


def test_capture_does_not_write_over_what_cannot_be_written(tmp_path: Path) -> None:
    result = run(capture.command, "-o", tmp_path / "absent" / "c", "--", "true")
    assert result.exit_code == 2
    assert "Name another file with -o." in result.output


def captured(tmp_path: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "hotwash", "capture", "-o", str(tmp_path / "run.jsonl"), *words]
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False, timeout=60)


def test_capture_says_where_as_json_beside_the_output_of_the_command(tmp_path: Path) -> None:
    done = captured(tmp_path, "--json", "sh", "-c", "echo seen; exit 7", "--verbose")
    assert (done.returncode, done.stdout.split()) == (7, ["seen"])
    told = json.loads(done.stderr)
    assert (told["path"], told["status"]) == (str(tmp_path / "run.jsonl"), 7)


def test_capture_refuses_an_option_that_it_does_not_have(tmp_path: Path) -> None:
    done = captured(tmp_path, "--colour", "true")
    assert done.returncode == 2
    assert "--colour" in done.stderr
    assert not (tmp_path / "run.jsonl").exists()
