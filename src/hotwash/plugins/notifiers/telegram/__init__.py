"""Telegram: a bot's message with buttons.

Format: core.telegram.org/bots/api, "sendMessage", "InlineKeyboardButton" (its data has at most 64 bytes).
"""

import re
from datetime import datetime

from hotwash.kernel.core.errors import PluginError
from hotwash.plugins.notifiers.telegram import hearing
from hotwash.ports import payload as read
from hotwash.ports.notifiers import Message, Need, Outside, Plugin, Sent
from hotwash.ports.notifiers.answers import accepted, object_of, post_json
from hotwash.ports.notifiers.inbound import Heard, Inbound, Reply
from hotwash.ports.notifiers.words import body_of, cut, html
from hotwash.ports.payload import Json

API = "https://api.telegram.org"
LONGEST = 3800  # of 4096, so that markup fits
CHAT = re.compile(r"-?\d{1,20}|@\w{4,64}")
SETUP = """\
1. Talk to **@BotFather**, `/newbot`; `HOTWASH_TELEGRAM_TOKEN` is the token it gives.
2. `HOTWASH_TELEGRAM_SECRET` is a long word of your own. Tell Telegram where answers go, once:

   `curl https://api.telegram.org/bot<token>/setWebhook -d url={base_url}/hooks/telegram -d secret_token=<secret>`

3. People write `/start` to the bot: it answers with their chat ID.
"""


class Telegram(Plugin):
    def problem_of(self, address: str) -> str:
        return "" if CHAT.fullmatch(address) else "This is no chat ID. Write /start to the bot: it tells you yours."

    def send(self, message: Message, outside: Outside) -> Sent:
        self.check(message.to)
        api = outside.settings.get("telegram_api") or API
        url = f"{api}/bot{outside.setting('telegram_token')}/sendMessage"
        answer = post_json(outside.trusted, url, content_of(message))
        told = object_of(answer)
        if answer.status == 429:
            wait = read.pick(told, "parameters", "retry_after")
            after = float(wait) if isinstance(wait, int | float) else None
            raise PluginError("Telegram asks to come again later.", retry=True, after=after)
        accepted(answer, "Telegram", message.at, read.text(told, "description"))
        return Sent(str(read.pick(told, "result", "message_id") or ""))

    def hear(self, inbound: Inbound, outside: Outside, now: datetime) -> Heard:
        return hearing.hear(inbound, outside, now)

    def reply(self, heard: Heard, words: str) -> Reply:
        return hearing.reply(heard, words)


def content_of(message: Message) -> dict[str, Json]:
    content: dict[str, Json] = {
        "chat_id": message.to,
        "text": f"<b>{html_text(cut(message.subject, 250))}</b>\n\n{html_text(cut(body_of(message), LONGEST))}",
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    rows: list[Json] = []
    if message.answering is not None:
        page = message.answering.page
        rows.append(
            [
                {"text": "Acknowledge", "callback_data": f"acknowledge:{page}"},
                {"text": "I can't", "callback_data": f"decline:{page}"},
            ]
        )
    if message.link.startswith("https://"):  # Telegram refuses the whole message for an address that it can't reach
        rows.append([{"text": message.link_text, "url": message.link}])
    elif message.link:
        content["text"] = f"{content['text']}\n\n{html_text(message.link)}"
    if rows:
        content["reply_markup"] = {"inline_keyboard": rows}
    return content


def html_text(text: str) -> str:
    """Telegram knows lines as lines."""
    return html(text).replace("<br>", "\n")


plugin = Telegram(
    key="telegram",
    title="Telegram",
    address_help="Your chat ID, which the bot tells you when you write /start to it: 123456789.",
    setup=SETUP,
    needs=(Need("telegram_token", "The token of your Telegram bot."),),
)
