"""Sending a capture file into an incident while it grows; what cannot be sent now stays in the file for later."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.parse import quote, urlsplit

from hotwash.evidence.core.capturing import Spool, pause

TIMEOUT = 10.0  # seconds for one answer
IDLE = 0.5  # seconds between looks at the file
GOES_ON = {408, 425, 429, 500, 502, 503, 504}


@dataclass(frozen=True, slots=True)
class Target:
    """``server`` is the address of Hotwash, ``incident`` a reference such as INC-42."""

    server: str
    incident: str
    token: str

    @property
    def base(self) -> str:
        return f"{self.server.rstrip('/')}/api/v1/incidents/{quote(self.incident, safe='')}/evidence/captures"

    @property
    def open_to_all(self) -> bool:
        """Whether the token would go over the network unencrypted."""
        parts = urlsplit(self.server)
        return parts.scheme == "http" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}


class Refused(Exception):  # noqa: N818 - what the server said
    """It makes no sense to try again; the message says why."""


class Unreached(Exception):  # noqa: N818 - what happened
    """The server did not answer; it may later."""


class _NoDetour(urllib.request.HTTPRedirectHandler):
    """A token is not carried to another address."""

    def redirect_request(self, *_: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoDetour)


def ask(target: Target, path: str, body: dict[str, object]) -> dict[str, object]:
    headers = {"Authorization": f"Bearer {target.token}", "Content-Type": "application/json"}
    request = urllib.request.Request(target.base + path, json.dumps(body).encode(), headers, method="POST")  # noqa: S310 - checked where it is given
    try:
        with _OPENER.open(request, timeout=TIMEOUT) as answer:
            found = json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
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
    try:
        told = json.loads(error.read(100_000))["reasons"][0]["message"]
    except (OSError, ValueError, LookupError, TypeError, HTTPException):
        told = error.reason
    return f"{error.code}: {told}"


class Sender(threading.Thread):
    """Reads a capture file from its start and sends its lines until ``finish`` is called and all were sent.

    ``sent`` and ``total`` count lines; ``problem`` says what hinders; ``file`` is the reference of the evidence.
    """

    def __init__(self, path: Path, target: Target) -> None:
        super().__init__(daemon=True)
        self.target, self.path = target, path
        self.problem, self.file, self.sent = "", "", 0
        self._spool, self._failures = Spool(), 0
        self._over, self._ended = threading.Event(), threading.Event()
        self._begun = False

    @property
    def done(self) -> bool:
        return bool(self.file)

    @property
    def total(self) -> int:
        return self._spool.total

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
                if not self._round(over):
                    return

    def _read(self, text: str) -> str:
        *lines, rest = text.split("\n")
        for line in lines:
            self._spool.feed(line)
        return rest

    def _round(self, over: bool) -> bool:  # noqa: FBT001 - a state
        """One request, or a pause; False when there is nothing more to do."""
        try:
            busy = self._send(over)
        except Refused as error:
            self.problem = str(error)
            return False
        except Unreached as error:
            self._failures += 1
            self.problem = str(error)
            self._wait(pause(self._failures))
            return True
        self._failures, self.problem = 0, ""
        if not busy:
            self._wait(IDLE)
        return not self.done

    def _wait(self, seconds: float) -> None:
        """Not so long that the end is missed."""
        (self._ended if self._over.is_set() else self._over).wait(min(seconds, 1.0) if self._over.is_set() else seconds)

    def _send(self, over: bool) -> bool:  # noqa: FBT001 - a state
        spool, head = self._spool, self._spool.head
        if head is None:
            if over:
                raise Refused("the file has no line that says what was run")
            return False
        if not self._begun:
            values = asdict(head)
            self._arrived(ask(self.target, "", values))
            self._begun = True
            return True
        rows = spool.batch()
        if rows:
            body: dict[str, object] = {"first": spool.first, "rows": [asdict(row) for row in rows]}
            self._arrived(ask(self.target, f"/{quote(head.key)}/lines", body))
            return True
        if over:
            end = asdict(spool.end) if spool.end else {}
            self._arrived(ask(self.target, f"/{quote(head.key)}/end", {"total": spool.total, **end}))
            return True
        return False

    def _arrived(self, answer: dict[str, object]) -> None:
        lines, file = answer.get("lines"), answer.get("file")
        if not isinstance(lines, int) or not self._spool.arrived(lines):
            raise Refused("the server lacks lines that it had")
        self.sent = lines
        if isinstance(file, int):
            self.file = f"E-{file}"
