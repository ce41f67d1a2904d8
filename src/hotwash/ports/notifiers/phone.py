"""What text messages and calls share: numbers, and Twilio's API (twilio.com/docs/usage/api)."""

import base64
import re
from collections.abc import Mapping
from urllib.parse import urlencode

from hotwash.kernel.core.errors import PluginError
from hotwash.ports import payload as read
from hotwash.ports.notifiers.answers import accepted, object_of
from hotwash.ports.notifiers.contract import Message, Need, Outside

API = "https://api.twilio.com"
NUMBER = re.compile(r"\+[1-9]\d{6,14}")
ACCOUNT_NEEDS = (
    Need("twilio_account", "The account's SID."),
    Need("twilio_token", "The account's auth token."),
    Need("twilio_from", "The number that messages and calls come from."),
)


def problem_of_number(address: str) -> str:
    if NUMBER.fullmatch(address):
        return ""
    return "This is no phone number with its country. It looks like +4915112345678, without spaces."


def twilio(outside: Outside, message: Message, resource: str, form: Mapping[str, str]) -> str:
    """One message or call; its SID. Raises ``PluginError``."""
    account, token = outside.setting("twilio_account"), outside.setting("twilio_token")
    url = f"{outside.settings.get('twilio_api') or API}/2010-04-01/Accounts/{account}/{resource}.json"
    credentials = base64.b64encode(f"{account}:{token}".encode()).decode()
    headers = {"authorization": f"Basic {credentials}", "content-type": "application/x-www-form-urlencoded"}
    body = urlencode({"To": message.to, "From": outside.setting("twilio_from"), **form}, errors="replace").encode()
    answer = outside.trusted.request("POST", url, headers=headers, body=body)
    told = object_of(answer)
    if answer.status == 401:
        msg = "Twilio does not accept HOTWASH_TWILIO_ACCOUNT and HOTWASH_TWILIO_TOKEN."
        raise PluginError(msg, retry=True, after=300)
    accepted(answer, "Twilio", message.at, read.text(told, "message"))
    return read.text(told, "sid")
