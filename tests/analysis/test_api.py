import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotwash.analysis.models import Factor
from tests.analysis.conftest import make_entry, make_incident


@pytest.fixture
def api(cast):
    client = Client()
    client.force_login(cast.olga)

    def call(method, path, body=None, status=200):
        answer = client.generic(method, f"/api/v1{path}", json.dumps(body or {}), content_type="application/json")
        assert answer.status_code == status, answer.content
        return (
            json.loads(answer.content)
            if answer.content and answer["Content-Type"].startswith("application/json")
            else answer.content.decode()
        )

    return call


def test_the_whole_graph_by_api(api, incident):
    base = f"/incidents/{incident.reference}"
    made = api("POST", f"{base}/factors", {"statement": "It broke", "kind": "outcome"}, 201)
    assert (made["reference"], made["version"], made["causes"]) == ("F-1", 1, [])
    api("POST", f"{base}/factors", {"statement": "Disk full", "effect": 1}, 201)
    api("POST", f"{base}/factors", {"statement": "No quota"}, 201)
    api("POST", f"{base}/because", {"effect": 2, "cause": 3}, 201)
    assert api("POST", f"{base}/because", {"effect": 3, "cause": 1}, 422)["reasons"][0]["code"] == "circle"
    changed = api("PATCH", f"{base}/factors/2", {"version": 1, "category": "technical"})
    assert (changed["version"], changed["category"], changed["statement"]) == (2, "technical", "Disk full")
    assert api("PATCH", f"{base}/factors/2", {"version": 1, "statement": "x"}, 409)["reasons"][0]["code"] == "conflict"
    assert api("POST", f"{base}/factors/2/category", {"category": "process"})["category"] == "process"
    make_entry(incident)
    cited = api("POST", f"{base}/factors/2/citations", {"entry": 1}, 201)
    assert cited["entry"] == "T-1"
    listed = api("GET", f"{base}/factors")
    assert [(one["reference"], one["causes"], len(one["citations"])) for one in listed] == [
        ("F-1", ["F-2"], 0),
        ("F-2", ["F-3"], 1),
        ("F-3", [], 0),
    ]
    api("DELETE", f"{base}/citations/{cited['id']}", status=204)
    api("POST", f"{base}/because/remove", {"effect": 2, "cause": 3}, 204)
    api("DELETE", f"{base}/factors/3")
    api("GET", f"{base}/factors/3", status=404)
    assert api("POST", f"{base}/factors/3/restore")["reference"] == "F-3"
    assert {line["field"] for line in api("GET", f"{base}/factors/2/history")} >= {"category"}


def test_questions_exports_and_imports(cast, api, incident, write):
    write("Disk full", under=write("It broke", kind="outcome"))
    base = f"/incidents/{incident.reference}"
    asked = api("GET", f"{base}/questions")["open"]
    key = next(gap["key"] for gap in asked if gap["code"] == "no-evidence")
    left = api("POST", f"{base}/questions/leave", {"key": key, "reason": "Seen"}, 201)
    assert key not in [gap["key"] for gap in api("GET", f"{base}/questions")["open"]]
    api("DELETE", f"{base}/questions/{left['id']}", status=204)
    assert api("GET", f"{base}/causes/mermaid").startswith("flowchart TD")
    text = json.dumps(api("GET", f"{base}/causes/json"))
    other = make_incident(cast)
    assert len(api("POST", f"/incidents/{other.reference}/causes", {"text": text}, 201)) == 2
    api("GET", f"{base}/causes/gif", status=422)


def test_the_debrief_by_api(cast, api, incident):
    base = f"/incidents/{incident.reference}/debrief"
    api("GET", base, status=404)
    assert api("POST", base, {"planned_at": "2026-03-12T10:00:00"}, 422)["reasons"][0]["code"] == "no-zone"
    plan = {"planned_at": "2026-03-12T10:00:00Z", "facilitator_id": cast.otto.pk}
    assert api("POST", base, plan)["version"] == 1
    assert api("POST", base, plan, 409)["reasons"][0]["code"] == "conflict"
    assert api("POST", f"{base}/notes", {"notes": "One", "version": 1})["notes"] == "One"
    assert api("POST", f"{base}/held", {"attended": [cast.carl.pk]})["attended"] == [cast.carl.pk]
    assert len(api("GET", f"{base}/agenda")) == 5


def test_the_language_check(api):
    (finding,) = api("POST", "/language/check", {"text": "🦊 The operator failed to look."})["findings"]
    assert (finding["rule"], finding["start"], finding["text"]) == ("person-failed", 2, "The operator failed to look")
    assert finding["replacement"] == "Nothing prompted the operator to look"
    assert (
        api("POST", "/language/check", {"text": "Improve it", "purpose": "action"})["findings"][0]["rule"]
        == "vague-verb"
    )
    assert api("POST", "/language/check", {"text": ""})["findings"] == []
    api("POST", "/language/check", {"text": "x" * 1_000_001}, 422)
    api("POST", "/language/check", {"text": 7}, 422)
    assert {"person-failed", "should-have"} <= {rule["key"] for rule in api("GET", "/language/rules")}
    assert api("POST", "/factors/categorise", {"statement": "The runbook was outdated"})["category"] == "process"


def test_strangers_may_not(incident):
    answer = Client().post("/api/v1/language/check", "{}", content_type="application/json")
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/factors", {"statement": " "}, 422),
        ("/factors", {"statement": "x", "kind": "sin"}, 422),
        ("/factors", {"statement": "x", "effect": 99}, 404),
        ("/factors", {"statement": "x", "effect": 10**30}, 404),
        ("/because", {"effect": 1, "cause": 10**30}, 404),
        ("/questions/leave", {"key": "x", "reason": "y"}, 422),
        ("/causes", {"text": "{"}, 422),
    ],
)
def test_bad_input_gets_a_clear_word(api, incident, path, body, status):
    answer = api("POST", f"/incidents/{incident.reference}{path}", body, status)
    assert answer["reasons"][0]["message"]
    assert not Factor.objects.exists()


def test_listing_costs_the_same_for_few_and_many(api, incident, write):
    def count():
        with CaptureQueriesContext(connection) as queries:
            api("GET", f"/incidents/{incident.reference}/factors")
        return len(queries)

    write("One")
    count()
    few = count()
    for number in range(20):
        write(f"Another {number}")
    assert count() == few
