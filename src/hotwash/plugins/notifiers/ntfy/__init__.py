"""ntfy: push to a phone, with a button that acknowledges.

Format: docs.ntfy.sh/publish, "Publish as JSON", "Action buttons".
"""

import re
from urllib.parse import urlsplit

from hotwash.kernel.core.http import problem_of_url
from hotwash.ports import payload as read
from hotwash.ports.notifiers import Message, Outside, Plugin, Sent
from hotwash.ports.notifiers.answers import accepted, object_of, post_json
from hotwash.ports.notifiers.words import body_of, cut
from hotwash.ports.payload import Json

SERVER = "https://ntfy.sh"
TOPIC = re.compile(r"[-_A-Za-z0-9]{1,64}")
LONGEST = 3500  # of 4096 bytes
SETUP = """\
Nothing has to be set for topics of ntfy.sh. For a server of your own set `HOTWASH_NTFY_URL`, and
`HOTWASH_NTFY_TOKEN` where it asks for an access token.
Whoever knows a topic reads it: choose a name that nobody guesses.
"""


class Ntfy(Plugin):
    def problem_of(self, address: str) -> str:
        if "://" not in address:
            return "" if TOPIC.fullmatch(address) else f"This is no topic. {self.address_help}"
        problem = problem_of_url(address)
        if not problem and not TOPIC.fullmatch(urlsplit(address).path.strip("/")):
            return f"The address ends with the topic. {self.address_help}"
        return problem

    def shown(self, address: str) -> str:
        """A topic is as good as a password."""
        start, _, topic = address.rpartition("/")
        return f"{start}/{topic[:3]}…" if start else f"{topic[:3]}…"

    def send(self, message: Message, outside: Outside) -> Sent:
        self.check(message.to)
        own = (outside.settings.get("ntfy_url") or SERVER).rstrip("/")
        server, _, topic = message.to.rstrip("/").rpartition("/")
        is_own = server in {"", own}
        headers = {}
        if is_own and outside.settings.get("ntfy_token"):
            headers["authorization"] = f"Bearer {outside.settings['ntfy_token']}"
        http = outside.trusted if is_own else outside.http
        answer = post_json(http, own if is_own else server, content_of(message, topic), headers)
        accepted(answer, "ntfy", message.at, read.text(object_of(answer), "error"))
        return Sent(read.text(object_of(answer), "id"))


def content_of(message: Message, topic: str) -> dict[str, Json]:
    is_page = message.purpose == "page"
    content: dict[str, Json] = {
        "topic": topic,
        "title": cut(message.subject, 200),
        "message": cut(body_of(message) or message.subject, LONGEST),
        "priority": 5 if is_page else 3,
        "tags": ["rotating_light"] if is_page else [],
    }
    actions: list[Json] = []
    if message.answering is not None:
        post: Json = {
            "action": "http",
            "label": "Acknowledge",
            "url": message.answering.url,
            "method": "POST",
            "clear": True,
        }
        actions.append(post)
    if message.link:
        content["click"] = message.link
        actions.append({"action": "view", "label": "Open", "url": message.link})
    if actions:
        content["actions"] = actions
    return content


plugin = Ntfy(
    key="ntfy",
    title="ntfy",
    address_help="A topic that nobody guesses: hotwash-ada-x7k2. On another server: https://ntfy.example.org/topic.",
    setup=SETUP,
)
