import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from hotwash.cli.offline.report import EXAMPLE, command

LOG = """\
{"time": "2026-11-03T13:01:10Z", "level": "info", "msg": "checkout ready"}
{"time": "2026-11-03T13:02:31Z", "level": "error", "msg": "pool exhausted"}
{"time": "2026-11-03T13:03:00Z", "level": "error", "msg": "login failed password=hunter2hunter2"}
{"time": "2026-11-03T13:49:02Z", "level": "info", "msg": "pool recovered"}
{"time": "2019-01-01T00:00:00Z", "level": "error", "msg": "an old story"}
"""
NOTES = """\
# Notes of 2026-11-03

- 14:31 CET restarted the pool <script>x</script>
- 14:40 quiet
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "incident.yaml").write_text(EXAMPLE)
    (tmp_path / "lessons.md").write_text("Watch the **queue**, not the machine.\n")
    (tmp_path / "standup.md").write_text(NOTES)
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "app.jsonl").write_text(LOG)
    (tmp_path / "evidence" / ".hidden").write_text("x")
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_writes_html_and_pdf_into_the_folder(folder: Path) -> None:
    result = run(folder, "--json")
    assert result.exit_code == 0, result.output
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["path"], row["format"], row["warnings"]) for row in rows] == [
        (str(folder / "report.html"), "html", []),
        (str(folder / "report.pdf"), "pdf", []),
    ]
    page = (folder / "report.html").read_text()
    assert "<script" not in page
    for part in ("Checkout answered", "Watch the <strong>queue</strong>", "restarted the pool", "app.jsonl"):
        assert part in page
    assert "Checkout answered" in PdfReader(folder / "report.pdf").pages[0].extract_text()


def test_moments_of_the_evidence_stand_on_the_timeline_with_their_place(folder: Path) -> None:
    run(folder, "-o", folder / "out.md", "-o", folder / "out.html")
    text = (folder / "out.md").read_text()
    assert "pool exhausted" in text
    assert "app.jsonl E-1 line 2" in text
    assert "an old story" not in text
    page = (folder / "out.html").read_text()
    assert page.count("<svg") == 2
    assert (folder / "fishbone.svg").read_text().startswith("<svg")
    assert "hunter2hunter2" not in page + text


def test_moments_can_be_left_out(folder: Path) -> None:
    (folder / "incident.yaml").write_text(f"{EXAMPLE}moments: 0\n")
    run(folder, "-o", folder / "out.md")
    assert "pool exhausted" not in (folder / "out.md").read_text()


def test_notes_without_a_zone_say_that_one_was_assumed(folder: Path) -> None:
    run(folder, "-o", folder / "out.md")
    text = (folder / "out.md").read_text()
    assert "| 14:31 | restarted the pool x |" in text
    assert "14:40 (zone not written, Europe/Berlin assumed)" in text


def test_times_of_notes_without_a_day_stand_on_the_day_of_the_incident(folder: Path) -> None:
    (folder / "memory.md").write_text("# What we remember\n\n- 14:31 CET the phone rang\n- 14:40 quiet again\n")
    result = run(folder)
    assert result.exit_code == 0, result.output
    assert "memory.md: its times are on the timeline, the rest of it is left out." in result.output
    page = (folder / "report.html").read_text()
    assert "the phone rang" in page
    assert "day not written, 2026-11-03 assumed" in page


def test_times_without_any_day_are_told(tmp_path: Path) -> None:
    (tmp_path / "incident.yaml").write_text("title: Checkout failed\n")
    (tmp_path / "memory.md").write_text("- 14:31 CET the phone rang\n")
    result = run(tmp_path)
    assert result.exit_code == 3
    assert "memory.md line 1: the time has no day." in result.output


def test_the_picture_of_the_timeline_is_in_the_zone_of_the_report(folder: Path) -> None:
    run(folder)
    page = (folder / "report.html").read_text()
    ticks = re.findall(r'class="tick-label"[^>]*>([^<]+)<', page)
    assert ticks[:2] == ["14:00", "14:15"]


def test_a_second_run_gives_the_same(folder: Path) -> None:
    run(folder)
    first = (folder / "report.html").read_text()
    run(folder)
    assert (folder / "report.html").read_text() == first


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "--init"),
        ("title: [", "not YAML"),
        ("just words", "title"),
        ("title: x\nsevertiy: 1\n", "severtiy"),
        ("", "title"),
    ],
)
def test_an_incident_file_that_cannot_be_used_is_bad_use(content: str | None, words: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "incident.yaml").write_text(content)
    result = run(tmp_path)
    assert result.exit_code == 2
    assert words in result.output
    assert "Traceback" not in result.output


def test_what_cannot_be_placed_is_told_and_the_rest_is_done(tmp_path: Path) -> None:
    (tmp_path / "incident.yaml").write_text(
        "title: x\nzone: Mars/Base\nkey_times: {started: soon}\n"
        "timeline:\n- {at: '14:00', text: no day}\n- {at: 2026-02-30 10:00, text: no such day}\n"
        "factors:\n- {statement: a, because: b}\n"
    )
    result = run(tmp_path)
    assert result.exit_code == 3
    assert result.stderr.splitlines() == [
        "zone: “Mars/Base” is not known, UTC was taken. Write a name such as Europe/Berlin.",
        "factors.0.because: no factor is called “b”.",
        "key_times.started: “soon” is no time. Write 2026-11-03 14:05, or 14:05 after a day was named.",
        "timeline.0: the time has no day. Add the date, or set `date:`.",
        "timeline.1: there is no such day.",
    ]
    assert (tmp_path / "report.html").exists()


def test_init_begins_and_never_overwrites(tmp_path: Path) -> None:
    assert run(tmp_path, "--init").exit_code == 0
    assert run(tmp_path).exit_code == 0
    (tmp_path / "incident.yaml").write_text("title: mine\n")
    assert run(tmp_path, "--init").exit_code == 2
    assert (tmp_path / "incident.yaml").read_text() == "title: mine\n"


def test_an_ending_that_is_no_format(folder: Path) -> None:
    result = run(folder, "-o", folder / "report.docx")
    assert result.exit_code == 2
    assert ".html, .pdf or .md" in result.output


def test_binary_and_empty_evidence_is_kept_and_named(folder: Path) -> None:
    (folder / "evidence" / "noise.log").write_bytes(bytes(range(256)) * 20)
    (folder / "evidence" / "empty.log").write_bytes(b"")
    run(folder, "-o", folder / "out.md")
    text = (folder / "out.md").read_text()
    assert "noise.log" in text
    assert "The file is empty." in text
