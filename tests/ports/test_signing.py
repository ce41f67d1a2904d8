"""Our signature against botocore's own."""

from datetime import UTC, datetime

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from hotwash.ports.collectors import Ask
from hotwash.ports.collectors.signing import Keys, signed

NOW = datetime(2026, 3, 2, 12, 30, 5, tzinfo=UTC)


@pytest.mark.parametrize("session", ["", "temporary+token/=="])
@pytest.mark.parametrize("body", ["", '{"logGroupName":"/shop/checkout","filterPattern":"Überlast"}'])
@pytest.mark.parametrize("url", ["https://logs.eu-central-1.amazonaws.com/", "http://127.0.0.1:5000/"])
def test_it_signs_as_botocore_does(url: str, body: str, session: str, monkeypatch: pytest.MonkeyPatch):
    headers = {"content-type": "application/x-amz-json-1.1", "x-amz-target": "Logs_20140328.FilterLogEvents"}
    ask = Ask(series="s", method="POST", url=url, headers=headers, body=body)
    keys = Keys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", session)
    theirs = AWSRequest(method="POST", url=url, headers=dict(headers), data=body.encode())
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: NOW.replace(tzinfo=None), raising=False)
    credentials = Credentials(keys.access, keys.secret, session or None)
    SigV4Auth(credentials, "logs", "eu-central-1").add_auth(theirs)
    ours = signed(ask, keys, "eu-central-1", "logs", NOW)
    assert ours["authorization"] == theirs.headers["Authorization"]
    assert ours.get("x-amz-security-token", "") == session
