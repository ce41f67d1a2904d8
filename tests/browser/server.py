"""The real product as a process: `hotwash serve` on a free port, with a database of its own in a temporary folder."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ANSWERS = re.compile(r"answers at\s+(http://\S+)")
START_SECONDS = 180
STOP_SECONDS = 20
ROOT = Path(__file__).parents[2]


@dataclass
class House:
    """A running Hotwash: its address, its mail as (recipients, message) pairs, what it printed."""

    process: "subprocess.Popen[str]"
    data: Path
    base: str = ""
    printed: list[str] = field(default_factory=list)
    _news: threading.Condition = field(default_factory=threading.Condition)

    def listen(self) -> None:
        """Wait for the address; keep reading afterwards, so that the process never waits for us."""
        told = threading.Event()

        def read() -> None:
            assert self.process.stdout is not None
            for line in self.process.stdout:
                with self._news:
                    self.printed.append(line)
                    self._news.notify_all()
                found = ANSWERS.search(line)
                if found:
                    self.base = found[1]
                    told.set()
            told.set()

        threading.Thread(target=read, daemon=True).start()
        assert told.wait(START_SECONDS), "hotwash serve did not start:\n" + "".join(self.printed)
        assert self.base, "hotwash serve ended at once:\n" + "".join(self.printed)

    def wait_for(self, words: str, seconds: float = START_SECONDS) -> None:
        """Until the process has printed these words."""
        with self._news:
            told = self._news.wait_for(lambda: any(words in line for line in self.printed), seconds)
        assert told, f"hotwash serve never said “{words}”:\n" + "".join(self.printed)


@contextmanager
def serving(data: Path, *arguments: str, **environment: str) -> Iterator[House]:
    """Serve until the block is left; then Ctrl-C must end all of it cleanly."""
    told = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    told |= {"HOTWASH_DATA": str(data), "HOTWASH_MODE": "production", **environment}
    told["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), told.get("PYTHONPATH", "")])
    process = subprocess.Popen(
        [sys.executable, "-m", "hotwash", "serve", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=told,
        start_new_session=True,
    )
    house = House(process, data)
    try:
        house.listen()
        yield house
        process.send_signal(signal.SIGINT)
        assert process.wait(STOP_SECONDS) == 0, "".join(house.printed[-30:])
    finally:
        sys.stdout.write("".join(house.printed[-80:]))  # shown by pytest where a test has failed
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(STOP_SECONDS)
        assert process.stdout is not None
        process.stdout.close()
