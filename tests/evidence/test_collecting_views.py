"""The pages and the API of collecting."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from hotwash.evidence.models import Collection, Collector
from hotwash.evidence.steps import collecting
from hotwash.kernel import clock
from hotwash.respond.models import Incident
from tests.cast import NOON, Cast
from tests.fakes.far_ends import FAR_ENDS, Known
from tests.fakes.far_ends.base import BASE, SECRET
from tests.outbox import drain
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
PROMETHEUS = FAR_ENDS["prometheus"]
FORM = {
    "name": "Production",
    "option_address": BASE,
    "option_token": SECRET,
    "query": "up == 0",
    "most_pages": "10",
    "most_records": "1000",
    "most_megabytes": "5",
    "active": "on",
    "version": "0",
}
WINDOW = {"begin": "2026-03-10 12:00:00Z", "end": "2026-03-10 13:00:00Z", "text": "up == 0"}


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Known:
    made = PROMETHEUS.knows(NOON)
    monkeypatch.setattr(collecting, "collector_client", lambda: made)
    return made


@pytest.fixture
def ada(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ada)
    assert client.post("/collectors/new/prometheus", FORM).status_code == 302
    return client


@pytest.fixture
def carl(ada: Client, cast: Cast) -> Client:
    browser = Client()
    browser.force_login(cast.carl)
    return browser


def test_an_administrator_sets_one_up_and_the_secret_is_never_shown(ada: Client):
    row = Collector.objects.get()
    assert (row.settings["token"], row.most_pages) == (SECRET, 10)
    for page in ("/collectors/", f"/collectors/{row.pk}/"):
        answer = ada.get(page)
        assert "Production" in answer.content.decode()
        assert SECRET not in answer.content.decode()
    changed = {**FORM, "option_token": "", "name": "Production EU", "version": row.version}
    assert ada.post(f"/collectors/{row.pk}/", changed).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.settings["token"]) == ("Production EU", SECRET)
    assert ada.post(f"/collectors/{row.pk}/remove").status_code == 302
    assert not Collector.objects.exists()


def test_what_does_not_fit_is_told_at_the_field_and_kept(ada: Client):
    answer = ada.post("/collectors/new/prometheus", {**FORM, "name": "Other", "option_address": "nowhere"})
    assert answer.status_code == 422
    assert "not a web address" in answer.content.decode()
    assert 'value="Other"' in answer.content.decode()
    assert ada.get("/collectors/new/telepathy").status_code == 404


def test_only_administrators_see_collectors(carl: Client):
    assert carl.get("/collectors/").status_code == 403
    assert carl.get(f"/collectors/{Collector.objects.get().pk}/").status_code == 403
    assert carl.get("/api/v1/collectors").status_code == 403
    assert carl.get("/api/v1/collector-kinds").status_code == 403


def test_a_person_tries_then_collects(carl: Client, incident: Incident, known: Known):
    base = f"/incidents/{incident.reference}/evidence/collect/"
    assert "Production" in carl.get(base).content.decode()
    here = f"{base}{Collector.objects.get().pk}/"
    assert "up == 0" in carl.get(here).content.decode()
    tried = carl.post(here, {**WINDOW, "try": "1"}).content.decode()
    assert "1 record in 1 page" in tried
    assert "GET https://outside.example/api/v1/query_range" in tried
    assert not Collection.objects.exists()
    assert carl.post(here, WINDOW).status_code == 302
    assert "being fetched" in carl.get(base).content.decode()
    drain(now=clock.now())
    shown = carl.get(base).content.decode()
    assert "E-1" in shown
    assert "1 record in 1 page" in shown
    assert "query_range" in carl.get(f"/incidents/{incident.reference}/evidence/files/1/").content.decode()


def test_a_bad_window_is_told_and_kept(carl: Client, incident: Incident, known: Known):
    here = f"/incidents/{incident.reference}/evidence/collect/{Collector.objects.get().pk}/"
    answer = carl.post(here, {**WINDOW, "end": "2026-03-10 11:00:00Z", "text": "rate(x[5m])"})
    assert answer.status_code == 422
    assert "The end lies before the beginning." in answer.content.decode()
    assert "rate(x[5m])" in answer.content.decode()


def test_viewers_see_runs_and_no_way_to_begin_one(carl: Client, cast: Cast, incident: Incident, known: Known):
    base = f"/incidents/{incident.reference}/evidence/collect/"
    here = f"{base}{Collector.objects.get().pk}/"
    carl.post(here, WINDOW)
    browser = Client()
    browser.force_login(cast.vera)
    page = browser.get(base).content.decode()
    assert "being fetched" in page
    assert "Stop" not in page
    assert browser.get(here).status_code == 403
    assert browser.post(f"{base}runs/{Collection.objects.get().pk}/stop").status_code == 403


def test_the_page_costs_the_same_with_many_runs(carl: Client, incident: Incident, known: Known):
    base = f"/incidents/{incident.reference}/evidence/collect/"
    here = f"{base}{Collector.objects.get().pk}/"
    carl.post(here, WINDOW)
    drain(now=clock.now())
    few = count_queries(lambda: carl.get(base))
    for minute in range(5):
        carl.post(here, {**WINDOW, "begin": f"2026-03-10 11:0{minute}:00Z"})
    drain(now=clock.now())
    assert Collection.objects.count() == 6
    assert count_queries(lambda: carl.get(base)) == few


def test_the_same_by_api(ada: Client, carl: Client, incident: Incident, known: Known):
    def call(browser: Client, method: str, path: str, body: object = None) -> tuple[int, object]:
        text = json.dumps(body) if body is not None else ""
        answer = browser.generic(method, f"/api/v1{path}", text, content_type="application/json")
        return answer.status_code, json.loads(answer.content) if answer.content else None

    status, made = call(ada, "POST", "/collectors", {"name": "B", "kind": "prometheus", "settings": {"address": BASE}})
    assert (status, made["query"], made["version"]) == (201, "", 1)
    changed = {"name": "B2", "kind": "prometheus", "settings": {"address": BASE}, "query": "up", "version": 1}
    assert call(ada, "PUT", f"/collectors/{made['id']}", changed)[1]["name"] == "B2"
    assert call(ada, "PUT", f"/collectors/{made['id']}", changed)[0] == 409
    assert "settings" not in made
    assert [kind["key"] for kind in call(ada, "GET", "/collector-kinds")[1]][:2] == sorted(FAR_ENDS)[:2]
    assert call(ada, "DELETE", f"/collectors/{made['id']}")[0] == 204
    assert len(call(ada, "GET", "/collectors")[1]) == 1
    here = f"/incidents/{incident.reference}/evidence"
    status, offers = call(carl, "GET", f"{here}/collect")
    assert (status, [one["name"] for one in offers["collectors"]]) == (200, ["Production"])
    asked = {"collector": offers["collectors"][0]["id"], "begin": NOON.isoformat(), "end": f"{NOON:%F}T13:00:00Z"}
    assert call(carl, "POST", f"{here}/collect/try", asked)[1]["records"] == 1
    status, run = call(carl, "POST", f"{here}/collections", asked)
    assert (status, run["state"], run["text"]) == (201, "running", "up == 0")
    assert call(carl, "POST", f"{here}/collections/{run['id']}/again")[0] == 200
    drain(now=clock.now() + timedelta(seconds=1))
    assert call(carl, "GET", f"{here}/collections/{run['id']}")[1]["files"] == [1]
    assert len(call(carl, "GET", f"{here}/collections")[1]) == 1
    assert call(carl, "POST", f"{here}/collections/{run['id']}/stop")[0] == 422
    assert call(carl, "POST", f"{here}/collections", {**asked, "begin": "2026-03-10T12:00:00"})[0] == 422
    assert call(carl, "POST", f"{here}/collect/try", {**asked, "collector": 999})[0] == 404
