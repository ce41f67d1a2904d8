"""Mattermost: an incoming webhook, or a bot's post, with buttons.

Formats: developers.mattermost.com/integrate/webhooks/incoming, developers.mattermost.com/api-documentation ("Create a
post", "Create a direct message channel"), developers.mattermost.com/integrate/plugins/interactive-messages.
"""

import re
from datetime import datetime

import orjson

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import problem_of_url
from hotwash.plugins.notifiers.mattermost import hearing
from hotwash.ports import payload as read
from hotwash.ports.notifiers import Message, Need, Outside, Plugin, Sent
from hotwash.ports.notifiers.answers import accepted, object_of, post_json
from hotwash.ports.notifiers.inbound import Heard, Inbound, Reply
from hotwash.ports.notifiers.words import body_of, cut, host_of, markdown
from hotwash.ports.payload import Json, Object

LONGEST = 12_000  # of 16,383
PLACE = re.compile(r"[a-z0-9]{26}|@[a-z0-9][a-z0-9._-]{0,63}")
SETUP = """\
*A webhook* needs nothing here: **Integrations → Incoming Webhooks** in Mattermost gives an address for one channel.

*A bot* also writes to people and has buttons: **Integrations → Bot Accounts → Add**; `HOTWASH_MATTERMOST_URL` is
the server's address and `HOTWASH_MATTERMOST_TOKEN`
the bot's token. Allow this server under **System Console → Developer → Allow untrusted internal connections** where
it is in the own network:
the buttons ask `{base_url}/hooks/mattermost`.
"""


class Mattermost(Plugin):
    def problem_of(self, address: str) -> str:
        if "://" in address:
            return problem_of_url(address)
        return "" if PLACE.fullmatch(address) else f"This is no place in Mattermost. {self.address_help}"

    def shown(self, address: str) -> str:
        return host_of(address) if "://" in address else address

    def send(self, message: Message, outside: Outside) -> Sent:
        self.check(message.to)
        if "://" in message.to:
            content: dict[str, Json] = {"text": head_of(message), "attachments": [attachment_of(message)]}
            answer = post_json(outside.http, message.to, content)
            accepted(answer, "Mattermost", message.at, _said(object_of(answer)))
            return Sent()
        server = Server(outside, message)
        post: dict[str, Json] = {
            "channel_id": server.direct(message.to[1:]) if message.to.startswith("@") else message.to,
            "message": head_of(message),
            "pending_post_id": message.id,
            "props": {"attachments": [attachment_of(message)]},
        }
        return Sent(read.text(server.ask("POST", "/posts", post), "id"))

    def hear(self, inbound: Inbound, outside: Outside, now: datetime) -> Heard:
        return hearing.hear(inbound, outside, now)

    def reply(self, heard: Heard, words: str) -> Reply:
        return hearing.reply(heard, words)


class Server:
    """The bot's own server, asked on behalf of one message."""

    def __init__(self, outside: Outside, message: Message) -> None:
        self._base = outside.setting("mattermost_url").rstrip("/") + "/api/v4"
        self._headers = {"authorization": f"Bearer {outside.setting('mattermost_token')}"}
        self._http, self._at = outside.trusted, message.at

    def ask(self, method: str, path: str, body: Object | None = None) -> Object:
        if body is None:
            answer = self._http.request(method, self._base + path, headers=self._headers)
        else:
            answer = post_json(self._http, self._base + path, body, self._headers)
        if answer.status == 401:
            msg = "Mattermost does not accept HOTWASH_MATTERMOST_TOKEN."
            raise PluginError(msg, retry=True, after=300)
        return object_of(accepted(answer, "Mattermost", self._at, _said(object_of(answer))))

    def direct(self, name: str) -> str:
        """The channel between the bot and a person; Mattermost gives the same one each time."""
        somebody = read.text(self.ask("GET", f"/users/username/{name}"), "id")
        own = read.text(self.ask("GET", "/users/me"), "id")
        pair = orjson.dumps([own, somebody])
        headers = {"content-type": "application/json", **self._headers}
        answer = self._http.request("POST", f"{self._base}/channels/direct", headers=headers, body=pair)
        return read.text(object_of(accepted(answer, "Mattermost", self._at)), "id")


def head_of(message: Message) -> str:
    return f"**{cut(markdown(message.subject), 500)}**"


def attachment_of(message: Message) -> dict[str, Json]:
    made: dict[str, Json] = {"fallback": message.subject, "text": cut(markdown(body_of(message)), LONGEST)}
    if message.link:
        made |= {"title": message.link_text, "title_link": message.link}
    base = message.answering.url.partition("/answers/")[0] if message.answering is not None else ""
    if message.answering is not None and "://" not in message.to:
        made["actions"] = [
            _action(base, message.answering.token, "acknowledge", "Acknowledge", "primary"),
            _action(base, message.answering.token, "decline", "I can't", "default"),
        ]
    return made


def _action(base: str, token: str, verb: str, name: str, style: str) -> dict[str, Json]:
    context: dict[str, Json] = {"token": token, "verb": verb}
    url = f"{base}/hooks/mattermost"
    return {"id": verb, "type": "button", "name": name, "style": style, "integration": {"url": url, "context": context}}


def _said(told: Object) -> str:
    return read.text(told, "message")


plugin = Mattermost(
    key="mattermost",
    title="Mattermost",
    address_help="@name for a person, a channel's ID (26 letters), or an incoming webhook.",
    setup=SETUP,
    needs=(
        Need("mattermost_url", "The address of your Mattermost server."),
        Need("mattermost_token", "The bot's token."),
    ),
)
