"""What comes back from Twilio: an answer to a text message, a digit in a call.

Format: twilio.com/docs/usage/webhooks/webhooks-security (the signature),
twilio.com/docs/messaging/guides/webhook-request, twilio.com/docs/voice/twiml/gather.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from hotwash.kernel.core.errors import PluginError
from hotwash.ports.notifiers.contract import Outside
from hotwash.ports.notifiers.inbound import Inbound, NotGenuine, Reply, same


def signed_form(inbound: Inbound, outside: Outside) -> dict[str, str]:
    """The fields of a request that Twilio has signed. Raises ``NotGenuine``."""
    try:
        form = dict(parse_qsl(inbound.body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=200))
    except ValueError as error:
        raise PluginError("The form has more than 200 fields.", retry=False) from error
    token = outside.settings.get("twilio_token", "")
    given = inbound.headers.get("x-twilio-signature", "")
    if not same(given, signature(token, inbound.url, form) if token else ""):
        raise NotGenuine
    return form


def signature(token: str, url: str, form: Mapping[str, str]) -> str:
    """The address and all fields in the order of their names, without anything between them."""
    content = url + "".join(f"{name}{form[name]}" for name in sorted(form))
    digest = hmac.new(token.encode(), content.encode("utf-8", "replace"), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def script(words: str, tag: str) -> Reply:
    """TwiML that says or sends something; nothing where there are no words."""
    inside = f"<{tag}>{escape(words)}</{tag}>" if words else ""
    body = f'<?xml version="1.0" encoding="UTF-8"?><Response>{inside}</Response>'
    return Reply(200, "text/xml; charset=utf-8", body.encode("utf-8", "replace"))
