"""Mattermost: its bulk export (JSON lines), what ``mmctl post list --json`` prints, and the posts of its API.

Times are ``create_at`` in milliseconds. The bulk export names people; elsewhere ``user_id`` is shown, unless the answer
holds ``users`` too. https://docs.mattermost.com/administration-guide/onboard/bulk-loading-data.html
"""

from collections.abc import Iterator, Mapping

from hotwash.ports.formats import Detail
from hotwash.ports.reading.chat import Said, detail
from hotwash.ports.reading.fields import Item, first_text, get, text_at
from hotwash.ports.reading.objects import JsonFormat, as_list

_KINDS = ("post", "direct_post")


def posts(document: object) -> Iterator[object]:
    """Posts with their replies, whichever of the three shapes they come in."""
    if isinstance(document, list):
        for item in document:
            yield from posts(item)
    elif isinstance(document, dict):
        wrapped = next((get(document, kind) for kind in _KINDS if document.get("type") == kind), None)
        if isinstance(wrapped, dict):
            yield from _with_replies(wrapped)
        elif isinstance(by_id := document.get("posts"), dict):
            yield from _named(by_id, document)
        else:
            yield document


def _with_replies(post: Mapping[str, object]) -> Iterator[object]:
    yield post
    answered = f"{text_at(post, 'user')} at {text_at(post, 'create_at')}"
    for reply in as_list(post.get("replies")):
        if isinstance(reply, dict):
            yield {"root_id": answered, **reply}


def _named(by_id: Mapping[str, object], document: Mapping[str, object]) -> Iterator[object]:
    """The posts of an answer of the API in order of time, with the names of ``users`` where they are given."""
    users = document.get("users")
    known = list(users.values()) if isinstance(users, dict) else as_list(users)
    names = {text_at(one, "id"): text_at(one, "username") for one in known}
    posts = [post for post in by_id.values() if isinstance(post, dict)]
    for post in sorted(posts, key=lambda post: text_at(post, "create_at").zfill(20)):
        name = names.get(text_at(post, "user_id"), "")
        yield {**post, "user": name} if name else post


def describe(item: Item) -> Detail:
    kind = text_at(item, "type")
    marks = max(len(as_list(get(item, "reactions"))), len(as_list(get(item, "metadata.reactions"))))
    return detail(
        Said(
            who=first_text(item, "props.override_username", "user", "props.username", "username", "user_id"),
            text=first_text(item, "message", "props.attachments.0.fallback", "props.attachments.0.text"),
            event=kind.startswith("system_"),
            bot=text_at(item, "props.from_webhook") == "true" or text_at(item, "props.from_bot") == "true",
            thread=text_at(item, "root_id"),
            edited=text_at(item, "edit_at") not in {"", "0"},
            deleted=text_at(item, "delete_at") not in {"", "0"},
            pinned=get(item, "is_pinned") is True,
            marks=marks,
        )
    )


def _is_post(item: Item) -> bool:
    return isinstance(item.get("message"), str) and bool({"user", "user_id"} & item.keys())


def _is_other(item: Item) -> bool:
    """Lines of the bulk export that are no posts: users, channels, teams, its version."""
    return not _is_post(item)


class Mattermost(JsonFormat):
    """The bulk export is recognised by its first lines too, which hold no posts yet."""

    def _fits(self, item: object) -> bool:
        kind = item.get("type") if isinstance(item, dict) else None
        listed = kind in _LISTED and isinstance(get(item, str(kind)), dict | int)
        return listed or super()._fits(item)


_LISTED = ("version", "team", "channel", "user", "emoji", "direct_channel", "role", "scheme", "bot")

plugin = Mattermost(
    "mattermost", "Mattermost posts", has=("create_at", "message"), time=("create_at",), describe=describe, expand=posts,
    test=_is_post, drop=_is_other, score=0.98,
)  # fmt: skip
