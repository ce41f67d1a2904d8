"""CalDAV (RFC 4791): each entry is a resource of its own in a calendar collection, read and written by its address."""

import base64
from dataclasses import dataclass
from urllib.parse import quote

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import HttpAnswer
from hotwash.ports.calendars import Shelf

REFUSED = {
    401: "The calendar does not accept the name and password of HOTWASH_CALENDAR_URL.",
    403: "The calendar does not let this account write there. Give it the right, or correct the address.",
    404: "There is no calendar at the address of HOTWASH_CALENDAR_URL. Take the address of the calendar itself, not of "
    "the server.",
    409: "There is no calendar at the address of HOTWASH_CALENDAR_URL. Make it first, or correct the address.",
}


@dataclass(frozen=True, slots=True)
class CalDav:
    key: str = "caldav"
    title: str = "CalDAV: Radicale, Nextcloud, Baïkal, SOGo and others"

    def put(self, uid: str, text: str, shelf: Shelf) -> None:
        headers = {"content-type": "text/calendar; charset=utf-8", **_who(shelf)}
        answer = shelf.http.request("PUT", _place(uid, shelf), headers=headers, body=text.encode())
        if not 200 <= answer.status < 300:
            raise _problem(answer)

    def read(self, uid: str, shelf: Shelf) -> str:
        answer = shelf.http.request("GET", _place(uid, shelf), headers=_who(shelf))
        if answer.status in {404, 410}:
            return ""
        if answer.status != 200:
            raise _problem(answer)
        return answer.body.decode("utf-8", "replace")


def _place(uid: str, shelf: Shelf) -> str:
    return f"{shelf.address.rstrip('/')}/{quote(uid, safe='@')}.ics"


def _who(shelf: Shelf) -> dict[str, str]:
    if not shelf.user:
        return {}
    said = base64.b64encode(f"{shelf.user}:{shelf.password}".encode()).decode()
    return {"authorization": f"Basic {said}"}


def _problem(answer: HttpAnswer) -> PluginError:
    """Everything is tried again: an account and an address can be corrected meanwhile."""
    told = REFUSED.get(answer.status, f"The calendar answered with status {answer.status}.")
    wait = answer.headers.get("retry-after", "")
    return PluginError(told, retry=True, after=float(wait) if wait.isdecimal() else None)


plugin = CalDav()
