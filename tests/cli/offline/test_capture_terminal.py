"""`hotwash capture` on a real terminal: its user notices nothing."""

import fcntl
import json
import os
import select
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

PATIENCE = 60  # seconds
# Waits for a signal without a moment in which it could get lost, as a shell has that starts programs in a loop.
WAITS = """
import signal, sys
wanted, word, status = {getattr(signal, sys.argv[1])}, sys.argv[2], int(sys.argv[3])
signal.pthread_sigmask(signal.SIG_BLOCK, wanted)
print("up", flush=True)
signal.sigwait(wanted)
print(word)
sys.exit(status)
"""

ON_A_TERMINAL = (sys.executable, "-c", "import os, sys; os.login_tty(0); os.execvp(sys.argv[1], sys.argv[1:])")


class Screen:
    """A terminal of our own with a command on it; what it shows is kept."""

    def __init__(self, folder: Path, *words: str, rows: int = 33, columns: int = 99) -> None:
        self.master, slave = os.openpty()
        self.resize(rows, columns)
        self.shown = b""
        command = [sys.executable, "-m", "hotwash", "capture", "-o", str(folder / "run.jsonl"), "--", *words]
        self.process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=subprocess.DEVNULL, cwd=folder)
        os.close(slave)

    def resize(self, rows: int, columns: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def until(self, text: bytes) -> None:
        while text not in self.shown:
            part = self._read()
            assert part, f"it ended without {text!r}: {self.shown!r}"

    def type(self, text: bytes) -> None:
        os.write(self.master, text)

    def end(self) -> int:
        while self._read():
            pass
        os.close(self.master)
        return self.process.wait(timeout=30)

    def _read(self) -> bytes:
        ready, _, _ = select.select([self.master], [], [], PATIENCE)
        assert ready, f"nothing more comes: {self.shown!r}"
        try:
            part = os.read(self.master, 65536)
        except OSError:
            part = b""
        self.shown += part
        return part


def events(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "run.jsonl").read_text().splitlines()]


def texts(folder: Path) -> list[object]:
    return [event["text"] for event in events(folder) if event["capture"] == "line"]


def test_size_and_its_change_typed_lines_and_status(tmp_path: Path) -> None:
    screen = Screen(tmp_path, "sh", "-c", "stty size; read x; stty size; echo got $x; exit 4")
    screen.until(b"33 99")
    screen.resize(50, 120)
    screen.process.send_signal(signal.SIGWINCH)
    screen.type(b"hello\r")
    screen.until(b"got hello")
    assert (screen.end(), texts(tmp_path)) == (4, ["33 99", "hello", "50 120", "got hello"])
    assert events(tmp_path)[-1]["status"] == 4


def test_an_interactive_shell(tmp_path: Path) -> None:
    screen = Screen(tmp_path, "env", "PS1=% ", "sh", "-i")
    screen.until(b"% ")
    screen.type(b"echo one$((1+1))\r")
    screen.until(b"one2")
    screen.type(b"exit 7\r")
    assert screen.end() == 7
    assert "one2" in texts(tmp_path)
    assert "% echo one$((1+1))" in texts(tmp_path)


def test_a_key_that_interrupts_reaches_the_command(tmp_path: Path) -> None:
    screen = Screen(tmp_path, sys.executable, "-c", WAITS, "SIGINT", "stopped", "130")
    screen.until(b"up")
    screen.type(b"\x03")
    assert screen.end() == 130
    assert any("stopped" in str(text) for text in texts(tmp_path)), "the terminal shows ^C before or after it"


class Shell(Screen):
    """A terminal of our own with a shell on it that has job control."""

    def __init__(self, folder: Path) -> None:
        self.master, slave = os.openpty()
        self.resize(33, 99)
        self.shown = b""
        shell = [*ON_A_TERMINAL, "env", "PS1=% ", "bash", "--norc", "--noprofile", "--noediting", "-i"]
        self.process = subprocess.Popen(
            shell, stdin=slave, stdout=slave, stderr=slave, cwd=folder, start_new_session=True
        )
        os.close(slave)


def test_the_key_that_stops_a_command_stops_it_and_it_goes_on(tmp_path: Path) -> None:
    """As without the recording: the shell has the terminal again, with its settings; ``fg`` goes on."""
    shell = Shell(tmp_path)
    shell.until(b"% ")
    said = "import sys; print('u' + 'p', flush=True); print('got', input())"
    shell.type(f'{sys.executable} -m hotwash capture -o run.jsonl -- {sys.executable} -c "{said}"\r'.encode())
    shell.until(b"up\r\n")
    shell.type(b"\x1a")
    shell.until(b"Stopped")
    shell.type(b"echo a$((1+1))gain; stty -a | tr ' ;' '\\n\\n' | grep -x -e icanon -e -icanon; fg\r")
    shell.until(b"a2gain\r\nicanon\r\n")
    shell.type(b"hello\r")
    shell.until(b"recorded in run.jsonl")
    shell.type(b"exit $?\r")
    assert shell.end() == 0
    assert texts(tmp_path)[0] == "up"
    assert texts(tmp_path)[-1] == "got hello"
    assert events(tmp_path)[-1]["status"] == 0


def test_the_key_that_stops_goes_to_a_command_that_reads_it(tmp_path: Path) -> None:
    said = "import tty, os; tty.setraw(0); os.write(1, b'up'); print(os.read(0, 9))"
    screen = Screen(tmp_path, sys.executable, "-c", said)
    screen.until(b"up")
    screen.type(b"\x1ab")
    assert screen.end() == 0
    assert b"b'\\x1ab'" in screen.shown


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_command_and_is_recorded(tmp_path: Path, number: signal.Signals) -> None:
    screen = Screen(tmp_path, sys.executable, "-c", WAITS, number.name, "bye", "9")
    screen.until(b"up")
    screen.process.send_signal(number)
    assert (screen.end(), texts(tmp_path)[0], texts(tmp_path)[-1]) == (9, "up", "bye")
    assert events(tmp_path)[-1]["status"] == 9


def test_a_command_that_is_killed(tmp_path: Path) -> None:
    assert Screen(tmp_path, "sh", "-c", "kill -9 $$").end() == 137
    assert events(tmp_path)[-1]["status"] == 137


def test_colours_are_on_the_screen_and_not_in_the_file(tmp_path: Path) -> None:
    screen = Screen(tmp_path, "printf", "\\033[31mred\\033[0m\\n")
    assert screen.end() == 0
    assert b"\x1b[31mred\x1b[0m\r\n" in screen.shown
    assert texts(tmp_path) == ["red"]


def test_what_is_typed_unseen_is_not_recorded(tmp_path: Path) -> None:
    screen = Screen(tmp_path, "sh", "-c", "stty -echo; echo Word:; read p; stty echo; echo length ${#p}")
    screen.until(b"Word:")
    screen.type(b"hunter22\r")
    assert (screen.end(), texts(tmp_path)) == (0, ["Word:", "length 8"])


def test_a_pipe_in_and_out_stays_as_it_is(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "hotwash", "capture", "-o", str(tmp_path / "run.jsonl"), "--", "sh", "-c"]
    done = subprocess.run([*words, "read x; echo got $x; cat"], input=b"a\nb\n", capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"got a\nb\n")
