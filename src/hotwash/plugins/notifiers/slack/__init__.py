"""Slack: a bot's message with buttons, or an incoming webhook.

Formats: docs.slack.dev/reference/methods/chat.postMessage, docs.slack.dev/reference/block-kit,
docs.slack.dev/messaging/sending-messages-using-incoming-webhooks.
"""

import re
from datetime import datetime

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import problem_of_url
from hotwash.plugins.notifiers.slack import hearing
from hotwash.ports import payload as read
from hotwash.ports.notifiers import Message, Need, Outside, Plugin, Sent
from hotwash.ports.notifiers.answers import accepted, object_of, post_json
from hotwash.ports.notifiers.inbound import Heard, Inbound, Reply
from hotwash.ports.notifiers.words import body_of, cut, host_of, whole
from hotwash.ports.payload import Json

API = "https://slack.com/api"
LONGEST_SECTION, LONGEST_HEADER = 3000, 150
PLACE = re.compile(r"[CGDUW][A-Z0-9]{2,20}|#[\w.-]{1,80}")
COME_AGAIN = frozenset(
    {"ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
)
#: What is wrong with the server's own settings, not with this message.
UNSET = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope"})
ADDRESS_HELP = (
    "Your member ID (profile → ⋮ → Copy member ID): U012ABCDEF; for a channel its ID, #name, or an incoming webhook."
)
SETUP = """\
1. Make an app at api.slack.com/apps, with the bot scopes `chat:write`, `im:write` and `commands`, and install it.
2. `HOTWASH_SLACK_TOKEN` is its *Bot User OAuth Token* (`xoxb-…`), `HOTWASH_SLACK_SIGNING_SECRET` its *Signing
   Secret*.
3. Under *Interactivity* and under *Slash Commands* (`/hotwash`) give this address:

   `{base_url}/hooks/slack`

4. Invite the app to the channels it is to write in. An incoming webhook (`https://hooks.slack.com/…`) needs none of
   this; it has no buttons.
"""


class Slack(Plugin):
    def problem_of(self, address: str) -> str:
        if address.startswith(("http://", "https://")):
            return problem_of_url(address)
        return "" if PLACE.fullmatch(address) else f"This is no place in Slack. {ADDRESS_HELP}"

    def shown(self, address: str) -> str:
        return host_of(address) if "://" in address else address

    def send(self, message: Message, outside: Outside) -> Sent:
        self.check(message.to)
        if "://" in message.to:
            answer = post_json(
                outside.http, message.to, {"text": escaped(message.subject), "blocks": blocks_of(message)}
            )
            accepted(answer, "Slack", message.at, answer.body[:100].decode("utf-8", "replace"))
            return Sent()
        headers = {"authorization": f"Bearer {outside.setting('slack_token')}"}
        body: dict[str, Json] = {
            "channel": message.to,
            "text": escaped(message.subject),
            "blocks": blocks_of(message),
            "unfurl_links": False,
            "metadata": {"event_type": "hotwash_message", "event_payload": {"id": message.id}},
        }
        api = outside.settings.get("slack_api") or API
        answer = accepted(post_json(outside.trusted, f"{api}/chat.postMessage", body, headers), "Slack", message.at)
        told = object_of(answer)
        if told.get("ok") is not True:
            raise failure(read.text(told, "error"))
        return Sent(f"{read.text(told, 'channel')}:{read.text(told, 'ts')}")

    def hear(self, inbound: Inbound, outside: Outside, now: datetime) -> Heard:
        return hearing.hear(inbound, outside, now)

    def reply(self, heard: Heard, words: str) -> Reply:
        return hearing.reply(heard, words)


def failure(code: str) -> PluginError:
    if code in UNSET:
        msg = f"Slack does not accept HOTWASH_SLACK_TOKEN: {code}."
        return PluginError(msg, retry=True, after=300)
    return PluginError(f"Slack refused the message: {code or 'no reason given'}.", retry=code in COME_AGAIN)


def escaped(text: str) -> str:
    """Slack's three characters with a meaning."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def blocks_of(message: Message) -> list[Json]:
    text = body_of(message) or whole(message)
    blocks: list[Json] = [
        {"type": "header", "text": {"type": "plain_text", "text": cut(message.subject, LONGEST_HEADER)}},
        {"type": "section", "text": {"type": "mrkdwn", "text": cut(escaped(text), LONGEST_SECTION)}},
    ]
    buttons = buttons_of(message)
    if buttons:
        blocks.append({"type": "actions", "elements": buttons})
    return blocks


def buttons_of(message: Message) -> list[Json]:
    found: list[Json] = []
    if message.answering is not None and "://" not in message.to:
        token = message.answering.token
        found = [
            button("Acknowledge", "hotwash_acknowledge", token, "primary"),
            button("I can't", "hotwash_decline", token),
        ]
    if message.link:
        found.append({**button(message.link_text, "hotwash_open"), "url": message.link})
    return found


def button(text: str, action: str, value: str = "", style: str = "") -> dict[str, Json]:
    made: dict[str, Json] = {
        "type": "button",
        "action_id": action,
        "text": {"type": "plain_text", "text": cut(text, 75)},
    }
    if value:
        made["value"] = value
    if style:
        made["style"] = style
    return made


plugin = Slack(
    key="slack",
    title="Slack",
    address_help=ADDRESS_HELP,
    setup=SETUP,
    needs=(Need("slack_token", "The bot token of your Slack app."),),
)
