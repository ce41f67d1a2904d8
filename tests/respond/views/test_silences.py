"""Silences, as a browser without script uses them, and by the API."""

from datetime import timedelta

import pytest
from django.test import Client

from hotwash.kernel import clock
from hotwash.respond.core.states import Triage
from hotwash.respond.models import Alert, Silence
from hotwash.respond.steps import decide_deliveries
from tests.api.calls import Api
from tests.cast import NOON, Cast
from tests.queries import count_queries
from tests.respond.given import a_service, a_source, delivered
from tests.respond.views.test_alerts import signed_in, text_of

pytestmark = pytest.mark.django_db
FORM = {
    "reason": "Deploy <b>",
    "matchers": "service=checkout",
    "starts_at": "2026-03-10T12:00:00",
    "ends_at": "2090-03-10T12:30:00",
    "timezone": "Europe/Berlin",
}


@pytest.fixture
def rhea(cast: Cast) -> Client:
    return signed_in(cast.rhea)


@pytest.fixture
def alert() -> Alert:
    delivered(a_source())
    decide_deliveries(now=NOON)
    return Alert.objects.get()


def test_the_list_teaches_when_it_is_empty(rhea: Client):
    assert "Nothing is silenced" in text_of(rhea.get("/alerts/silences/"))


def test_made_by_the_form_and_ended(rhea: Client):
    wrong = rhea.post("/alerts/silences/new", FORM)
    assert (wrong.status_code, "A silence lasts at most a year" in text_of(wrong)) == (422, True)
    assert "Deploy &lt;b&gt;" in text_of(wrong)
    later = clock.now() + timedelta(hours=1)
    rhea.post("/alerts/silences/new", {**FORM, "starts_at": f"{clock.now():%FT%T}", "ends_at": f"{later:%FT%T}"})
    made = Silence.objects.get()
    page = text_of(rhea.get("/alerts/silences/"))
    assert ("Deploy &lt;b&gt;" in page, "service = checkout" in page, "kept nothing quiet" in page) == (True,) * 3
    rhea.post(f"/alerts/silences/{made.pk}/end")
    made.refresh_from_db()
    assert (made.ended_by_name, made.version) == ("Rhea", 2)
    assert "ended by Rhea" in text_of(rhea.get("/alerts/silences/"))


def test_filled_in_from_an_alert(rhea: Client, alert: Alert):
    page = text_of(rhea.get(f"/alerts/silences/new?alert={alert.pk}"))
    for matcher in ("alertname=HighErrorRate", "service=checkout", "severity=critical"):
        assert matcher in page


def test_one_click_on_an_alert_and_undo(rhea: Client, alert: Alert):
    answer = rhea.post(f"/alerts/{alert.pk}/silence", {"version": alert.version}, follow=True)
    made = Silence.objects.get()
    assert f"/alerts/silences/{made.pk}/end" in text_of(answer)
    assert "1 alert kept quiet" in text_of(rhea.get("/alerts/silences/"))
    listed = text_of(rhea.get(f"/alerts/?triage=all&silence={made.pk}"))
    assert alert.title in listed
    alert.refresh_from_db()
    assert alert.triage == Triage.SILENCED
    assert "Rhea silenced it until" in text_of(rhea.get(f"/alerts/{alert.pk}/"))


def test_a_stale_version_silences_nothing(rhea: Client, alert: Alert):
    rhea.post(f"/alerts/{alert.pk}/silence", {"version": 99})
    rhea.post(f"/alerts/{alert.pk}/silence", {"version": alert.version, "minutes": "999999"})
    assert Silence.objects.count() == 0


def test_a_viewer_looks_and_does_not_touch(cast: Cast, alert: Alert):
    viewer = signed_in(cast.vera)
    assert "New silence" not in text_of(viewer.get("/alerts/silences/"))
    posts = [viewer.get("/alerts/silences/new"), viewer.post(f"/alerts/{alert.pk}/silence")]
    assert [answer.status_code for answer in posts] == [403, 403]


def test_the_list_asks_the_same_for_one_and_thirty(rhea: Client, cast: Cast):
    service = a_service("Checkout")

    def make(times: int) -> None:
        for _ in range(times):
            Silence.objects.create(
                reason="Deploy", service=service, starts_at=NOON, ends_at=NOON, made_at=NOON, made_by_name="Ada"
            )

    make(1)
    rhea.get("/alerts/silences/")
    few = count_queries(lambda: rhea.get("/alerts/silences/"))
    make(30)
    assert count_queries(lambda: rhea.get("/alerts/silences/")) == few


def test_by_the_api(cast: Cast, alert: Alert):
    api = Api(cast.rhea)
    body = {
        "reason": "Backup",
        "matchers": 'job=~"backup.*"',
        "starts_at": "2026-03-08T01:00:00Z",
        "ends_at": "2026-03-08T03:00:00Z",
        "weekdays": [6],
        "timezone": "Europe/Berlin",
    }
    status, made = api.call("POST", "/silences", body)
    assert (status, made["again"], made["matchers"]) == (201, "Sun, 02:00 to 04:00 Europe/Berlin", ["job =~ backup.*"])
    refused = api.call("POST", "/silences", {**body, "matchers": ""})
    assert (refused[0], refused[1]["reasons"][0]["field"]) == (422, "matchers")
    assert api.call("POST", "/silences", {**body, "service": 9})[1]["reasons"][0]["field"] == "service"
    status, one = api.call("POST", f"/alerts/{alert.pk}/silence", {"minutes": 30, "version": alert.version})
    assert (status, one["state"], one["kept"]) == (201, "in force", 0)
    assert [(row["reason"], row["kept"]) for row in api.call("GET", "/silences")[1]] == [
        (alert.title, 1),
        ("Backup", 0),
    ]
    ended = api.call("POST", f"/silences/{one['id']}/end", {"version": one["version"]})
    assert (ended[0], ended[1]["state"]) == (200, "over")
    assert api.call("POST", f"/silences/{made['id']}/end", {"version": 9})[0] == 409
    assert api.call("POST", "/silences/999/end", {"version": 1})[0] == 404
