"""A signed webhook, after the Standard Webhooks specification (standardwebhooks.com): any receiver can check it.

The signature is the base64 of HMAC-SHA-256 over ``id.timestamp.body`` with the server's webhook secret.
"""

import base64
import hashlib
import hmac
import json

from hotwash.kernel.core.http import problem_of_url
from hotwash.ports.notifiers import Message, Outside, Plugin, Sent
from hotwash.ports.notifiers.answers import accepted
from hotwash.ports.notifiers.words import host_of
from hotwash.ports.own_secrets import split

SETUP = """\
Any server of yours that takes an HTTP POST. Check the signature after the
[Standard Webhooks](https://www.standardwebhooks.com) specification; the key is shown here to administrators.
"""


class Webhook(Plugin):
    def problem_of(self, address: str) -> str:
        return problem_of_url(address)

    def shown(self, address: str) -> str:
        return host_of(address)

    def send(self, message: Message, outside: Outside) -> Sent:
        self.check(message.to)
        body = _body(message)
        address, secret = split(message.to, outside.settings.get("webhook_secret", ""))
        headers = {"content-type": "application/json", **signed(message, body, secret)}
        answer = accepted(outside.http.request("POST", address, headers=headers, body=body), "The webhook", message.at)
        return Sent(answer.headers.get("x-request-id", ""))


def signed(message: Message, body: bytes, secret: str) -> dict[str, str]:
    """The three headers of the specification."""
    stamp = str(int(message.at.timestamp()))
    content = b".".join((message.id.encode(), stamp.encode(), body))
    digest = base64.b64encode(hmac.new(secret.encode(), content, hashlib.sha256).digest()).decode()
    return {"webhook-id": message.id, "webhook-timestamp": stamp, "webhook-signature": f"v1,{digest}"}


def _body(message: Message) -> bytes:
    told = {
        "type": message.purpose,
        "subject": message.subject,
        "text": message.text,
        "link": message.link,
        "data": dict(message.data),
    }
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")


plugin = Webhook(
    key="webhook",
    title="Webhook",
    address_help="An address that takes an HTTP POST with a JSON body: https://example.org/hooks/hotwash.",
    setup=SETUP,
)
