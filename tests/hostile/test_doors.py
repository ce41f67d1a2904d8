"""The same bad input at the web and the API door: a clear word, nothing half-done, no stack trace."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from hotwash.api.main import api
from hotwash.directory.steps import make_token
from hotwash.process.queries import current_version
from hotwash.respond.models import Incident, Source
from tests.cast import NOON, Cast, actor

TOO_LARGE = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1
OPERATIONS = [
    (method, path)
    for path, methods in api.get_openapi_schema()["paths"].items()
    for method, operation in methods.items()
    if "application/json" in operation.get("requestBody", {}).get("content", {})
]


@pytest.fixture
def incident(cast: Cast) -> Incident:
    return Incident.objects.create(
        title="Checkout answers 502", severity="sev1", process_version=current_version(), declared_at=NOON
    )


@pytest.fixture
def ada(cast: Cast) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(cast.ada)
    return browser


def quiet(answer: HttpResponse) -> str:
    text = answer.content.decode()
    assert "Traceback" not in text
    return text


@pytest.mark.parametrize("body", ["{", "", "[]", '"a"', "null", '{"a": NaN}', "\x00\xff", "{" * 5_000])
def test_no_operation_of_the_api_falls_over_a_body_that_is_no_json(cast: Cast, incident: Incident, body: str):
    token = make_token(actor=actor(cast.ada), name="test", days=None, now=NOON)
    client = Client(raise_request_exception=False, headers={"authorization": f"Bearer {token[1]}"})
    assert len(OPERATIONS) > 60
    for method, path in OPERATIONS:
        address = path.replace("{reference}", incident.reference)
        address = "/".join("1" if piece.startswith("{") else piece for piece in address.split("/"))
        answer = client.generic(method, address, body, content_type="application/json")
        assert answer.status_code in {400, 404, 409, 422} or (body, answer.status_code) == ("", 200), (path, answer)
        assert quiet(answer)
        assert answer.json()["reasons"][0]["message"], (path, answer.content)


def test_a_form_that_is_too_large_is_told_so(ada: Client):
    body = b"title=" + b"x" * TOO_LARGE
    answer = ada.post("/incidents/declare", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "larger than 20 MB" in quiet(answer)
    assert not Incident.objects.exists()


def test_a_file_of_20_mb_is_evidence(ada: Client, incident: Incident):
    line = b"2026-03-10T11:00:00Z ERROR pool exhausted\n"
    body = line * (20_000_000 // len(line) + 1)
    answer = ada.post(
        f"/incidents/{incident.reference}/evidence/files/", {"files": SimpleUploadedFile("app.log", body)}
    )
    assert answer.status_code == 302
    assert incident.evidence_files.get().size == len(body)


def test_secrets_that_are_wrong_open_nothing(client: Client, cast: Cast):
    Source.objects.create(plugin="alertmanager", name="Prometheus", secret="right")
    for path in ("/pages/wrong", "/seats/wrong", "/actions/feed/wrong.ics"):
        answer = client.get(path)
        assert answer.status_code in {403, 404, 410}, path
        assert quiet(answer)
    answer = client.get("/api/v1/me", headers={"authorization": "Bearer hw_wrong"})
    assert (answer.status_code, answer.json()["reasons"][0]["code"]) == (401, "401")
    wrong = client.post("/sign-in", {"email": cast.ada.email, "password": "wrong"})
    assert wrong.status_code in {401, 422}
    assert quiet(wrong)
