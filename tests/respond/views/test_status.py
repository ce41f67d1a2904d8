"""The pages of status pages: for readers, and for those who look after them."""

from datetime import timedelta

import pytest
from django.test import Client

from hotwash.kernel.core.actor import SYSTEM
from hotwash.respond.core.states import NotificationState
from hotwash.respond.models import Notification, StatusComponent, StatusMaintenance, StatusPage, StatusSubscription
from hotwash.respond.steps import send_update
from tests.cast import NOON, Cast
from tests.outbox import drain
from tests.respond.given import a_service, declared
from tests.respond.steps.status.given import a_page, a_part

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def ada(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ada)
    return client


def test_a_stranger_reads_a_public_page_and_not_the_others(client: Client, cast: Cast):
    a_page(words=f"**Calm** {SCRIPT}")
    a_page("inside", public=False)
    drain(now=NOON)
    answer = client.get("/public/status/acme/")
    assert (answer.status_code, answer["cache-control"].split(",")[0]) == (200, "public")
    text = answer.content.decode()
    assert "<strong>Calm</strong>" in text
    assert SCRIPT not in text
    assert client.get("/public/status/acme/", headers={"if-none-match": answer["etag"]}).status_code == 304
    assert client.get("/public/status/inside/").status_code == 404
    assert client.get("/public/status/inside/subscribe").status_code == 404
    assert client.get("/public/status/nothing/").status_code == 404
    assert client.get("/status/inside/").status_code == 302  # to the sign-in
    assert client.get("/public/status/acme/incidents/99999999999999999999/").status_code == 404
    client.force_login(cast.vera)
    assert client.get("/public/status/inside/history/")["location"] == "/status/inside/history/"
    inside = client.get("/status/inside/")
    assert (inside.status_code, inside["cache-control"]) == (200, "private, no-cache")
    assert client.get("/status/acme/history/")["location"] == "/public/status/acme/history/"


def test_a_page_that_is_not_rendered_yet_says_so(client: Client, cast: Cast):
    a_page()
    assert "being made" in client.get("/public/status/acme/").content.decode()
    assert client.get("/public/status/acme/feed.atom").status_code == 404


def test_what_was_told_is_shown_as_text(client: Client, cast: Cast):
    a_page()
    send_update(actor=SYSTEM, incident=declared(pages=False), audiences=["customers"], text=SCRIPT, now=NOON)
    drain(now=NOON)
    for path in ("", "feed.atom", "feed.rss"):
        assert SCRIPT not in client.get(f"/public/status/acme/{path}").content.decode()
    assert client.get("/public/status/acme/api/v2/status.json").json()["page"]["id"] == "acme"


def test_a_reader_asks_confirms_and_leaves(client: Client, cast: Cast):
    a_page()
    bad = client.post("/public/status/acme/subscribe", {"kind": "email", "address": "no address"})
    assert (bad.status_code, "no e-mail address" in bad.content.decode()) == (422, True)
    asked = client.post("/public/status/acme/subscribe", {"kind": "email", "address": "r@example.org"})
    assert "on its way to r@example.org" in asked.content.decode()
    row = StatusSubscription.objects.get()
    assert Notification.objects.get().state == NotificationState.WAITING
    link = f"/public/status/subscriptions/{row.token}"
    client.get(link)  # as a scanner of mail does
    row.refresh_from_db()
    assert row.confirmed_at is None
    assert "Unsubscribe" in client.post(link, {"confirm": "1"}, follow=True).content.decode()
    left = client.post(link, {"end": "1"}, follow=True)
    assert (left.status_code, "not told any more" in left.content.decode()) == (200, True)
    assert client.get("/public/status/subscriptions/wrong").status_code == 410


def test_a_page_is_made_and_looked_after(ada: Client):
    form = {"title": "Acme", "slug": "acme", "audience": "customers", "timezone": "UTC", "public": "on"}
    bad = ada.post("/status/new", form | {"timezone": "Mars", "words": "Kept"})
    assert (bad.status_code, "Kept" in bad.content.decode()) == (422, True)
    assert ada.post("/status/new", form)["location"] == "/status/acme/manage/"
    service = a_service("Checkout")
    ada.post("/status/acme/manage/components/new", {"service": service.pk, "order": "0"})
    part = StatusComponent.objects.get()
    assert part.name == "Checkout"
    ada.post(f"/status/acme/manage/components/{part.pk}/", {"name": "Paying", "service": service.pk, "order": "3"})
    address = f"/status/acme/manage/components/{part.pk}"
    ada.post(f"{address}/hold", {"state": "major_outage", "reason": "The telephone rings"})
    shown = ada.get("/status/acme/manage/").content.decode()
    assert [word in shown for word in ("Paying", "Major outage", "The telephone rings")] == [True] * 3
    assert "Major outage" in ada.get("/status/").content.decode()
    assert ada.post(f"{address}/hold", {"state": "on fire"}).status_code == 302
    ada.post(f"{address}/release")
    assert "Major outage</span>" not in ada.get("/status/acme/manage/").content.decode()
    work = {"title": "Disks", "begins_at": "2031-03-10T12:00:00", "ends_at": "2031-03-10T11:00:00"}
    bad = ada.post("/status/acme/manage/maintenance/new", work)
    assert (bad.status_code, "ends before it begins" in bad.content.decode()) == (422, True)
    ada.post("/status/acme/manage/maintenance/new", work | {"ends_at": "2031-03-10T13:00:00", "components": [part.pk]})
    row = StatusMaintenance.objects.get()
    assert row.ends_at - row.begins_at == timedelta(hours=1)
    ada.post(f"/status/acme/manage/maintenance/{row.pk}/end")
    assert "called off" in ada.get("/status/acme/manage/").content.decode()
    ada.post(f"{address}/remove")
    assert not StatusComponent.objects.exists()
    ada.post("/status/acme/manage/settings", form | {"title": "Acme EU", "version": StatusPage.objects.get().version})
    assert StatusPage.objects.get().title == "Acme EU"
    ada.post("/status/acme/manage/remove")
    assert not StatusPage.objects.exists()


def test_members_correct_states_and_managers_the_rest(client: Client, cast: Cast):
    part = a_part(a_page(), name="Search")
    client.force_login(cast.olga)
    assert client.get("/status/new").status_code == 403
    assert client.post(f"/status/acme/manage/components/{part.pk}/remove").status_code == 403
    client.post(f"/status/acme/manage/components/{part.pk}/hold", {"state": "degraded_performance"})
    assert part.holds.count() == 1
    client.force_login(cast.vera)
    assert client.get("/status/acme/manage/").status_code == 200
    assert client.post(f"/status/acme/manage/components/{part.pk}/release").status_code == 403
