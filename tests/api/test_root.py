import json

import pytest
from django.test import Client

from hotwash.directory.steps import make_token
from hotwash.kernel.core.refusal import Refusal
from tests.cast import NOON, Cast, actor


@pytest.fixture
def token(cast: Cast) -> str:
    made = make_token(actor=actor(cast.ada), name="test", days=None, now=NOON)
    assert not isinstance(made, Refusal)
    return made[1]


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


@pytest.mark.parametrize("path", ["/api/v1/me", "/api/v1/people", "/api/v1/process", "/api/v1/search?q=x"])
def test_strangers_are_told_how_to_come_in(client: Client, cast: Cast, path: str):
    answer = client.get(path)
    assert answer.status_code == 401
    assert "Bearer hw_" in answer.json()["reasons"][0]["message"]


def test_a_browser_needs_the_csrf_header_to_write(cast: Cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ada)
    body = json.dumps({"name": "Payments"})
    assert client.post("/api/v1/teams", body, content_type="application/json").status_code == 403
    assert client.get("/api/v1/teams").json() == []


def test_malformed_json_is_a_clear_error(client: Client, token: str):
    answer = client.post("/api/v1/teams", "{", content_type="application/json", headers=bearer(token))
    assert answer.status_code == 400
    assert "Traceback" not in answer.content.decode()


def test_a_missing_field_is_named(client: Client, token: str):
    answer = client.post("/api/v1/teams", "{}", content_type="application/json", headers=bearer(token))
    assert answer.status_code == 422
    assert [reason["field"] for reason in answer.json()["reasons"]] == ["body.name"]


def test_a_conflict_answers_409(client: Client, token: str):
    def put(name: str) -> int:
        body = json.dumps({"name": name, "version": 1})
        answer = client.put(f"/api/v1/teams/{made['id']}", body, content_type="application/json", headers=bearer(token))
        return answer.status_code

    body = json.dumps({"name": "Payments"})
    made = client.post("/api/v1/teams", body, content_type="application/json", headers=bearer(token)).json()
    assert [put("Pay"), put("Paying")] == [200, 409]


def test_every_operation_is_described(client: Client, cast: Cast):
    schema = client.get("/api/v1/openapi.json").json()
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            assert operation["responses"], f"{method} {path}"
            assert operation.get("tags"), f"{method} {path}"


def test_the_api_describes_itself_on_a_page_without_other_hosts(client: Client, cast: Cast):
    page = client.get("/api/v1/docs")
    text = page.content.decode()
    assert page.status_code == 200
    assert "/static/ninja/swagger-ui-bundle.js" in text
    assert "https://" not in text
