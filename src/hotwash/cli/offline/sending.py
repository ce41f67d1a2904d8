"""Sending a capture file into an incident while it grows; what cannot be sent now stays in the file for later."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import Path

from hotwash.evidence.core.capturing import pause
from hotwash.evidence.core.sending import GOES_ON, Asked, Sending, Target, reason_of

TIMEOUT = 10.0  # seconds for one answer
IDLE = 0.5  # seconds between looks at the file


class Refused(Exception):  # noqa: N818 - what the server said
    """It makes no sense to try again; the message says why."""


class Unreached(Exception):  # noqa: N818 - what happened
    """The server did not answer; it may later."""


class _NoDetour(urllib.request.HTTPRedirectHandler):
    """A token is not carried to another address."""

    def redirect_request(self, *_: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoDetour)


def ask(target: Target, asked: Asked) -> dict[str, object]:
    headers = {"Authorization": f"Bearer {target.token}", "Content-Type": "application/json"}
    body = json.dumps(asked.body).encode()
    request = urllib.request.Request(target.base + asked.path, body, headers, method="POST")  # noqa: S310 - checked where it is given
    try:
        with _OPENER.open(request, timeout=TIMEOUT) as answer:
            found = json.load(answer)
    except urllib.error.HTTPError as error:
        told = _reason(error)
        if error.code in GOES_ON:
            raise Unreached(told) from None
        raise Refused(told) from None
    except (OSError, HTTPException, ValueError) as error:
        raise Unreached(str(getattr(error, "reason", error)) or "no answer") from None
    if not isinstance(found, dict):
        raise Unreached("the answer is not Hotwash's")
    return found


def _reason(error: urllib.error.HTTPError) -> str:
    with error:
        try:
            content = error.read(100_000)
        except (OSError, HTTPException):
            content = b""
    return reason_of(error.code, content, error.reason)


class Sender(threading.Thread):
    """Reads a capture file from its start and sends its lines until ``finish`` is called and all were sent.

    ``sent`` and ``total`` count lines; ``problem`` says what hinders; ``file`` is the reference of the evidence.
    """

    def __init__(self, path: Path, target: Target) -> None:
        super().__init__(daemon=True)
        self.target, self.path, self.problem = target, path, ""
        self._sending, self._failures = Sending(), 0
        self._over, self._ended = threading.Event(), threading.Event()

    @property
    def file(self) -> str:
        return self._sending.file

    @property
    def sent(self) -> int:
        return self._sending.sent

    @property
    def done(self) -> bool:
        return bool(self.file)

    @property
    def total(self) -> int:
        return self._sending.spool.total

    def finish(self, seconds: float) -> None:
        """The file is whole now: send the rest, but do not take longer than this."""
        self._over.set()
        self.join(seconds)
        self._ended.set()

    def run(self) -> None:
        with self.path.open(encoding="utf-8", errors="replace") as stream:
            partial = ""
            while not self._ended.is_set():
                over = self._over.is_set()  # before reading: what comes later is read in the next round
                partial = self._read(partial + stream.read())
                if not self._round(over=over):
                    return

    def _read(self, text: str) -> str:
        *lines, rest = text.split("\n")
        for line in lines:
            self._sending.spool.feed(line)
        return rest

    def _round(self, *, over: bool) -> bool:
        """One request, or a pause; False when there is nothing more to do."""
        asked = self._sending.asks(over=over)
        try:
            if asked is not None:
                self._sending.answered(ask(self.target, asked))
        except Refused as error:
            self.problem = str(error)
            return False
        except Unreached as error:
            self._failures += 1
            self.problem = str(error)
            self._wait(pause(self._failures))
            return True
        self._failures, self.problem = 0, self._sending.problem
        if asked is None and not self.problem:
            self._wait(IDLE)
        return not self.done and not self.problem

    def _wait(self, seconds: float) -> None:
        """Not so long that the end is missed."""
        (self._ended if self._over.is_set() else self._over).wait(min(seconds, 1.0) if self._over.is_set() else seconds)
