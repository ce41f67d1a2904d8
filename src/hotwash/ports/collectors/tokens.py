"""Getting a token first: the one POST of OAuth 2 that clients which act for themselves make."""

from collections.abc import Mapping
from urllib.parse import urlencode

from hotwash.kernel.core.errors import PluginError
from hotwash.ports import payload as read
from hotwash.ports.collectors.answers import checked, malformed
from hotwash.ports.collectors.contract import Outside


def token_of(address: str, form: Mapping[str, str], title: str, outside: Outside, secrets: list[str]) -> str:
    """The access token that a token endpoint gives for this form."""
    headers = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
    answer = outside.http.request("POST", address, headers=headers, body=urlencode(form).encode())
    body = checked(answer, title, secrets, outside.now)
    try:
        token = read.text(read.read_object(body), "access_token")
    except PluginError as error:
        raise malformed(title, str(error).rstrip(".")) from error
    if not token:
        raise malformed(title, "it gave no token")
    return token
