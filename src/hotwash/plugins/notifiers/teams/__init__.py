"""Microsoft Teams: an adaptive card to a workflow's webhook.

Formats: learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook,
adaptivecards.io/explorer.
"""

from hotwash.kernel.core.http import problem_of_url
from hotwash.ports.notifiers import Message, Outside, Plugin, Sent
from hotwash.ports.notifiers.answers import accepted, post_json
from hotwash.ports.notifiers.words import body_of, cut, host_of, markdown
from hotwash.ports.payload import Json

LONGEST = 20_000  # characters; a card has at most 28 kB
SETUP = """\
In Teams open the channel → **Workflows** → *Send webhook alerts to a channel* (“When a Teams webhook request is
received”), and copy the
address it gives. Nothing is set on this server: the address itself is the secret.
"""


class Teams(Plugin):
    def problem_of(self, address: str) -> str:
        return problem_of_url(address)

    def shown(self, address: str) -> str:
        return host_of(address)

    def send(self, message: Message, outside: Outside) -> Sent:
        self.check(message.to)
        attachment: Json = {
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": None,
            "content": card_of(message),
        }
        answer = post_json(outside.http, message.to, {"type": "message", "attachments": [attachment]})
        accepted(answer, "Teams", message.at)
        return Sent(answer.headers.get("x-ms-workflow-run-id", ""))


def card_of(message: Message) -> dict[str, Json]:
    paragraphs = [part for part in body_of(message).split("\n\n") if part.strip()]
    texts: list[Json] = [{**_block(markdown(message.subject)), "size": "Large", "weight": "Bolder"}]
    texts += [_block(cut(markdown(part), LONGEST)) for part in paragraphs[:20]]
    card: dict[str, Json] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": texts,
    }
    if message.link:
        card["actions"] = [{"type": "Action.OpenUrl", "title": message.link_text, "url": message.link}]
    return card


def _block(text: str) -> dict[str, Json]:
    return {"type": "TextBlock", "text": text, "wrap": True}


plugin = Teams(
    key="teams",
    title="Microsoft Teams",
    address_help="The address of a workflow that posts to a channel: https://….logic.azure.com/workflows/….",
    setup=SETUP,
)
