"""What the status of an answer means, in words for people, and whether asking again helps."""

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import HttpAnswer
from hotwash.ports import payload as read

TRY_AGAIN = {408, 425, 429}
LONGEST_TOLD = 300
SHORTEST_SECRET = 4
LONGEST_WAIT = 6 * 3600.0  # seconds
_SAID = ("error.reason", "error.message", "error", "message", "Message", "errorMessages.0", "error_description")
_NAMED = {
    400: "does not take the query",
    404: "has nothing at this address",
    405: "does not know this question",
    413: "finds the question too large",
    422: "does not take the query",
}


def checked(answer: HttpAnswer, title: str, secrets: Iterable[str], now: datetime) -> bytes:
    """The body of an answer with a good status; else a ``PluginError`` in words that hold none of the secrets."""
    if answer.cut:
        msg = f"One answer of {title} is too large to be taken. Narrow the window or the query."
        raise PluginError(msg, retry=False)
    if 200 <= answer.status < 300:
        return answer.body
    wait = waits(answer, now)
    said = hidden(_said(answer.body), secrets)
    told = f": {said}" if said else ""
    if answer.status in TRY_AGAIN or answer.status >= 500 or (answer.status == 403 and wait is not None):
        msg = f"{title} is busy or down (status {answer.status}{told}). It will be asked again."
        raise PluginError(msg, retry=True, after=wait)
    raise PluginError(_for_good(answer, title, told), retry=False)


def _for_good(answer: HttpAnswer, title: str, told: str) -> str:
    status = answer.status
    if status in {401, 403, 407}:
        return f"{title} refuses the credentials (status {status}{told}). Check them where the collector is set up."
    if 300 <= status < 400:
        return f"{title} points to another address (status {status}). Enter the address that it answers at."
    what = _NAMED.get(status, "refuses to answer")
    return f"{title} {what} (status {status}{told}). Check the query, and the address where the collector is set up."


def waits(answer: HttpAnswer, now: datetime) -> float | None:
    """How many seconds the other side asks to wait: ``Retry-After`` as a number or a date, or an emptied allowance."""
    asked = answer.headers.get("retry-after", "").strip()
    if asked.isdecimal():
        return min(float(asked), LONGEST_WAIT)
    if asked:
        return _until(asked, now)
    for name in ("x-ratelimit", "ratelimit"):
        if answer.headers.get(f"{name}-remaining", "").strip() == "0":
            reset = answer.headers.get(f"{name}-reset", "").strip()
            seconds = float(reset) - now.timestamp() if reset.isdecimal() else 60.0
            return min(max(seconds, 1.0), LONGEST_WAIT)
    return None


def _until(date: str, now: datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((aware - now).total_seconds(), 0.0), LONGEST_WAIT)


def _said(body: bytes) -> str:
    """What an error answer says, where it is JSON as usual; a page of HTML says nothing to a person."""
    try:
        found = read.read_json(body[:100_000])
    except PluginError:
        text = body[:LONGEST_TOLD].decode("utf-8", "replace").strip()
        return "" if "<" in text else _flat(text)
    return _flat(read.first_text(found, *_SAID) if isinstance(found, dict) else "")


def _flat(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:LONGEST_TOLD]


def hidden(text: str, secrets: Iterable[str]) -> str:
    """A text in which no secret stands."""
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= SHORTEST_SECRET:
            text = text.replace(secret, "[secret]")
    return text


def malformed(title: str, missing: str) -> PluginError:
    msg = f"The answer of {title} is not what its documentation says: {missing}. Is the address the right one?"
    return PluginError(msg, retry=False)


def listed(found: read.Json, title: str, *path: str) -> list[read.Json]:
    """The list at a path of an answer, which has to be there."""
    rows = read.pick(found, *path)
    if not isinstance(rows, list):
        raise malformed(title, f"there is no list “{'.'.join(path)}” in it" if path else "it is not a list")
    return rows
