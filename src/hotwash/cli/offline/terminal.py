"""A command on a pseudo-terminal: its user sees and types as without it, and every byte shown is also given away."""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import signal
import struct
import sys
import termios
import tty
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TextIO

PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


def run(words: tuple[str, ...], seen: Callable[[bytes], None], begun: Callable[[], None] | None = None) -> int:
    """Runs the command on a pseudo-terminal and gives its exit status as a shell would: 127 where it does not exist.

    ``begun`` is called when it runs: no thread may be there before.
    """
    terminal, inner = os.openpty()
    with contextlib.suppress(OSError, termios.error):
        _set_up(inner, _terminal_now())
    child = os.fork()
    if child == 0:
        os.close(terminal)
        os.login_tty(inner)
        _become(words)
    os.close(inner)
    if begun:
        begun()
    with _resized(terminal), _raw() as keys, _passed_on(child):
        _copy(Pair(terminal, child, keys), seen)
        _, status = os.waitpid(child, 0)
    os.close(terminal)
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


@dataclass(frozen=True, slots=True)
class Pair:
    """The command's terminal, the command, and how the user's keys are taken while it runs."""

    terminal: int
    child: int
    keys: Keys

    def take(self, typed: bytes) -> None:
        """Keys go to the command; the one that stops it (Ctrl-Z) stops the recording with it, until both go on.

        A command that is the first of its terminal cannot be stopped by that key: the kernel spares processes that
        nobody could start again. Where it has other processes in front (a shell), or reads the key itself, it gets it.
        """
        key = self._stopping_key()
        before, found, after = typed.partition(key) if key else (typed, b"", b"")
        if before:
            os.write(self.terminal, before)
        if found:
            self._stop()
        if after:
            self.take(after)

    def _stopping_key(self) -> bytes:
        """The key, if it would stop the command now; nothing where no shell is there that could let it go on."""
        if not self.keys.by_hand or os.tcgetpgrp(self.terminal) != self.child:
            return b""
        attributes = termios.tcgetattr(self.terminal)
        local, characters = attributes[3], attributes[6]
        stops = isinstance(local, int) and local & termios.ISIG and isinstance(characters, list)
        key = characters[termios.VSUSP] if stops and isinstance(characters, list) else b""
        return key if isinstance(key, bytes) and key != b"\0" else b""

    def _stop(self) -> None:
        os.killpg(self.child, signal.SIGSTOP)
        with self.keys.put_back():
            os.killpg(os.getpgrp(), signal.SIGTSTP)  # here it waits until the user's shell lets it go on
        os.killpg(self.child, signal.SIGCONT)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, _size())  # it may have changed meanwhile


@dataclass(frozen=True, slots=True)
class Keys:
    """The user's terminal, and how it was before; without one, keys are not typed by hand."""

    number: int = -1
    before: list[int | list[bytes | int]] | None = None

    @property
    def by_hand(self) -> bool:
        return self.before is not None

    @contextlib.contextmanager
    def put_back(self) -> Iterator[None]:
        """The terminal is the user's for a while, as it was."""
        if self.before is not None:
            termios.tcsetattr(self.number, termios.TCSADRAIN, self.before)
        try:
            yield
        finally:
            tty.setraw(self.number, termios.TCSADRAIN)


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the command's terminal has from the user's: its settings where there is one, and its size."""

    attributes: list[int | list[bytes | int]] | None
    size: bytes
    echoes: bool
    is_shown: bool


def _terminal_now() -> Terminal:
    typed = _has_number(sys.stdin) and sys.stdin.isatty()
    attributes = termios.tcgetattr(sys.stdin.fileno()) if typed else None
    return Terminal(attributes, _size(), typed, _has_number(sys.stdout) and sys.stdout.isatty())


def _size() -> bytes:
    if _has_number(sys.stdout) and sys.stdout.isatty():
        return fcntl.ioctl(sys.stdout.fileno(), termios.TIOCGWINSZ, b"\0" * 8)
    return struct.pack("HHHH", 40, 160, 0, 0)


def _set_up(inner: int, like: Terminal) -> None:
    """Before the command runs. What comes from a pipe is not echoed, and what goes to one keeps its line ends."""
    attributes = like.attributes or termios.tcgetattr(inner)
    output, local = attributes[1], attributes[3]
    if not like.is_shown and isinstance(output, int):
        attributes[1] = output & ~termios.ONLCR
    if not like.echoes and isinstance(local, int):
        attributes[3] = local & ~termios.ECHO
    termios.tcsetattr(inner, termios.TCSANOW, attributes)
    fcntl.ioctl(inner, termios.TIOCSWINSZ, like.size)


@contextlib.contextmanager
def _passed_on(child: int) -> Iterator[None]:
    """Signals that would end the recording end the command, and the recording after it, with its status."""

    def pass_on(number: int, _: object) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child, number)

    before = {number: signal.signal(number, pass_on) for number in PASSED_ON}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _become(words: tuple[str, ...]) -> None:
    try:
        os.execvp(words[0], list(words))  # noqa: S606 - the command that the user asked for, never a shell
    except OSError as error:
        os.write(2, f"hotwash: {words[0]}: {error.strerror}\n".encode())
        os._exit(127)


def _copy(pair: Pair, seen: Callable[[bytes], None]) -> None:
    terminal = pair.terminal
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
            seen(part)
            sys.stdout.buffer.write(part)
            sys.stdout.buffer.flush()
        if typed in ready and typed is not None:
            part = _read(typed)
            if part:
                pair.take(part)
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
def _raw() -> Iterator[Keys]:
    """Keys go to the command as they are typed, and the terminal is put back whatever happens."""
    if not (_has_number(sys.stdin) and sys.stdin.isatty()):
        yield Keys()
        return
    number = sys.stdin.fileno()
    before = termios.tcgetattr(number)
    try:
        tty.setraw(number, termios.TCSADRAIN)  # what is typed ahead is kept
        yield Keys(number, before)
    finally:
        termios.tcsetattr(number, termios.TCSADRAIN, before)


@contextlib.contextmanager
def _resized(terminal: int) -> Iterator[None]:
    """The command's terminal has the size of the user's, also after it changes."""

    def copy_size(*_: object) -> None:
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, _size())

    before = signal.signal(signal.SIGWINCH, copy_size)
    try:
        yield
    finally:
        signal.signal(signal.SIGWINCH, before)
