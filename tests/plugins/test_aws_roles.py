"""Keys of a role: asked for with the keys that are set, and used for the question."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

import pytest

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import HttpAnswer
from hotwash.plugins.collectors.cloudtrail import plugin
from hotwash.ports.collectors import Outside, Query, Window
from tests.fakes.far_ends import FAR_ENDS, Known
from tests.fakes.far_ends.base import Request

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ARN = "arn:aws:iam::123456789012:role/read-evidence"
FAR = FAR_ENDS["cloudtrail"]
GIVEN = (
    "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId>"
    "<SecretAccessKey>s3cr3t/of+role</SecretAccessKey><SessionToken>token==</SessionToken></Credentials>"
    "</AssumeRoleResult></AssumeRoleResponse>"
)
REFUSED = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no, &quot;{}&quot;</Message></Error></ErrorResponse>"


def query(**more: str) -> Query:
    settings = {**FAR.settings, "role": ARN, "external_id": "shop-7", "sts_endpoint": "https://sts.example", **more}
    return Query(window=Window(NOON, NOON + timedelta(hours=1)), text=FAR.text, settings=settings)


def asked(answer: HttpAnswer, wanted: Query) -> list[Request]:
    known: Known = FAR.knows(NOON)
    known.answers = [answer]
    assert plugin.fetch(plugin.asks(wanted)[0], wanted, Outside(known, NOON)).records == 1
    return known.requests


def test_a_role_is_assumed_before_the_question():
    first, second = asked(HttpAnswer(200, {}, GIVEN.encode()), query())
    form = dict(parse_qsl(first.body.decode()))
    assert (first.url, form["Action"], form["RoleArn"], form["ExternalId"]) == (
        "https://sts.example/", "AssumeRole", ARN, "shop-7",
    )  # fmt: skip
    scope = f"Credential={FAR.settings['access_key']}/20260302/{FAR.settings['region']}/sts/"
    assert scope in first.headers["authorization"]
    assert "Credential=ASIAROLE/" in second.headers["authorization"]
    assert second.headers["x-amz-security-token"] == "token=="
    assert "s3cr3t/of+role" not in str(second.headers)


@pytest.mark.parametrize(
    ("answer", "retry", "words"),
    [
        (HttpAnswer(403, {}, REFUSED.format(FAR.settings["secret_key"]).encode()), False, "was not given to these"),
        (HttpAnswer(400, {}, b"<Error><Code>Throttling</Code></Error>"), True, "busy or down .Throttling."),
        (HttpAnswer(503, {"retry-after": "9"}, b""), True, "busy or down .status 503."),
        (HttpAnswer(200, {}, b"<html>Sign in</html>"), False, "there are no keys in it"),
    ],
)
def test_why_a_role_is_not_given(answer: HttpAnswer, retry: bool, words: str):
    with pytest.raises(PluginError, match=words) as told:
        asked(answer, query())
    assert told.value.retry is retry
    assert FAR.settings["secret_key"] not in str(told.value)


@pytest.mark.parametrize("role", ["read-evidence", "arn:aws:iam::12:role/x", f"{ARN}\nx"])
def test_a_role_that_is_none_is_told_before(role: str):
    with pytest.raises(PluginError, match="is no role"):
        plugin.asks(query(role=role))
