"""What all far ends have in common: they know events by their time, answer from memory, and keep what is asked."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import HttpAnswer

SECRET = "s3cr3t-of-a-collector"
BASE = "https://outside.example"


@dataclass(frozen=True)
class Request:
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def asked(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.url).query, keep_blank_values=True))

    @property
    def fields(self) -> dict[str, object]:
        found = json.loads(self.body or b"{}")
        assert isinstance(found, dict)
        return found


@dataclass
class Known:
    """Events at these times. ``answers`` overrule what is said, the first first; ``requests`` are all that came."""

    times: tuple[datetime, ...]
    say: Callable[["Known", Request], HttpAnswer]
    answers: list[HttpAnswer | PluginError] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> HttpAnswer:
        asked = Request(method, url, headers or {}, body)
        self.requests.append(asked)
        if self.answers:
            answer = self.answers.pop(0)
            if isinstance(answer, PluginError):
                raise answer
            return answer
        return self.say(self, asked)

    def between(self, begin: float, end: float) -> list[datetime]:
        """In order; begin and end in seconds, the end not counted in."""
        return sorted(at for at in self.times if begin <= at.timestamp() < end)


@dataclass(frozen=True)
class FarEnd:
    """``say`` answers; ``settings`` and ``text`` lead to it; what it says is read as ``format``.

    ``page`` events fill its page when it pages by number of records, 0 where it does not; ``each`` event is so many
    records. ``filters`` is False where it takes no window and the answer is kept whole. ``proof`` are headers of which
    each request has one.
    """

    say: Callable[[Known, Request], HttpAnswer]
    settings: Mapping[str, str]
    format: str
    text: str = ""
    page: int = 0
    each: int = 1
    filters: bool = True
    over_http: bool = True
    takes_empty_object: bool = False
    proof: frozenset[str] = frozenset({"authorization"})
    free: int = 0  # requests before a question, for a token
    fixed: bool = False  # the size of a page is not for us to choose
    sign_in: str = "?"  # what the address of such a request ends with

    def knows(self, *times: datetime) -> Known:
        return Known(times, self.say)


def answer(value: object, **headers: str) -> HttpAnswer:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    body = json.dumps(value, separators=(",", ":")).encode()
    return HttpAnswer(200, {"content-type": "application/json", **told}, body)


def z(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()
