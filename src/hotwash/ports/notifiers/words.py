"""One message in the writing of another place: cut to its length, safe in its markup."""

import re
from html import escape
from urllib.parse import urlsplit

from hotwash.ports.notifiers.contract import Message

MORE = " …"
#: Characters that mean something in the Markdown of chats.
MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+!|~-])")


def cut(text: str, limit: int) -> str:
    """The text, at most ``limit`` characters of it, and a sign where some are missing."""
    return text if len(text) <= limit else text[: max(limit - len(MORE), 0)].rstrip() + MORE


def body_of(message: Message) -> str:
    """The text without the link, where a button shows it."""
    return message.text.replace(message.link, "").strip() if message.link else message.text.strip()


def whole(message: Message) -> str:
    """Subject, text and link as plain text."""
    parts = [message.subject, message.text]
    if message.link and message.link not in message.text:
        parts.append(message.link)
    return "\n\n".join(filter(None, parts))


def markdown(text: str) -> str:
    """Text that shows as it is in Markdown."""
    return MARKUP.sub(r"\\\1", text)


def html(text: str) -> str:
    """Text that shows as it is in HTML, its lines kept."""
    return escape(text).replace("\n", "<br>")


def one_line(text: str) -> str:
    return " ".join(text.split())


def host_of(address: str) -> str:
    """Where a secret address leads, without what is secret about it."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return "…"
    return f"{parts.scheme}://{host}/…" if host else "…"
