"""Matrix: a bot account that writes into rooms and to people.

Format: spec.matrix.org, client-server API: "PUT /rooms/{roomId}/send/{eventType}/{txnId}" (the same transaction is
taken once), "POST /createRoom", "GET /directory/room/{roomAlias}", account data "m.direct".
"""

import re
from urllib.parse import quote

from hotwash.kernel.core.errors import PluginError
from hotwash.ports import payload as read
from hotwash.ports.notifiers import Message, Need, Outside, Plugin, Sent
from hotwash.ports.notifiers.answers import accepted, object_of, send_json
from hotwash.ports.notifiers.words import body_of, cut, html, whole
from hotwash.ports.payload import Json, Object

LONGEST = 20_000  # characters; an event has at most 65 kB
PLACE = re.compile(r"[!#@][^:\s]{1,200}:[\w.:-]{1,200}")
UNSET = frozenset({"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_USER_DEACTIVATED"})
SETUP = """\
1. Make an account for the bot on your server; `HOTWASH_MATRIX_URL` is the server's address
   (https://matrix.example.org) and `HOTWASH_MATRIX_TOKEN` the
   bot's access token.
2. Invite the bot to the rooms it is to write in. To people it opens a room of their own.

Rooms with end-to-end encryption are not for bots: use one without.
"""


class Matrix(Plugin):
    def problem_of(self, address: str) -> str:
        return "" if PLACE.fullmatch(address) else f"This is no place in Matrix. {self.address_help}"

    def send(self, message: Message, outside: Outside) -> Sent:
        self.check(message.to)
        server = Server(outside, message)
        room = server.room(message.to)
        told = server.ask(
            "PUT", f"/rooms/{quote(room, safe='')}/send/m.room.message/{quote(message.id)}", content_of(message)
        )
        return Sent(read.text(told, "event_id"))


class Server:
    """The bot's homeserver, asked on behalf of one message."""

    def __init__(self, outside: Outside, message: Message) -> None:
        self._base = outside.setting("matrix_url").rstrip("/") + "/_matrix/client/v3"
        self._headers = {"authorization": f"Bearer {outside.setting('matrix_token')}"}
        self._http, self._at = outside.trusted, message.at

    def ask(self, method: str, path: str, body: Object | None = None, *, missing: bool = False) -> Object:
        """``missing``: what is not there is an empty answer."""
        if body is None:
            answer = self._http.request(method, self._base + path, headers=self._headers)
        else:
            answer = send_json(self._http, method, self._base + path, body, self._headers)
        told = object_of(answer)
        code = read.text(told, "errcode")
        if missing and code == "M_NOT_FOUND":
            return {}
        if code == "M_LIMIT_EXCEEDED":
            wait = told.get("retry_after_ms")
            after = wait / 1000 if isinstance(wait, int | float) else None
            raise PluginError("Matrix asks to come again later.", retry=True, after=after)
        if code in UNSET:
            raise PluginError("Matrix does not accept HOTWASH_MATRIX_TOKEN.", retry=True, after=300)
        return object_of(accepted(answer, "Matrix", self._at, read.text(told, "error")))

    def room(self, address: str) -> str:
        """The room of an address: itself, by its alias, or the one that the bot shares with a person."""
        if address.startswith("!"):
            return address
        if address.startswith("#"):
            return read.text(self.ask("GET", f"/directory/room/{quote(address, safe='')}"), "room_id")
        return self._direct(address)

    def _direct(self, person: str) -> str:
        own = quote(read.text(self.ask("GET", "/account/whoami"), "user_id"), safe="")
        place = f"/user/{own}/account_data/m.direct"
        known = dict(self.ask("GET", place, missing=True))
        rooms = known.get(person)
        if isinstance(rooms, list) and rooms and isinstance(rooms[-1], str):
            return rooms[-1]
        wanted: Object = {"preset": "trusted_private_chat", "is_direct": True, "invite": [person]}
        room = read.text(self.ask("POST", "/createRoom", wanted), "room_id")
        self.ask("PUT", place, {**known, person: [room]})
        return room


def content_of(message: Message) -> dict[str, Json]:
    text = html(cut(body_of(message), LONGEST))
    link = f'<p><a href="{html(message.link)}">{html(message.link_text)}</a></p>' if message.link else ""
    return {
        "msgtype": "m.text" if message.purpose == "page" else "m.notice",
        "body": cut(whole(message), LONGEST),
        "format": "org.matrix.custom.html",
        "formatted_body": f"<p><strong>{html(message.subject)}</strong></p><p>{text}</p>{link}",
    }


plugin = Matrix(
    key="matrix",
    title="Matrix",
    address_help="@ada:example.org for a person, !room:example.org or #alias:example.org for a room.",
    setup=SETUP,
    needs=(
        Need("matrix_url", "The address of your homeserver."),
        Need("matrix_token", "The access token of the bot's account."),
    ),
)
