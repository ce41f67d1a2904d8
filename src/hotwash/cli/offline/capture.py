"""`hotwash capture`: run a command unchanged for its user and record what it prints, with times."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import select
import shlex
import signal
import socket
import struct
import sys
import termios
import time
import tty
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import click

from hotwash.evidence.core.capture import Lines
from hotwash.evidence.core.scrub import scrub_text

EPILOG = """\b
Examples:
  hotwash capture -- terraform apply
  hotwash capture -o restart.jsonl -- ansible-playbook site.yml
  hotwash capture -- bash

The environment is not recorded; what you type is, where the command shows it. The exit status is the command's.
"""


class Recorder:
    """Writes each line that a terminal shows, with the time at which it was complete."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._lines = file, Lines()

    def write(self, **event: object) -> None:
        self._file.write(json.dumps(event, ensure_ascii=False) + "\n")
        self._file.flush()

    def feed(self, part: bytes) -> None:
        self._seen(self._lines.feed(part))

    def finish(self) -> None:
        self._seen(self._lines.rest())

    def _seen(self, lines: Iterator[str]) -> None:
        for text in lines:
            self.write(capture="line", at=_now(), text=text)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@click.command(
    epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "allow_interspersed_args": False}
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Default: capture-TIME.jsonl.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Short for --format json.")
@click.argument("words", nargs=-1, required=True, metavar="-- COMMAND...", type=click.UNPROCESSED)
@click.pass_context
def command(ctx: click.Context, output: Path | None, words: tuple[str, ...], form: str, *, as_json: bool) -> None:
    """Run a command in a terminal of its own and record each line with its time, then the exit status.

    Secrets are masked in the file, not on the screen. What is said of the recording goes to standard error: standard
    output is the command's.
    """
    path = output or Path(datetime.now(UTC).strftime("capture-%Y%m%dT%H%M%SZ.jsonl"))
    begun = time.monotonic()
    try:
        file = path.open("x" if output is None else "w", encoding="utf-8")
    except OSError as error:
        msg = f"{path} could not be written: {error.strerror}. Name another file with -o."
        raise click.UsageError(msg) from error
    with file:
        recorder = Recorder(file)
        asked = scrub_text(shlex.join(words))
        recorder.write(capture="begin", at=_now(), command=asked, host=socket.gethostname(), cwd=str(Path.cwd()))
        status = run(words, recorder)
        recorder.finish()
        seconds = round(time.monotonic() - begun, 3)
        recorder.write(capture="end", at=_now(), status=status, seconds=seconds)
    told = json.dumps({"path": str(path), "status": status, "seconds": seconds}, ensure_ascii=False)
    click.echo(told if as_json or form == "json" else f"hotwash: recorded in {path}", err=True)
    ctx.exit(status)


def run(words: tuple[str, ...], recorder: Recorder) -> int:
    """Runs the command on a pseudo-terminal and gives its exit status as a shell would: 127 where it does not exist."""
    child, terminal = pty.fork()
    if child == 0:
        _become(words)
    with _resized(terminal), _raw():
        _copy(terminal, recorder)
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def _become(words: tuple[str, ...]) -> None:
    try:
        os.execvp(words[0], list(words))  # noqa: S606 - the command that the user asked for, never a shell
    except OSError as error:
        os.write(2, f"hotwash: {words[0]}: {error.strerror}\n".encode())
        os._exit(127)


def _copy(terminal: int, recorder: Recorder) -> None:
    readers = [terminal]
    typed = sys.stdin.fileno() if _has_number(sys.stdin) else None
    if typed is not None:
        readers.append(typed)
    while True:
        ready, _, _ = select.select(readers, [], [])
        if terminal in ready:
            part = _read(terminal)
            if not part:
                return
            recorder.feed(part)
            sys.stdout.buffer.write(part)
            sys.stdout.buffer.flush()
        if typed in ready and typed is not None:
            part = _read(typed)
            if part:
                os.write(terminal, part)
            else:
                readers.remove(typed)
                os.write(terminal, b"\x04")


def _read(number: int) -> bytes:
    try:
        return os.read(number, 65536)
    except OSError:  # how Linux says that the other side of a terminal is gone
        return b""


def _has_number(stream: TextIO) -> bool:
    try:
        return stream.fileno() >= 0
    except (OSError, ValueError):
        return False


@contextlib.contextmanager
def _raw() -> Iterator[None]:
    """Keys go to the command as they are typed, and the terminal is put back whatever happens."""
    if not (_has_number(sys.stdin) and sys.stdin.isatty()):
        yield
        return
    number = sys.stdin.fileno()
    before = termios.tcgetattr(number)
    try:
        tty.setraw(number)
        yield
    finally:
        termios.tcsetattr(number, termios.TCSAFLUSH, before)


@contextlib.contextmanager
def _resized(terminal: int) -> Iterator[None]:
    """The command's terminal has the size of the user's, also after it changes."""

    def copy_size(*_: object) -> None:
        if _has_number(sys.stdout) and sys.stdout.isatty():
            size = fcntl.ioctl(sys.stdout.fileno(), termios.TIOCGWINSZ, b"\0" * 8)
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, size)
        else:
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 160, 0, 0))

    copy_size()
    before = signal.signal(signal.SIGWINCH, copy_size)
    try:
        yield
    finally:
        signal.signal(signal.SIGWINCH, before)


if __name__ == "__main__":
    command()
