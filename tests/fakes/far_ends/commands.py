"""A command that knows events: it keeps to the window by itself, as a good one does."""

import atexit
import os
import shlex
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from hotwash.kernel.core.http import HttpAnswer
from tests.fakes.far_ends.base import FarEnd, Known, Request

EVENTS = Path(tempfile.gettempdir()) / f"hotwash-events-{os.getpid()}.txt"
atexit.register(lambda: EVENTS.unlink(missing_ok=True))
SCRIPT = """
import datetime as d, os, pathlib, sys
begin, end = (d.datetime.fromisoformat(one) for one in sys.argv[2:4])
assert (sys.argv[2], sys.argv[3]) == (os.environ["HOTWASH_BEGIN"], os.environ["HOTWASH_END"])
for at in map(d.datetime.fromisoformat, pathlib.Path(sys.argv[1]).read_text().split()):
    if begin <= at < end:
        print(at.isoformat().replace("+00:00", "Z"), "ERROR order refused")
"""


def python(script: str, *arguments: str) -> str:
    """The setting of a command that runs a script."""
    return " ".join([sys.executable, "-c", shlex.quote(script), *(shlex.quote(one) for one in arguments)])


class CommandEnd(FarEnd):
    def knows(self, *times: datetime) -> Known:
        EVENTS.write_text("\n".join(at.isoformat() for at in times))
        return super().knows(*times)


def _never(known: Known, asked: Request) -> HttpAnswer:
    raise AssertionError(asked)


COMMAND = CommandEnd(
    _never, {"command": python(SCRIPT, str(EVENTS), "{begin}", "{end}"), "seconds": "30"}, "log", over_http=False
)
