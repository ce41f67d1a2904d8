"""Slack messages: export day files, single messages, ``conversations.history``. ``ts`` is the time and the id at once.

Who somebody is stands in the profile that exports put beside a message, or in the list of users of the export; mentions
of the same person get that name too.
"""

import re
from collections.abc import Iterator, Mapping

from hotwash.ports.formats import Detail
from hotwash.ports.reading.chat import Said, detail
from hotwash.ports.reading.fields import Item, first_text, get, text_at
from hotwash.ports.reading.objects import JsonFormat, as_list, listed

_EVENTS = {
    "channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name", "channel_archive",
    "channel_unarchive", "group_join", "group_leave", "bot_add", "bot_remove", "reminder_add", "pinned_item",
}  # fmt: skip
_MENTION = re.compile(r"<@([A-Z0-9]{2,20})(?:\|([^>]{1,80}))?>")
_LINK = re.compile(r"<(?:#[A-Z0-9]+\|([^>]+)|!(\w+)(?:\|[^>]*)?|(https?://[^|>]+)(?:\|([^>]+))?)>")
_LISTED = listed("messages")


def messages(document: object) -> Iterator[object]:
    """Messages, each with the names that the profiles of all of them give."""
    items = list(_LISTED(document))
    names: dict[str, str] = {}
    for item in items:
        who = first_text(item, "user_profile.display_name", "user_profile.real_name", "username")
        if who and text_at(item, "user"):
            names[text_at(item, "user")] = who
    for item in items:
        if isinstance(item, dict):
            yield {**item, "said_by": names.get(text_at(item, "user"), ""), "names": names}


def named(item: Item, names: Mapping[str, str]) -> Item:
    """With the names of a list of users, for whom the messages do not name themselves."""
    mentioned = {match[1]: names[match[1]] for match in _MENTION.finditer(text_at(item, "text")) if match[1] in names}
    own = get(item, "names")
    who = text_at(item, "said_by") or names.get(text_at(item, "user"), "")
    return {**item, "said_by": who, "names": {**mentioned, **(own if isinstance(own, dict) else {})}}


def parent(item: Item) -> str:
    """The message that began a thread: each page of ``conversations.replies`` begins with it again."""
    began = text_at(item, "ts")
    return began if began and text_at(item, "thread_ts") == began else ""


def describe(item: Item) -> Detail:
    text = first_text(item, "text", "attachments.0.fallback", "files.0.name", "subtype")
    marks = sum(int(count) for one in as_list(get(item, "reactions")) if (count := text_at(one, "count")).isdecimal())
    return detail(
        Said(
            who=first_text(item, "said_by", "username", "bot_profile.name", "user", "bot_id"),
            text=_worded(text, get(item, "names")),
            event=text_at(item, "subtype") in _EVENTS,
            bot=bool(text_at(item, "bot_id")),
            thread="" if text_at(item, "thread_ts") == text_at(item, "ts") else text_at(item, "thread_ts"),
            edited=get(item, "edited") is not None,
            deleted=text_at(item, "subtype") == "tombstone",
            pinned=bool(as_list(get(item, "pinned_to"))),
            marks=marks,
        )
    )


def _worded(text: str, names: object) -> str:
    """Mentions by name, links as they read."""

    def name(match: re.Match[str]) -> str:
        return "@" + (match[2] or text_at(names, match[1]) or match[1])

    def link(match: re.Match[str]) -> str:
        return f"#{match[1]}" if match[1] else f"@{match[2]}" if match[2] else match[4] or match[3]

    return _LINK.sub(link, _MENTION.sub(name, text)).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


plugin = JsonFormat(
    "slack", "Slack messages", has=("ts", "type"), time=("ts",), describe=describe, expand=messages,
    test=lambda item: isinstance(item.get("ts"), str) and "message" in str(item.get("type")), score=0.98,
    named=named, once=parent,
)  # fmt: skip
