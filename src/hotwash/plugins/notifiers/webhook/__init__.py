"""A signed webhook, after the Standard Webhooks specification (standardwebhooks.com): any receiver can check it.

The signature is the base64 of HMAC-SHA-256 over ``id.timestamp.body`` with the server's webhook secret.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import HttpAnswer, problem_of_url
from hotwash.ports.notifiers import Message, Outside, Sent

#: Statuses by which the other side asks to come again.
TRY_AGAIN = {408, 409, 425, 429}


@dataclass(frozen=True, slots=True)
class Webhook:
    key: str = "webhook"
    title: str = "Webhook"
    address_help: str = "An address that takes an HTTP POST with a JSON body: https://example.org/hooks/hotwash."

    def problem_of(self, address: str) -> str:
        return problem_of_url(address)

    def send(self, message: Message, outside: Outside) -> Sent:
        problem = self.problem_of(message.to)
        if problem:
            raise PluginError(problem, retry=False)
        body = _body(message)
        headers = {
            "content-type": "application/json",
            **signed(message, body, outside.settings.get("webhook_secret", "")),
        }
        answer = outside.http.request("POST", message.to, headers=headers, body=body)
        if not 200 <= answer.status < 300:
            raise _failure(answer)
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


def _failure(answer: HttpAnswer) -> PluginError:
    wait = answer.headers.get("retry-after", "")
    retry = answer.status >= 500 or answer.status in TRY_AGAIN
    return PluginError(
        f"The webhook answered with status {answer.status}.",
        retry=retry,
        after=float(wait) if retry and wait.isdecimal() else None,
    )


plugin = Webhook()
