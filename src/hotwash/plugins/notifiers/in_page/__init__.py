"""In the page: the message is shown by Hotwash itself, to the person who has it open. Nothing leaves the server."""

from hotwash.ports.notifiers import Message, Outside, Plugin, Sent


class InPage(Plugin):
    def problem_of(self, address: str) -> str:
        return "" if address.strip() else "Say whose page it is."

    def send(self, message: Message, outside: Outside) -> Sent:  # noqa: ARG002
        self.check(message.to)
        return Sent(message.id)


plugin = InPage(
    key="in_page",
    title="In the page",
    address_help="The e-mail address of the person's account.",
    setup="Nothing to set up: whoever has Hotwash open sees it.",
)
