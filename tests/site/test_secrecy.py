"""A private incident, met at every address that there is, by somebody who takes no part in it."""

import re

import pytest
from django.test import Client

from hotwash.api.main import api
from hotwash.example.build import build
from hotwash.kernel.models import Event
from hotwash.respond.models import Incident
from tests.cast import NOON, Cast
from tests.site.addresses import filled, pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_rendering")]

TOLD = re.compile(r"Checkout answers 502|max_connections|Order status takes|connection slots", re.IGNORECASE)
OPEN_TO_ALL = {"sign-in", "sign-out", "welcome", "healthz"}


def operations() -> list[tuple[str, str]]:
    found = api.get_openapi_schema()["paths"]
    return [(method, path) for path, methods in found.items() for method in methods]


def said(answer: object) -> str:
    """The text of an answer, streamed ones included."""
    if getattr(answer, "streaming", False):
        return b"".join(answer).decode(errors="replace")  # type: ignore[call-overload]
    return answer.content.decode(errors="replace")  # type: ignore[attr-defined]


def test_nothing_tells_of_a_private_incident(client: Client, cast: Cast):
    assert build(now=NOON)
    Incident.objects.update(private=True)
    secret = Incident.objects.order_by("pk").first()
    assert secret is not None
    before = Event.objects.filter(incident_id=secret.pk).count()
    client.force_login(cast.otto)
    _no_page_tells(client, secret)
    _no_operation_tells(client, secret)
    _no_search_finds(client)
    assert Event.objects.filter(incident_id=secret.pk).count() == before, "nothing was written either"
    client.force_login(cast.ada)
    told = [route for route in pages() if TOLD.search(said(client.get(filled(route, secret.pk))))]
    assert len(told) > 20, "these words are what the pages say to those who may read them"


def _no_page_tells(client: Client, secret: Incident):
    for route in pages():
        address = filled(route, secret.pk)
        if address.strip("/") in OPEN_TO_ALL:
            continue
        for answer in (client.get(address), client.post(address, {"text": "x", "title": "x", "reason": "x"})):
            assert answer.status_code < 500, address
            assert not TOLD.search(said(answer)), address
            if "reference" in route:
                assert answer.status_code in {403, 404, 405}, (address, answer.status_code)


def _no_operation_tells(client: Client, secret: Incident):
    for method, route in operations():
        address = filled(route, secret.pk)
        answer = client.generic(method.upper(), address, b"{}", content_type="application/json")
        assert answer.status_code < 500, (method, address)
        assert not TOLD.search(said(answer)), (method, address)
        if "{reference}" in route:
            assert answer.status_code in {403, 404, 422}, (method, address, answer.status_code)


def _no_search_finds(client: Client):
    for words in ("checkout", "connections", "INC-1"):
        for path in (f"/search/?q={words}", f"/archive/?q={words}", f"/api/v1/search?q={words}"):
            assert not TOLD.search(said(client.get(path))), path
