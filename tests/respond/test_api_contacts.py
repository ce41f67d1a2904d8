import pytest
from django.test import Client

from tests.cast import Cast

pytestmark = pytest.mark.django_db
HERE = "/api/v1/me/contact-methods"


@pytest.fixture
def carl(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.carl)
    return client


def test_a_method_is_added_ordered_changed_and_removed(carl: Client):
    added = carl.post(HERE, {"channel": "email", "address": "c@home.example"}, "application/json").json()
    assert (added["confirmed"], added["address"], added["order"]) == (False, "c@home.example", 2)
    moved = carl.post(f"{HERE}/{added['id']}/move", {"by": -1}, "application/json").json()
    assert [row["id"] == added["id"] for row in moved] == [True, False]
    changed = carl.put(f"{HERE}/{added['id']}", {"minutes": 4}, "application/json").json()
    assert changed["minutes"] == 4
    listed = carl.get(HERE).json()
    assert [(row["method"]["address"], row["title"], row["wait"]) for row in listed] == [
        ("c@home.example", "E-mail", None),
        ("carl@example.org", "E-mail", 0),
    ]
    assert carl.post(f"{HERE}/{added['id']}/confirm", {"code": "1"}, "application/json").status_code == 422
    assert carl.delete(f"{HERE}/{added['id']}").status_code == 204
    assert carl.delete(f"{HERE}/{added['id']}").status_code == 404


def test_an_address_that_is_a_secret_shows_only_where_it_leads(carl: Client):
    body = {"channel": "webhook", "address": "https://hooks.example.org/very/secret"}
    assert carl.post(HERE, body, "application/json").json()["address"] == "https://hooks.example.org/…"


def test_quiet_hours(carl: Client):
    hours = {"quiet_from": "22:00:00", "quiet_until": "07:00:00", "as_digest": True}
    assert carl.put("/api/v1/me/quiet-hours", hours, "application/json").json() == hours
    assert carl.get("/api/v1/me/quiet-hours").json() == hours
    assert (
        carl.put("/api/v1/me/quiet-hours", {"quiet_from": None, "quiet_until": "07:00"}, "application/json").status_code
        == 422
    )


def test_administrators_see_whom_nothing_wakes(client: Client, carl: Client, cast: Cast):
    assert carl.get("/api/v1/hard-to-reach").status_code == 403
    client.force_login(cast.ada)
    assert len(client.get("/api/v1/hard-to-reach").json()) == 6
