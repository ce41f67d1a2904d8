"""E-mail over SMTP: plain text, HTML, and calendar invitations that calendars recognise (RFC 6047).

With a ``file:`` address the mails are kept in a folder, a Maildir, for trying things out.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from mailbox import Maildir
from urllib.parse import SplitResult, unquote, urlsplit

from hotwash.kernel.core.errors import PluginError
from hotwash.ports.notifiers import Attachment, Message, Need, Outside, Plugin, Sent

TIMEOUT = 20.0  # seconds


SETUP = """\
Any mail server that takes mail from this machine: `HOTWASH_SMTP_URL=smtp://user:password@mail.example.org:587`
(STARTTLS where the server offers it) or `smtps://` for TLS from the start. `HOTWASH_MAIL_FROM` is the sender.
With `file:///folder` mails are kept in that folder, for trying things out.
"""


class Email(Plugin):
    def problem_of(self, address: str) -> str:
        try:
            found = Address(addr_spec=address.strip())
        except (ValueError, IndexError, HeaderParseError):
            return "This is not an e-mail address. It looks like ada@example.org."
        return (
            "" if found.username and found.domain else "This is not an e-mail address: it lacks the part after the @."
        )

    def send(self, message: Message, outside: Outside) -> Sent:
        self.check(message.to)
        url = outside.settings.get("smtp_url", "")
        if not url:
            msg = "No mail server is set. An administrator sets HOTWASH_SMTP_URL; the message is kept until then."
            raise PluginError(msg, retry=True, after=300)
        mail = compose(message, outside.settings.get("mail_from", "") or "hotwash@localhost")
        with _explained():
            _hand_over(mail, urlsplit(url))
        return Sent(str(mail["Message-ID"]))


def compose(message: Message, sender: str) -> EmailMessage:
    """The mail. Its Message-ID is the same for every attempt."""
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = message.to.strip()
    mail["Subject"] = " ".join(message.subject.split())
    mail["Date"] = message.at
    mail["Message-ID"] = f"<{message.id}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    if message.answering is not None and message.answering.reply_to:
        mail["Reply-To"] = message.answering.reply_to
    mail.set_content(
        f"{message.text}\n\n{message.link}" if message.link and message.link not in message.text else message.text
    )
    if message.html:
        mail.add_alternative(message.html, subtype="html")
    calendars = [item for item in message.attachments if item.media_type.startswith("text/calendar")]
    for item in calendars:  # mail programs show the answer buttons for an alternative, calendars import the attachment
        mail.add_alternative(item.content.decode(), subtype="calendar", params=_parameters(item))
    for item in message.attachments:
        kind, _, subtype = item.media_type.partition(";")[0].strip().partition("/")
        mail.add_attachment(item.content, maintype=kind, subtype=subtype, filename=item.name, params=_parameters(item))
    return mail


def _parameters(item: Attachment) -> dict[str, str]:
    pairs = (part.partition("=") for part in item.media_type.split(";")[1:])
    return {name.strip(): value.strip().strip('"') for name, _, value in pairs}


def _hand_over(mail: EmailMessage, url: SplitResult) -> None:
    if url.scheme == "file":
        Maildir(unquote(url.path), create=True).add(mail)
        return
    with _connection(url) as server:
        server.send_message(mail)


@contextmanager
def _connection(url: SplitResult) -> Iterator[smtplib.SMTP]:
    host, port = url.hostname or "localhost", url.port
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port or 465, timeout=TIMEOUT, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, port or 25, timeout=TIMEOUT)
    with server:
        server.ehlo()
        if url.scheme != "smtps" and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        yield server


@contextmanager
def _explained() -> Iterator[None]:
    """Every failure as a ``PluginError``: a refusal of this message is final, anything else is tried again."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise _refused(code, said) from error
    except smtplib.SMTPAuthenticationError as error:
        msg = "The mail server does not accept the name and password of HOTWASH_SMTP_URL."
        raise PluginError(msg, retry=True, after=300) from error
    except smtplib.SMTPResponseException as error:
        raise _refused(error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError) as error:
        msg = f"The mail server could not be reached: {type(error).__name__}."
        raise PluginError(msg, retry=True) from error


def _refused(code: int, said: bytes | str) -> PluginError:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return PluginError(f"The mail server answered {code}: {words[:200]}", retry=not 500 <= code < 600)


plugin = Email(
    key="email",
    title="E-mail",
    address_help="An e-mail address: ada@example.org.",
    setup=SETUP,
    needs=(Need("smtp_url", "The address of the mail server."),),
)
