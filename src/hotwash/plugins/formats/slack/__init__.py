"""Slack messages: export day files, single messages, ``conversations.history``. ``ts`` is the time and the id at once."""

from hotwash.ports.formats import Detail
from hotwash.ports.reading.fields import Item, first_text, text_at
from hotwash.ports.reading.objects import JsonFormat, listed


def describe(item: Item) -> Detail:
    who = first_text(item, "user_profile.display_name", "user_profile.real_name", "username", "user", "bot_id")
    text = first_text(item, "text", "attachments.0.fallback", "files.0.name", "subtype")
    thread = text_at(item, "thread_ts")
    kind = (
        "chat.event"
        if text_at(item, "subtype") in {"channel_join", "channel_leave", "channel_topic"}
        else "chat.message"
    )
    return Detail(f"{who}: {text}", None, kind, {"who": who, "thread": thread} if thread else {"who": who})


plugin = JsonFormat(
    "slack", "Slack messages", has=("ts", "type"), time=("ts",), describe=describe, expand=listed("messages"),
    test=lambda item: isinstance(item.get("ts"), str) and "message" in str(item.get("type")), score=0.98,
)  # fmt: skip
