"""Calls by Twilio: the message is read out, and a digit acknowledges.

Format: twilio.com/docs/voice/api/call-resource, twilio.com/docs/voice/twiml/gather.
"""

from datetime import datetime
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from hotwash.ports.notifiers import Message, Outside, Plugin, Sent
from hotwash.ports.notifiers.calling_back import script, signed_form
from hotwash.ports.notifiers.inbound import Heard, Inbound, Kind, Reply
from hotwash.ports.notifiers.phone import ACCOUNT_NEEDS, problem_of_number, twilio
from hotwash.ports.notifiers.words import cut, one_line

LONGEST = 600  # characters that are read out
SETUP = """\
The same account and number as for text messages: `HOTWASH_TWILIO_ACCOUNT`, `HOTWASH_TWILIO_TOKEN`,
`HOTWASH_TWILIO_FROM`. Nothing else: each call says itself where its
digit goes (`{base_url}/hooks/twilio_voice`). Twilio has to reach this server for it.
"""


class Voice(Plugin):
    def problem_of(self, address: str) -> str:
        return problem_of_number(address)

    def send(self, message: Message, outside: Outside) -> Sent:
        self.check(message.to)
        return Sent(twilio(outside, message, "Calls", {"Twiml": script_of(message)}))

    def hear(self, inbound: Inbound, outside: Outside, now: datetime) -> Heard:  # noqa: ARG002 - it carries no time
        form = signed_form(inbound, outside)
        verb = {"1": "acknowledge", "2": "decline"}.get(form.get("Digits", ""), "")
        name = f"{form.get('CallSid', '')} {form.get('Digits', '')}".strip()
        return Heard(kind=Kind.ANSWER, name=name, verb=verb, token=inbound.query.get("token", ""))

    def reply(self, heard: Heard, words: str) -> Reply:  # noqa: ARG002
        return script(words, "Say")


def script_of(message: Message) -> str:
    """What is said twice; one digit in between ends it."""
    text = escape(cut(spoken(message), LONGEST))
    if message.answering is None:
        return f'<Response><Say>{text}</Say><Pause length="1"/><Say>{text}</Say></Response>'
    base = message.answering.url.partition("/answers/")[0]
    action = quoteattr(f"{base}/hooks/twilio_voice?token={quote(message.answering.token)}")
    ask = "Press 1 to acknowledge. Press 2 if you can't."
    gather = (
        f'<Gather input="dtmf" numDigits="1" timeout="8" action={action} method="POST"><Say>{text} {ask}</Say></Gather>'
    )
    return f"<Response>{gather}{gather}<Say>Nothing was pressed. The next one is asked soon.</Say></Response>"


def spoken(message: Message) -> str:
    """Digits of a code one by one; an incident by its name."""
    if message.purpose == "code":
        return one_line(" ".join(" ".join(word) if word.isdecimal() else word for word in message.subject.split()))
    text = (
        ""
        if message.answering is not None
        else message.text.replace(message.link, "")
        if message.link
        else message.text
    )
    return one_line(f"{message.subject.replace('[', '').replace(']', '.')}. {text}")


plugin = Voice(
    key="twilio_voice",
    title="Call (Twilio)",
    address_help="A phone number with its country: +4915112345678.",
    setup=SETUP,
    needs=ACCOUNT_NEEDS,
)
