"""Mail as it came: the files attached to a message, or to each message of a mailbox."""

import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser

MOST = 200  # attachments of one file
LARGEST = 100_000_000  # bytes of a mailbox that is opened for its attachments
_BOX = re.compile(rb"(?m)^From \S+ .*\d{4}\r?\n")
_BODY = frozenset({"text/plain", "text/html"})


@dataclass(frozen=True, slots=True)
class Attached:
    name: str
    content: bytes


def attachments_of(raw: bytes) -> Iterator[Attached]:
    """At most ``MOST`` attachments in their order; a message that is damaged gives what can be read of it."""
    left = MOST
    for place, message in enumerate(_messages(raw), 1):
        for part in _parts(message):
            name = _name(part) or f"message-{place}-{part.get_content_type().replace('/', '.')}"
            content = _content(part)
            if content and left:
                left -= 1
                yield Attached(name, content)


def _messages(raw: bytes) -> Iterator[EmailMessage]:
    starts = [match.end() for match in _BOX.finditer(raw)] if raw.startswith(b"From ") else [0]
    ends = [match.start() for match in _BOX.finditer(raw)][1:] if raw.startswith(b"From ") else []
    for start, end in zip(starts, [*ends, len(raw)], strict=False):
        try:
            yield BytesParser(EmailMessage, policy=email.policy.default).parsebytes(raw[start:end])
        except (MessageError, ValueError, LookupError, IndexError):
            continue


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    for part in message.walk():
        if part.is_multipart() or not isinstance(part, EmailMessage):
            continue
        if _name(part) or part.get_content_type() not in _BODY:
            yield part


def _name(part: EmailMessage) -> str:
    try:
        return str(part.get_filename() or "").replace("\x00", "")
    except (MessageError, ValueError, LookupError, IndexError, AttributeError, TypeError):
        return ""


def _content(part: EmailMessage) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (MessageError, ValueError, LookupError, AssertionError):
        return b""
    return content if isinstance(content, bytes) else b""
