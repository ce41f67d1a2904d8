"""`hotwash capture --incident`: there while it runs, over a connection that fails; nothing twice, nothing missing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.capturing import TOKEN, Taken, capture_server

LINES = [f"line {number}" for number in range(1, 41)]
SCRIPT = "import sys; print(*(f'line {n}' for n in range(1, 41)), sep=chr(10)); sys.exit(5)"


def capture(folder: Path, address: str, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "hotwash", "capture", "--incident", "INC-42", "--server", address, *words]
    given = {**os.environ, "HOTWASH_TOKEN": TOKEN, **environment}
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
        cwd=folder,
        env=given,
        timeout=60,
    )


def whole(taken: Taken) -> None:
    assert taken.texts == LINES
    assert taken.end is not None
    assert (taken.end["status"], taken.end["total"]) == (5, 40)


@pytest.mark.parametrize(
    "faults",
    [
        (),
        ("drop",),
        ("lose", "drop"),
        ("", "lose", "500", "lose"),
        ("", "", "lose"),
        ("500", "", "drop", "", "lose"),
    ],
)
def test_all_of_it_arrives_once(tmp_path: Path, faults: tuple[str, ...]) -> None:
    with capture_server(*faults) as taken:
        done = capture(tmp_path, taken.address, "-o", "run.jsonl", "--", sys.executable, "-c", SCRIPT)
        whole(taken)
    assert (done.returncode, done.stdout.splitlines()) == (5, LINES)
    assert done.stderr == "hotwash: recorded in run.jsonl; all of it is in INC-42 as E-7\n"
    assert (taken.head["cwd"], len(taken.head["key"])) == (str(tmp_path), 32)
    assert TOKEN not in (tmp_path / "run.jsonl").read_text()


def test_the_lines_are_there_while_it_runs(tmp_path: Path) -> None:
    """The command waits for a file that is written only when its first line has arrived."""
    script = (
        "import os,time\nprint('first', flush=True)\nwhile not os.path.exists('go'): time.sleep(0.01)\nprint('last')"
    )
    with capture_server() as taken:
        words = [sys.executable, "-m", "hotwash", "capture", "--incident", "INC-42", "--server", taken.address]
        running = subprocess.Popen(
            [*words, "--", sys.executable, "-c", script],
            cwd=tmp_path,
            env={**os.environ, "HOTWASH_TOKEN": TOKEN},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        with taken.changed:
            assert taken.changed.wait_for(lambda: taken.texts == ["first"], timeout=30)
            assert taken.end is None
        (tmp_path / "go").touch()
        assert running.wait(timeout=30) == 0
        assert (taken.texts, taken.end is None) == (["first", "last"], False)


def test_without_a_connection_the_file_has_all_and_the_rest_is_sent_later(tmp_path: Path) -> None:
    with capture_server() as gone:
        address = gone.address
    done = capture(tmp_path, address, "--wait", "0", "-o", "run.jsonl", "--", sys.executable, "-c", SCRIPT)
    assert (done.returncode, len(done.stdout.splitlines())) == (5, 40)
    assert "0 of 40 lines are in INC-42" in done.stderr
    assert f"hotwash capture --send run.jsonl --incident INC-42 --server {address}" in done.stderr
    with capture_server("", "", "drop") as taken:
        sent = capture(tmp_path, taken.address, "--send", "run.jsonl", "--json")
        whole(taken)
        assert (sent.returncode, json.loads(sent.stderr)["file"]) == (0, "E-7")
        again = capture(tmp_path, taken.address, "--send", "run.jsonl")
        whole(taken)
    assert again.returncode == 0


def test_a_file_that_broke_off_is_sent_and_closed(tmp_path: Path) -> None:
    with capture_server() as taken:
        capture(tmp_path, taken.address, "-o", "run.jsonl", "--", sys.executable, "-c", SCRIPT)
    kept = (tmp_path / "run.jsonl").read_text().splitlines(keepends=True)[:11]
    (tmp_path / "cut.jsonl").write_text("".join(kept) + '{"capture": "line", "at": "2026')
    with capture_server() as taken:
        assert capture(tmp_path, taken.address, "--send", "cut.jsonl").returncode == 0
    assert (taken.texts, taken.end) == (LINES[:10], {"total": 10})


@pytest.mark.parametrize(
    ("faults", "token", "problem"), [(("403",), TOKEN, "403: You may not."), ((), "wrong", "401: No")]
)
def test_a_refusal_is_told_and_the_command_goes_on(
    tmp_path: Path, faults: tuple[str, ...], token: str, problem: str
) -> None:
    with capture_server(*faults) as taken:
        done = capture(tmp_path, taken.address, "--", sys.executable, "-c", SCRIPT, HOTWASH_TOKEN=token)
        assert (done.returncode, len(done.stdout.splitlines()), taken.requests) == (5, 40, 1)
    assert problem in done.stderr
    assert "send the rest with: hotwash capture --send capture-" in done.stderr


@pytest.mark.parametrize(
    ("words", "environment", "problem"),
    [
        (["--", "true"], {"HOTWASH_TOKEN": ""}, "There is no token"),
        (["--token-file", "none", "--", "true"], {}, "does not exist"),
        (["--server", "hotwash.example.org", "--", "true"], {}, "Say where Hotwash is"),
        (["--server", "http://hotwash.example.org", "--", "true"], {}, "is not encrypted"),
        (["--send", "/dev/null", "--", "true"], {}, "--send takes no command"),
        ([], {}, "Name the command after --"),
    ],
)
def test_bad_use_runs_nothing(tmp_path: Path, words: list[str], environment: dict[str, str], problem: str) -> None:
    done = capture(tmp_path, "http://127.0.0.1:9", *words, **environment)
    assert done.returncode == 2
    assert problem in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_token_is_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    with capture_server() as taken:
        capture(tmp_path, taken.address, "--token-file", "token", "--", sys.executable, "-c", SCRIPT, HOTWASH_TOKEN="")
        whole(taken)


def test_a_file_that_is_no_capture_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.log").write_text("hello\n")
    with capture_server() as taken:
        done = capture(tmp_path, taken.address, "--send", "x.log")
    assert (done.returncode, taken.requests) == (3, 0)
    assert "the file has no line that says what was run" in done.stderr
