"""Discord: a channel's webhook, with a button that opens the page.

Format: discord.com/developers/docs/resources/webhook, "Execute Webhook".
"""

from urllib.parse import urlencode, urlsplit, urlunsplit

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import HttpAnswer, problem_of_url
from hotwash.ports import payload as read
from hotwash.ports.notifiers import Message, Outside, Plugin, Sent
from hotwash.ports.notifiers.answers import accepted, object_of, post_json
from hotwash.ports.notifiers.words import body_of, cut, host_of, markdown
from hotwash.ports.payload import Json

SETUP = """\
In Discord: the channel's settings → **Integrations → Webhooks → New Webhook → Copy Webhook URL**. Nothing is set on
this server: the address
itself is the secret. The button leads to the page with *Acknowledge*.
"""


class Discord(Plugin):
    def problem_of(self, address: str) -> str:
        problem = problem_of_url(address)
        if not problem and "/webhooks/" not in urlsplit(address).path:
            return "This is no webhook of Discord. It looks like https://discord.com/api/webhooks/…."
        return problem

    def shown(self, address: str) -> str:
        return host_of(address)

    def send(self, message: Message, outside: Outside) -> Sent:
        self.check(message.to)
        answer = post_json(outside.http, _waiting(message.to), content_of(message))
        accepted(_paced(answer), "Discord", message.at, read.text(object_of(answer), "message"))
        return Sent(read.text(object_of(answer), "id"))


def _paced(answer: HttpAnswer) -> HttpAnswer:
    """Where Discord asks to wait, it says for how long in the body, in seconds with a fraction."""
    if answer.status == 429:
        wait = object_of(answer).get("retry_after")
        after = float(wait) if isinstance(wait, int | float) else None
        raise PluginError("Discord asks to come again later.", retry=True, after=after)
    return answer


def content_of(message: Message) -> dict[str, Json]:
    content: dict[str, Json] = {
        "content": cut(markdown(message.subject), 2000),
        "embeds": [{"description": cut(markdown(body_of(message)), 4096)}] if body_of(message) else [],
        "allowed_mentions": {"parse": []},
    }
    if message.link:
        button: Json = {"type": 2, "style": 5, "label": cut(message.link_text, 80), "url": message.link}
        content["components"] = [{"type": 1, "components": [button]}]
    return content


def _waiting(address: str) -> str:
    parts = urlsplit(address)
    asked = urlencode({"wait": "true", "with_components": "true"})
    return urlunsplit(parts._replace(query=f"{parts.query}&{asked}".lstrip("&")))


plugin = Discord(
    key="discord",
    title="Discord",
    address_help="A channel's webhook: https://discord.com/api/webhooks/….",
    setup=SETUP,
)
