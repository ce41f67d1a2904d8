"""Matrix: the JSON export of a room by Element, and the ``chunk`` of ``/rooms/{id}/messages``.

Times are ``origin_server_ts`` in milliseconds. Who somebody is stands in the ``m.room.member`` events of the same room.
https://spec.matrix.org/latest/client-server-api/#mroommessage
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from hotwash.ports.formats import Detail
from hotwash.ports.reading.chat import Said, detail
from hotwash.ports.reading.fields import Item, first_text, get, text_at
from hotwash.ports.reading.objects import JsonFormat, as_list

_WORDS = {
    "m.room.create": "made the room",
    "m.room.name": "named the room",
    "m.room.topic": "set the topic",
    "m.room.encryption": "turned on encryption",
    "m.room.pinned_events": "pinned a message",
}
_MEMBER = {"join": "joined", "leave": "left", "invite": "was invited", "ban": "was banned", "knock": "asked to join"}


def events(document: object) -> Iterator[object]:
    """Events with the name of who sent them, the number of reactions, and whether they were pinned."""
    items = _list_of(document)
    names = {
        text_at(one, "state_key"): text_at(one, "content.displayname")
        for one in items
        if text_at(one, "type") == "m.room.member" and text_at(one, "content.displayname")
    }
    marks = Counter(_target(one) for one in items if text_at(one, "type") == "m.reaction")
    pins = (get(one, "content.pinned") for one in items if text_at(one, "type") == "m.room.pinned_events")
    pinned = {str(key) for keys in pins for key in as_list(keys)}
    for item in items:
        if not isinstance(item, dict) or text_at(item, "type") == "m.reaction":
            continue
        key = text_at(item, "event_id")
        who = names.get(text_at(item, "sender"), "")
        yield {**item, "said_by": who, "marks": str(marks[key]), "is_pinned": key in pinned}


def _list_of(document: object) -> Sequence[object]:
    if not isinstance(document, dict):
        return as_list(document)
    return next((found for name in ("messages", "chunk") if isinstance(found := document.get(name), list)), [document])


def _target(item: object) -> str:
    relates = get(get(item, "content"), "m.relates_to")
    return text_at(relates, "event_id")


def describe(item: Item) -> Detail:
    content = get(item, "content")
    relates = get(content, "m.relates_to")
    who = first_text(item, "said_by", "sender")
    event = text_at(item, "type") not in {"m.room.message", "m.sticker", "m.room.encrypted"}
    edit = text_at(relates, "rel_type") == "m.replace"
    new = get(content, "m.new_content")
    text = first_text(new if edit else content, "body")
    if text_at(item, "type") == "m.room.encrypted":
        text = "a message that is still encrypted"
    marks = text_at(item, "marks")
    return detail(
        Said(
            who=who,
            text=_event(item, who) if event else _unquoted(text),
            event=event,
            bot=text_at(content, "msgtype") == "m.notice",
            thread=text_at(relates, "event_id") if text_at(relates, "rel_type") == "m.thread" else _answered(relates),
            edited=edit,
            deleted=get(item, "redacted_because") is not None or get(item, "unsigned.redacted_because") is not None,
            pinned=get(item, "is_pinned") is True,
            marks=int(marks) if marks.isdecimal() else 0,
        )
    )


def _answered(relates: object) -> str:
    return text_at(get(relates, "m.in_reply_to"), "event_id")


def _event(item: Item, who: str) -> str:
    kind = text_at(item, "type")
    if kind == "m.room.member":
        somebody = first_text(item, "content.displayname", "state_key") or who
        return f"{somebody} {_MEMBER.get(text_at(item, 'content.membership'), 'changed')}"
    said = first_text(item, "content.topic", "content.name")
    return f"{who} {_WORDS.get(kind, kind)}" + (f": {said}" if said else "")


def _unquoted(text: str) -> str:
    """Without the lines of the message it answers, which older clients put before it."""
    if not text.startswith("> "):
        return text
    rest = text.split("\n\n", 1)
    return rest[1] if len(rest) == 2 else text


plugin = JsonFormat(
    "matrix", "Matrix room", has=("origin_server_ts", "type", "sender"), time=("origin_server_ts",), describe=describe,
    expand=events, score=0.98,
)  # fmt: skip
