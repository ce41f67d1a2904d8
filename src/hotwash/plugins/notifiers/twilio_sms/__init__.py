"""Text messages by Twilio; an answer of “1” acknowledges.

Format: twilio.com/docs/messaging/api/message-resource.
"""

from datetime import datetime

from hotwash.ports.notifiers import Message, Outside, Plugin, Sent
from hotwash.ports.notifiers.calling_back import script, signed_form
from hotwash.ports.notifiers.inbound import Heard, Inbound, Kind, Reply
from hotwash.ports.notifiers.phone import ACCOUNT_NEEDS, problem_of_number, twilio
from hotwash.ports.notifiers.words import cut, one_line

LONGEST = 600  # characters: a few parts of 153
SETUP = """\
1. `HOTWASH_TWILIO_ACCOUNT` and `HOTWASH_TWILIO_TOKEN` are the *Account SID* and *Auth Token* of console.twilio.com,
   `HOTWASH_TWILIO_FROM` a number of yours.
2. For answers: the number's **Messaging → A message comes in → Webhook**: `{base_url}/hooks/twilio_sms`, HTTP POST.
"""


class Sms(Plugin):
    def problem_of(self, address: str) -> str:
        return problem_of_number(address)

    def send(self, message: Message, outside: Outside) -> Sent:
        self.check(message.to)
        return Sent(twilio(outside, message, "Messages", {"Body": words_of(message)}))

    def hear(self, inbound: Inbound, outside: Outside, now: datetime) -> Heard:  # noqa: ARG002 - it carries no time
        form = signed_form(inbound, outside)
        return Heard(
            kind=Kind.ANSWER, by=form.get("From", ""), name=form.get("MessageSid", ""), text=form.get("Body", "")
        )

    def reply(self, heard: Heard, words: str) -> Reply:  # noqa: ARG002
        return script(words, "Message")


def words_of(message: Message) -> str:
    """Short: the subject says it; a text only where there is no more behind a link."""
    parts = [one_line(message.subject)]
    if message.answering is not None:
        parts.append("Answer 1 to acknowledge, 2 if you can't.")
    else:
        parts.append(one_line(message.text.replace(message.link, "") if message.link else message.text))
    link = f"\n{message.link}" if message.link else ""
    return cut("\n".join(filter(None, parts)), LONGEST - len(link)) + link


plugin = Sms(
    key="twilio_sms",
    title="Text message (Twilio)",
    address_help="A phone number with its country: +4915112345678.",
    setup=SETUP,
    needs=ACCOUNT_NEEDS,
)
