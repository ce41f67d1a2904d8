import json

import pytest
from django.test import Client

from hotwash.directory.models import ApiToken
from hotwash.directory.steps import change_own_password
from hotwash.kernel.core.refusal import Refusal
from tests.api.calls import Api
from tests.cast import PASSWORD, Cast, actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def rhea(cast: Cast) -> Api:
    return Api(cast.rhea)


@pytest.fixture
def session(client: Client, cast: Cast) -> Client:
    client.force_login(cast.rhea)
    return client


def test_ones_own_profile(rhea: Api, cast: Cast):
    status, changed = rhea.call("PUT", "/me", {"name": " Rhea R. ", "timezone": "Europe/Berlin"})
    assert (status, changed["name"], changed["timezone"]) == (200, "Rhea R.", "Europe/Berlin")
    assert rhea.call("GET", "/me")[1] == {"name": "Rhea R.", "role": "member", "person_id": cast.rhea.pk}
    for wrong in ({"name": "Rhea", "timezone": "Middle/Earth"}, {"name": " ", "timezone": "UTC"}):
        assert rhea.call("PUT", "/me", wrong)[0] == 422


def test_tokens_are_made_told_and_revoked(session: Client, rhea: Api):
    body = json.dumps({"name": "Deploys", "days": 30})
    made = session.post("/api/v1/me/tokens", body, content_type="application/json").json()
    caller = Client(headers={"authorization": f"Bearer {made['secret']}"})
    assert caller.get("/api/v1/me").status_code == 200
    assert made["secret"].startswith(made["token"]["prefix"])
    told = rhea.call("GET", "/me/tokens")[1]
    assert [row["name"] for row in told] == ["Deploys", "test"]
    assert made["secret"] not in str(told)
    assert rhea.call("DELETE", f"/me/tokens/{made['token']['id']}")[0] == 204
    assert caller.get("/api/v1/me").status_code == 401
    assert rhea.call("DELETE", f"/me/tokens/{made['token']['id']}")[0] == 404


def test_a_token_makes_no_tokens(rhea: Api):
    status, found = rhea.call("POST", "/me/tokens", {"name": "Stays", "days": None})
    assert (status, found["reasons"][0]["code"], ApiToken.objects.count()) == (422, "token", 1)


def test_nobody_revokes_the_token_of_somebody_else(rhea: Api, cast: Cast):
    Api(cast.ada)
    token = ApiToken.objects.get(person=cast.ada)
    assert rhea.call("DELETE", f"/me/tokens/{token.pk}")[0] == 404


@pytest.mark.parametrize(
    ("old", "new", "field"), [("wrong", "an even better horse", "old_password"), (PASSWORD, "short", "password")]
)
def test_a_password_is_changed_by_who_knows_it(cast: Cast, old: str, new: str, field: str):
    refused = change_own_password(actor=actor(cast.rhea), old=old, new=new)
    assert isinstance(refused, Refusal)
    assert {reason.field for reason in refused.reasons} == {field}
    cast.rhea.refresh_from_db()
    assert cast.rhea.check_password(PASSWORD)
