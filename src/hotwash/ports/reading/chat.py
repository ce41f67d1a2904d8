"""What a message of a chat is: talk, or something that was decided, done, reported or marked by people.

Chats differ in their fields, not in what people write; so a declaration only says who, what and where.
"""

import html
import re
from dataclasses import dataclass

from hotwash.ports.formats import Detail

MARKED = 3  # reactions from which a message counts as marked by people
_TAGS = re.compile(r"<(?:br|/p|/div|/li)[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-z/!][^>]{0,2000}>", re.IGNORECASE)
_COMMAND = re.compile(
    r"(?m)^\s*(?:`{1,3}\s*)?(?:\$ |# (?=\w)|[/!](?=[a-z]{3,})|(?:sudo|kubectl|terraform|ansible(?:-playbook)?|helm|"
    r"systemctl|docker|aws|gcloud|az|git (?:revert|push)|psql) )"
)
_DECISION = re.compile(
    r"(?i)(?:\b(?:decision|plan|agreed):|\b(?:we(?:'ll| will| are going to|'re going to)|let'?s|decided|agreed|"
    r"go(?:ing)? ahead|roll(?:ing)?[ -]?back now|we should (?:roll|fail|revert)|approved)\b)"
)
_STATUS = re.compile(
    r"(?i)(?:\b(?:status|update):|\b(?:root cause|mitigated|resolved|fixed|recover(?:ed|ing|s)|rolled back|all clear|"
    r"rollback (?:done|complete)|(?:is|are) (?:down|back|up again|failing|slow|timing out|exhausted)|confirmed|deployed|"
    r"no (?:errors|alerts) (?:any ?more|since)|still (?:failing|down|broken)|restarted|paged|outage|incident)\b)"
)


@dataclass(frozen=True, slots=True)
class Said:
    """One message. ``event`` is a word for what only happened to the channel (a join, a new topic), not said by
    anybody; ``thread`` names the message it answers; ``marks`` counts the reactions.
    """

    who: str
    text: str
    event: bool = False
    bot: bool = False
    thread: str = ""
    edited: bool = False
    deleted: bool = False
    pinned: bool = False
    marks: int = 0


def detail(said: Said) -> Detail:
    text = said.text.strip() or ("a message that was deleted" if said.deleted else "")
    fields = {"who": said.who, "thread": said.thread}
    fields |= {
        "edited": "yes" if said.edited else "",
        "deleted": "yes" if said.deleted else "",
        "bot": "yes" if said.bot else "",
        "reactions": str(said.marks) if said.marks else "",
    }
    told = f"{said.who}: {text}" if said.who and not said.event else text or said.who
    kept = {name: value for name, value in fields.items() if value}
    return Detail(f"{told} (edited)" if said.edited and not said.event else told, None, kind_of(said), kept)


def kind_of(said: Said) -> str:
    if said.event:
        return "chat.event"
    if said.pinned or said.marks >= MARKED:
        return "chat.marked"
    if _COMMAND.search(said.text):
        return "chat.command"
    if _DECISION.search(said.text):
        return "chat.decision"
    return "chat.status" if _STATUS.search(said.text) else "chat.message"


def plain(text: str) -> str:
    """The words of a text in HTML; a text without tags only has its entities read."""
    if "<" in text:
        text = _TAG.sub("", _TAGS.sub("\n", text))
    lines = (" ".join(line.split()) for line in html.unescape(text).replace("\xa0", " ").split("\n"))
    return "\n".join(line for line in lines if line)
