"""Zulip: the ``messages-000001.json`` of an export, and the answer of ``GET /api/v1/messages``.

Times are seconds since 1970. The API names who sent a message; the export has their numbers, and their names stand in
``realm.json``, or where ``zerver_userprofile`` stands in the same document. https://zulip.com/api/get-messages, https://zulip.com/help/export-your-organization
"""

from collections.abc import Iterator, Mapping

from hotwash.ports.formats import Detail
from hotwash.ports.reading.chat import Said, detail, plain
from hotwash.ports.reading.fields import Item, first_text, get, text_at
from hotwash.ports.reading.objects import JsonFormat, as_list


def messages(document: object) -> Iterator[object]:
    if isinstance(document, dict):
        people = as_list(document.get("zerver_userprofile"))
        names = {text_at(one, "id"): text_at(one, "full_name") for one in people}
        found = [*as_list(document.get("zerver_message")), *as_list(document.get("messages"))]
        for item in found or [document]:
            name = names.get(text_at(item, "sender"), "")
            yield {**item, "sender_full_name": name} if name and isinstance(item, dict) else item
    else:
        yield from as_list(document)


def named(item: Item, names: Mapping[str, str]) -> Item:
    who = names.get(text_at(item, "sender"), "")
    return {**item, "sender_full_name": who} if who and not text_at(item, "sender_full_name") else item


def describe(item: Item) -> Detail:
    text = text_at(item, "content")
    who = first_text(item, "sender_full_name", "sender_email")
    number = text_at(item, "sender")
    return detail(
        Said(
            who=who or (f"user {number}" if number else ""),
            text=plain(text) if text_at(item, "content_type") == "text/html" else text,
            event=text_at(item, "sender_email").startswith("notification-bot@"),
            bot="-bot@" in text_at(item, "sender_email"),
            thread=first_text(item, "subject", "topic"),
            edited=bool(text_at(item, "last_edit_timestamp") or text_at(item, "last_edit_time")),
            pinned="starred" in as_list(get(item, "flags")),
            marks=len(as_list(get(item, "reactions"))),
        )
    )


plugin = JsonFormat(
    "zulip", "Zulip messages", has=("content", "sender_full_name|sender_id|sender", "timestamp|date_sent", "subject|topic|recipient"),
    time=("timestamp", "date_sent"), describe=describe, expand=messages, named=named, score=0.97,
)  # fmt: skip
