"""Microsoft Teams: messages of channels and chats as Microsoft Graph exports them (``chatMessage``).

https://learn.microsoft.com/graph/api/resources/chatmessage. Replies stand under ``replies`` when they were asked for.
"""

from collections.abc import Iterator

from hotwash.ports.formats import Detail
from hotwash.ports.reading.chat import Said, detail, plain
from hotwash.ports.reading.fields import Item, first_text, get, text_at
from hotwash.ports.reading.objects import JsonFormat, as_list

_EVENT = ("systemEventMessage", "unknownFutureValue")


def messages(document: object) -> Iterator[object]:
    """The messages under ``value``, ``messages`` or in a list, each followed by its replies."""
    if isinstance(document, dict):
        lists = (get(document, name) for name in ("value", "messages"))
        document = next((found for found in lists if isinstance(found, list)), [document])
    for item in as_list(document):
        yield item
        if isinstance(item, dict):
            yield from as_list(item.get("replies"))


def describe(item: Item) -> Detail:
    body = text_at(item, "body.content")
    text = plain(body) if text_at(item, "body.contentType").lower() == "html" else body
    event = text_at(item, "messageType") in _EVENT
    happened = text_at(item, "eventDetail.@odata.type").rpartition(".")[2].removesuffix("EventMessageDetail")
    who = first_text(
        item,
        "from.user.displayName",
        "from.application.displayName",
        "from.device.displayName",
        "eventDetail.initiator.user.displayName",
        "from.user.id",
    )
    return detail(
        Said(
            who=who,
            text=_event(who, happened) if event else text or _without_words(item),
            event=event,
            bot=get(item, "from.application") is not None,
            thread=text_at(item, "replyToId"),
            edited=bool(text_at(item, "lastEditedDateTime")),
            deleted=bool(text_at(item, "deletedDateTime")),
            pinned=text_at(item, "importance") in {"high", "urgent"},
            marks=len(as_list(get(item, "reactions"))),
        )
    )


def _event(who: str, happened: str) -> str:
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in happened).strip()
    return ": ".join(part for part in (who, words or "an event of the chat") if part)


def _without_words(item: Item) -> str:
    if get(item, "deletedDateTime"):
        return ""
    return first_text(item, "subject", "attachments.0.name", "summary") or "a card"


plugin = JsonFormat(
    "teams", "Microsoft Teams messages", has=("createdDateTime", "body", "messageType|from|chatId|channelIdentity"),
    time=("createdDateTime",), describe=describe, expand=messages, score=0.98,
)  # fmt: skip
