"""What a capture asks of the server next, and what the answer means; the doors do the talking."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from urllib.parse import quote, urlsplit

from hotwash.evidence.core.capturing import Head, Spool

GOES_ON = frozenset({408, 425, 429, 500, 502, 503, 504})  # answers after which it makes sense to try again
NO_HEAD = "the file has no line that says what was run"
LACKING = "the server lacks lines that it had"


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


@dataclass(frozen=True, slots=True)
class Asked:
    """``path`` is beneath ``Target.base``; ``body`` is for JSON."""

    path: str
    body: Mapping[str, object]


@dataclass(slots=True)
class Sending:
    """A capture on its way: ``sent`` counts the lines that the server has, ``file`` is the evidence that came of it.

    ``begun`` says that the server knows of the run, ``problem`` why it can never get there.
    """

    spool: Spool = field(default_factory=Spool)
    begun: bool = False
    sent: int = 0
    file: str = ""
    problem: str = ""

    def asks(self, *, over: bool) -> Asked | None:
        """The next request; None when there is nothing to send now. ``over``: the file will not grow any more."""
        head = self.spool.head
        if head is None:
            self.problem = NO_HEAD if over else ""
            return None
        if not self.begun:
            return Asked("", asdict(head))
        return self._lines(head) or (self._end(head) if over else None)

    def _lines(self, head: Head) -> Asked | None:
        rows = self.spool.batch()
        if not rows:
            return None
        return Asked(f"/{quote(head.key)}/lines", {"first": self.spool.first, "rows": [asdict(row) for row in rows]})

    def _end(self, head: Head) -> Asked:
        end = asdict(self.spool.end) if self.spool.end else {}
        return Asked(f"/{quote(head.key)}/end", {"total": self.spool.total, **end})

    def answered(self, answer: Mapping[str, object]) -> None:
        """The server took the last request and says how many lines it has."""
        lines, file = answer.get("lines"), answer.get("file")
        if not isinstance(lines, int) or not self.spool.arrived(lines):
            self.problem = LACKING
            return
        self.begun, self.sent = True, lines
        if isinstance(file, int):
            self.file = f"E-{file}"


def reason_of(status: int, content: bytes, otherwise: str) -> str:
    """Why the server refused, in its own words where they can be read."""
    try:
        told = json.loads(content)["reasons"][0]["message"]
    except (ValueError, LookupError, TypeError):
        told = otherwise
    return f"{status}: {told}"
