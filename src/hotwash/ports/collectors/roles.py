"""Assuming a role: keys that AWS gives for an hour to somebody whom the role trusts, often across accounts.

Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html. It answers in XML.
"""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode

from hotwash.kernel.core.errors import PluginError
from hotwash.ports.collectors.answers import TRY_AGAIN, hidden, waits
from hotwash.ports.collectors.asks import Ask
from hotwash.ports.collectors.contract import Outside
from hotwash.ports.collectors.signing import Keys, signed

SESSION_NAME = "hotwash"  # stands in the account's own trail
LASTS = 900  # seconds, the least that AWS gives: each question takes new keys
_ROLE = re.compile(r"arn:[\w-]{3,20}:iam::\d{12}:role/[\w+=,.@/-]{1,512}")
_BUSY = ("Throttl", "ServiceUnavailable", "InternalFailure", "RequestLimit")


@dataclass(frozen=True, slots=True)
class Role:
    """``address`` is that of STS, ``external`` what the role asks of those who are not of its account."""

    arn: str
    external: str
    address: str
    region: str

    def ask(self) -> Ask:
        """``PluginError`` where the role has no name that AWS would take."""
        if not _ROLE.fullmatch(self.arn):
            msg = f"“{self.arn[:80]}” is no role. It looks like arn:aws:iam::123456789012:role/read-evidence."
            raise PluginError(msg, retry=False)
        asked = {"Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": self.arn, "RoleSessionName": SESSION_NAME}
        asked |= {"DurationSeconds": str(LASTS)} | ({"ExternalId": self.external} if self.external else {})
        headers = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
        return Ask(series="", method="POST", url=f"{self.address}/", headers=headers, body=urlencode(asked))


def assumed(role: Role, keys: Keys, outside: Outside) -> Keys:
    """The keys of the role, given to whoever has ``keys``."""
    ask = role.ask()
    headers = {**ask.headers, **signed(ask, keys, role.region, "sts", outside.now)}
    answer = outside.http.request(ask.method, ask.url, headers=headers, body=ask.body.encode())
    text = answer.body.decode("utf-8", "replace")
    if answer.status != 200:
        said = hidden(": ".join(filter(None, (_value(text, "Code"), _value(text, "Message")))), (keys.secret,))
        retry = answer.status in TRY_AGAIN or answer.status >= 500 or any(word in said for word in _BUSY)
        why = f" ({said[:300]})" if said else f" (status {answer.status})"
        msg = (
            f"AWS STS is busy or down{why}. It will be asked again."
            if retry
            else f"The role was not given to these keys{why}. Check whom it trusts, and the external id."
        )
        raise PluginError(msg, retry=retry, after=waits(answer, outside.now) if retry else None)
    found = [_value(text, name) for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")]
    if not all(found):
        msg = "The answer of AWS STS is not what its documentation says: there are no keys in it."
        raise PluginError(msg, retry=False)
    return Keys(*found)


def _value(text: str, name: str) -> str:
    match = re.search(rf"<{name}>([^<]{{1,4096}})</{name}>", text)
    return unescape(match[1]).strip() if match else ""
