import pytest
from django.test import Client

from hotwash.kernel import clock
from hotwash.respond.models import Notification
from tests.cast import Cast
from tests.outbox import drain

pytestmark = pytest.mark.django_db
HERE = "/alerts/channels/"


@pytest.fixture
def ada(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.ada)
    return client


def test_it_says_what_each_channel_needs(ada: Client):
    page = ada.get(HERE).content.decode()
    assert "HOTWASH_SLACK_TOKEN" in page
    assert "http://127.0.0.1:8000/hooks/slack" in page
    assert "{base_url}" not in page


def test_a_test_is_sent_and_its_end_is_shown(ada: Client):
    ada.post(HERE, {"channel": "telegram", "address": "123456789"})
    drain(now=clock.now())
    assert Notification.objects.get().attempts == 1
    page = ada.get(HERE).content.decode()
    assert "HOTWASH_TELEGRAM_TOKEN is not set" in page


def test_a_wrong_address_is_said_at_its_field(ada: Client):
    answer = ada.post(HERE, {"channel": "twilio_sms", "address": "0151 1234"})
    assert (answer.status_code, "It looks like +4915112345678" in answer.content.decode()) == (422, True)


def test_it_is_for_administrators(client: Client, cast: Cast):
    client.force_login(cast.carl)
    assert client.get(HERE).status_code == 403
    assert client.get("/api/v1/channels").status_code == 403


def test_by_api(ada: Client):
    states = {row["key"]: row for row in ada.get("/api/v1/channels").json()}
    assert (states["slack"]["missing"], states["webhook"]["is_ready"]) == (["HOTWASH_SLACK_TOKEN"], True)
    body = {"channel": "webhook", "address": "https://hooks.example.org/secret"}
    assert ada.post("/api/v1/channels/tests", body, "application/json").json()["to"] == "https://hooks.example.org/…"
    assert len(ada.get("/api/v1/channels/tests").json()) == 1
