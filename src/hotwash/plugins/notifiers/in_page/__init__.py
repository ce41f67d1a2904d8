"""In the page: the message is shown by Hotwash itself, to the person who has it open. Nothing leaves the server."""

from dataclasses import dataclass

from hotwash.kernel.core.errors import PluginError
from hotwash.ports.notifiers import Message, Outside, Sent


@dataclass(frozen=True, slots=True)
class InPage:
    key: str = "in_page"
    title: str = "In the page"
    address_help: str = "The e-mail address of the person's account."

    def problem_of(self, address: str) -> str:
        return "" if address.strip() else "Say whose page it is."

    def send(self, message: Message, outside: Outside) -> Sent:  # noqa: ARG002
        problem = self.problem_of(message.to)
        if problem:
            raise PluginError(problem, retry=False)
        return Sent(message.id)


plugin = InPage()
