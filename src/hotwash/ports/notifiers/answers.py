"""What an answer over HTTP means for a message: it was taken, come again, or never."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

import orjson

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import Http, HttpAnswer
from hotwash.ports.payload import Json, Object

#: Statuses by which the other side asks to come again.
TRY_AGAIN = frozenset({408, 409, 423, 425, 429})
LONGEST_AFTER = 3600.0  # seconds: what asks for more is asked again after an hour all the same
LONGEST_SAID = 200


def accepted(answer: HttpAnswer, who: str, now: datetime, said: str = "") -> HttpAnswer:
    """The answer, if it is a success. Raises ``PluginError`` else; ``said`` is the other side's own word for it."""
    if 200 <= answer.status < 300:
        return answer
    retry = answer.status >= 500 or answer.status in TRY_AGAIN
    words = f"{who} answered with status {answer.status}" + (f": {said[:LONGEST_SAID]}" if said else "") + "."
    raise PluginError(words.replace("..", "."), retry=retry, after=wait_of(answer.headers, now) if retry else None)


def wait_of(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds of ``Retry-After``, which may be a number or a date; None where it says nothing that can be read."""
    said = headers.get("retry-after", "").strip()
    try:
        seconds = float(said)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(said) - now).total_seconds()
        except (ValueError, TypeError):
            return None
    return min(max(seconds, 0.0), LONGEST_AFTER) if seconds == seconds else None  # noqa: PLR0124 - not a number


def post_json(http: Http, url: str, body: Mapping[str, Json], headers: Mapping[str, str] | None = None) -> HttpAnswer:
    """One POST of JSON; any status is an answer."""
    return send_json(http, "POST", url, body, headers)


def send_json(
    http: Http, method: str, url: str, body: Mapping[str, Json], headers: Mapping[str, str] | None = None
) -> HttpAnswer:
    content = {"content-type": "application/json; charset=utf-8", **(headers or {})}
    return http.request(method, url, headers=content, body=orjson.dumps(_plain(body)))


def object_of(answer: HttpAnswer) -> Object:
    """The JSON object of an answer; an empty one where there is none."""
    try:
        found = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _plain(value: object) -> object:
    """Without what JSON can't hold: halves of surrogate pairs."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
