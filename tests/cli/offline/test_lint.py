import json
import zipfile

from click.testing import CliRunner

from hotwash.cli.main import main


def run(*arguments, given=None):
    return CliRunner().invoke(main, ["lint", *arguments], input=given)


def test_findings_as_json_keep_the_contract(tmp_path):
    file = tmp_path / "review.md"
    file.write_text("# Review\n\nThe pod moved. We forgot the lock.\n")
    result = run(str(file), "--json")
    assert result.exit_code == 1
    (row,) = [json.loads(line) for line in result.stdout.splitlines()]
    message, suggestion = row.pop("message"), row.pop("suggestion")
    assert message
    assert suggestion
    assert row == {
        "file": str(file),
        "line": 3,
        "column": 16,
        "end_column": 25,
        "rule": "person-failed",
        "kind": "blame",
        "severity": "error",
        "text": "We forgot",
    }


def test_nothing_found_is_zero():
    result = run("-", given="The alert failed to fire.\n")
    assert (result.exit_code, result.stdout) == (0, "")


def test_text_says_where_why_and_what_else():
    result = run("-", given="We forgot the lock.\n")
    assert result.exit_code == 1
    assert result.stdout.startswith("-:1:1 error [person-failed] “We forgot”\n")
    assert "Instead: " in result.stdout


def test_folders_and_archives_are_walked(tmp_path):
    (tmp_path / "a.md").write_text("We forgot.\n")
    (tmp_path / "b.py").write_text("# we forgot\n")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("inner/d.txt", "She forgot.\n")
    (tmp_path / "sub").mkdir()
    rows = [json.loads(line) for line in run(str(tmp_path), str(tmp_path / "c.zip"), "--json").stdout.splitlines()]
    assert [row["file"] for row in rows] == [str(tmp_path / "a.md"), str(tmp_path / "c.zip/inner/d.txt")]


def test_what_cannot_be_read_is_told_and_the_rest_done(tmp_path):
    noise, fine = tmp_path / "noise.md", tmp_path / "fine.md"
    noise.write_bytes(b"\x7fELF\0\0\1")
    fine.write_text("We forgot.\n")
    result = run(str(noise), str(tmp_path / "gone.md"), str(fine), "--json")
    assert result.exit_code == 3
    assert [json.loads(line)["file"] for line in result.stdout.splitlines()] == [str(fine)]
    assert "not a text" in result.stderr
    assert "no such file" in result.stderr


def test_a_rule_explains_itself():
    result = run("--explain", "person-failed")
    assert result.exit_code == 0
    assert "Source: " in result.stdout


def test_bad_use_is_two():
    assert run().exit_code == 2
    assert run("--explain", "nothing").exit_code == 2


def test_purpose_and_names():
    result = run("-", "--purpose", "action", "--name", "Alex", "--json", given="Improve the page that Alex made\n")
    assert [json.loads(line)["rule"] for line in result.stdout.splitlines()] == ["vague-verb", "person-named"]
