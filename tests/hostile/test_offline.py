"""The same bad input for the offline commands: told in words, the rest is done, no stack trace."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hotwash.cli.main import main
from tests.hostile import bodies

LOG = b"2026-03-02T13:00:00Z ERROR pool exhausted\n2026-03-02T13:00:01Z INFO ok\n"
PROSE = b"# Checkout failed\n\nThe engineer should have known better.\n\n- 13:02 UTC deploy\n"
LOCKED = bytes.fromhex(  # a zip whose member a.md is locked with a password
    "504b03040a00010000000000215c6db5b2a80d0000000100000004000000612e6d64"
    "00000000000000000000000000504b01021e030a00010000000000215c6db5b2a80d"
    "00000001000000040000000000000000000000a48100000000612e6d64504b05060000"
    "000001000100320000002f0000000000"
)
EVIDENCE = {  # what the file holds: how the command ends, what it says
    "malformed.json": (b'{"a": [1, 2', 0, "may be cut off or damaged"),
    "empty.log": (b"", 0, "The file is empty."),
    "noise.log": (bodies.noise(), 3, "This is not text"),
    "line.log": (bodies.long_line(), 0, "longer than 4 MB"),
    "bomb.zip": (bodies.bomb("app.log"), 3, "is not text"),
    "climb.zip": (bodies.climbing("app.log", LOG), 3, "climbs out of the archive"),
    "damaged.zip": (bodies.packed({"app.log": LOG * 50})[:80], 3, "damaged"),
    "script.log": (LOG + f"2026-03-02T13:00:02Z ERROR {bodies.SCRIPT}\n".encode(), 0, ""),
    "far.log": (b"1970-01-01T00:00:00Z begin\n2400-01-01T00:00:00Z end\n", 0, ""),
}
TEXTS = {
    "empty.md": (b"", (0, 3)),
    "noise.md": (bodies.noise(), (3,)),
    "line.md": (bodies.long_line(300_000), (0, 1)),
    "bomb.zip": (bodies.bomb("a.md"), (3,)),
    "climb.zip": (bodies.climbing("a.md", PROSE), (0, 1)),
    "damaged.zip": (bodies.packed({"a.md": PROSE * 50})[:80], (3,)),
    "locked.zip": (LOCKED, (3,)),
    "script.md": (bodies.SCRIPT.encode(), (0, 1)),
    "far.md": (b"# Old\n\n- 1970-01-01 00:00 UTC begin\n- 2400-01-01 00:00 UTC end\n", (0, 1)),
}


def run(*words: object) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert "Traceback" not in result.output
    return result


@pytest.mark.parametrize("command", ["inspect", "timeline"])
@pytest.mark.parametrize("name", EVIDENCE)
def test_evidence(command: str, name: str, tmp_path: Path):
    content, code, said = EVIDENCE[name]
    (tmp_path / name).write_bytes(content)
    (tmp_path / "zz.log").write_bytes(LOG)
    result = run(command, tmp_path, "--json")
    assert result.exit_code == code
    assert said in result.output or command == "timeline"
    assert "zz.log" in result.stdout, "the rest is done"
    assert not list(tmp_path.parent.parent.glob("*app.log"))


@pytest.mark.parametrize("command", ["lint", "read", "categorise"])
@pytest.mark.parametrize("name", TEXTS)
def test_texts(command: str, name: str, tmp_path: Path):
    content, codes = TEXTS[name]
    (tmp_path / name).write_bytes(content)
    (tmp_path / "zz.md").write_bytes(PROSE)
    result = run(command, tmp_path / name, tmp_path / "zz.md", "--json")
    assert result.exit_code in codes or (result.exit_code == 1 and codes == (0, 3) and command == "lint")
    assert "engineer" in result.stdout or "zz.md" in result.stdout, "the rest is done"
    if codes == (3,):
        assert name in result.stderr


def test_a_report_of_bad_evidence(tmp_path: Path):
    for name, (content, _, _) in EVIDENCE.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "incident.yaml").write_text(f"title: '{bodies.SCRIPT}'\nseverity: sev1\nnotes: '{bodies.SCRIPT}'\n")
    (tmp_path / "notes.md").write_text(f"- 2026-03-02 13:00 UTC {bodies.SCRIPT}\n")
    result = run("report", tmp_path)
    assert result.exit_code == 3, result.output
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    assert "<script>alert" not in (tmp_path / "report.html").read_text()
    assert "climb.zip" in result.output


NONSENSE = ["", "title: [", "\x00", "- a\n- b\n", "title: A\nstarted_at: 2400\n", "title: &a [*a]"]


@pytest.mark.parametrize("content", NONSENSE)
def test_an_incident_file_that_makes_no_sense(content: str, tmp_path: Path):
    (tmp_path / "incident.yaml").write_text(content)
    result = run("report", tmp_path)
    assert result.exit_code == 2
    assert "incident.yaml" in result.output
    if "started_at" in content:
        assert "started_at: There is no such field here. Known are: title, " in result.output
