"""What comes back from Telegram.

Format: core.telegram.org/bots/api, "Update", "setWebhook" (secret_token), "Making requests when getting updates".
"""

from datetime import datetime

import orjson

from hotwash.ports import payload as read
from hotwash.ports.notifiers import Outside
from hotwash.ports.notifiers.inbound import Heard, Inbound, Kind, NotGenuine, Reply, same

NOTHING = Heard(kind=Kind.NOTHING)


def hear(inbound: Inbound, outside: Outside, now: datetime) -> Heard:  # noqa: ARG001 - its updates carry no time of sending
    given = inbound.headers.get("x-telegram-bot-api-secret-token", "")
    if not same(given, outside.settings.get("telegram_secret", "")):
        raise NotGenuine
    told = read.read_object(inbound.body)
    name = read.text(told, "update_id")
    query = read.pick(told, "callback_query")
    if isinstance(query, dict):
        verb, _, page = read.text(query, "data").partition(":")
        return Heard(
            kind=Kind.ANSWER if page.isascii() and page.isdecimal() and len(page) <= 18 else Kind.NOTHING,
            by=read.text(query, "from", "id"),
            name=name,
            verb=verb,
            page=int(page) if page.isascii() and page.isdecimal() and len(page) <= 18 else None,
            answer_at=read.text(query, "id"),
        )
    chat, text = read.text(told, "message", "chat", "id"), read.text(told, "message", "text")
    if text.startswith("/start") and chat:
        return Heard(kind=Kind.NOTHING, room=chat, handshake=f"Your chat ID is {chat}. Add it in Hotwash.")
    if text.startswith("/hotwash"):
        by = read.text(told, "message", "from", "id")
        return Heard(kind=Kind.COMMAND, by=by, name=name, room=chat, text=text.partition(" ")[2])
    return NOTHING


def reply(heard: Heard, words: str) -> Reply:
    if heard.kind is Kind.ANSWER:
        told = {"method": "answerCallbackQuery", "callback_query_id": heard.answer_at, "text": words[:200]}
    elif heard.room and (heard.handshake or words):
        told = {"method": "sendMessage", "chat_id": heard.room, "text": (heard.handshake or words)[:4000]}
    else:
        return Reply(200)
    return Reply(200, "application/json", orjson.dumps(told))
