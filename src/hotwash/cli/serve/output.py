"""What the supervisor and its children print, each line with the name of who said it."""

import sys
import time
from typing import IO, TextIO

COLOURS = {"hotwash": "1", "database": "34", "web": "36", "worker": "35"}
WIDTH = 8


class Output:
    """Colours only on a terminal."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._coloured = self._stream.isatty()
        self._halves: dict[str, bytes] = {}

    def say(self, text: str, name: str = "hotwash") -> None:
        head = f"{name:<{WIDTH}} |"
        if self._coloured:
            head = f"\x1b[{COLOURS.get(name, '0')}m{head}\x1b[0m"
        for line in text.splitlines() or [""]:
            self._stream.write(f"{head} {line}\n")
        self._stream.flush()

    def pass_on(self, name: str, source: IO[bytes]) -> bool:
        """Print what a child said since the last time, whole lines only; False at the end of what it says."""
        chunk = source.read1(65_536) if hasattr(source, "read1") else source.read(65_536)
        text = self._halves.pop(name, b"") + chunk
        whole, newline, half = text.rpartition(b"\n")
        if chunk:
            self._halves[name] = half
        else:
            whole = text
        if whole or newline:
            self.say(whole.decode("utf-8", "replace"), name)
        return bool(chunk)


def seconds_since(began: float) -> str:
    return f"{time.monotonic() - began:.1f} s"
