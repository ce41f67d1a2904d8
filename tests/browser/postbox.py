"""A real SMTP server that keeps what arrives."""

import email
import email.policy
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    text: str
    attachments: tuple[tuple[str, str], ...]
    """Content type and text of each."""

    @property
    def links(self) -> list[str]:
        return LINK.findall(self.text)


@dataclass
class Postbox:
    port: int
    letters: list[Letter] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        mail = email.message_from_bytes(bytes(envelope.content or b""), policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        body = mail.get_body(("plain",))
        parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        attached = tuple((part.get_content_type(), str(part.get_content())) for part in parts)
        for address in envelope.rcpt_tos:
            text = str(body.get_content()) if body is not None else ""
            self.letters.append(Letter(address, str(mail["Subject"]), text, attached))
        return "250 OK"

    def wait(self, to: str, words: str = "", *, seconds: float = 120) -> Letter:
        """The newest letter to an address that holds the words, in subject or text; waits until one is there."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for letter in reversed(self.letters):
                if letter.to == to and words.lower() in f"{letter.subject}\n{letter.text}".lower():
                    return letter
            time.sleep(0.2)
        seen = [(letter.to, letter.subject) for letter in self.letters]
        raise AssertionError(f"No letter to {to} with “{words}” after {seconds} s. There were: {seen}")

    def wait_for_link(self, part: str, *, seconds: float = 120) -> str:
        """The first link of any letter that holds this part of an address; waits until one is there."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for letter in self.letters:
                for link in letter.links:
                    if part in link:
                        return link
            time.sleep(0.2)
        msg = f"No letter with a link to {part} after {seconds} s"
        raise AssertionError(msg)


@contextmanager
def postbox() -> Iterator[Postbox]:
    with socket.socket() as free:  # the controller connects to itself, so it must know its port beforehand
        free.bind(("127.0.0.1", 0))
        box = Postbox(free.getsockname()[1])
    controller = Controller(box, hostname="127.0.0.1", port=box.port, ready_timeout=20)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
