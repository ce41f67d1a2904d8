from datetime import timedelta

import pytest
from django.test import Client

from hotwash.respond.models import Alert, Escalation, Incident, Page, RoutingRule
from hotwash.respond.steps import decide_deliveries, page_people
from tests.api.calls import Api
from tests.cast import NOON, Cast, actor
from tests.respond.given import a_policy, a_rule, a_schedule, a_source, declared, delivered, target

pytestmark = pytest.mark.django_db


@pytest.fixture
def rhea(cast: Cast) -> Api:
    return Api(cast.rhea)


@pytest.fixture
def ada(cast: Cast) -> Api:
    return Api(cast.ada)


def reasons(found: object) -> set[tuple[str, str]]:
    return {(reason["code"], reason["field"]) for reason in found["reasons"]}


def test_from_declaration_to_resolution(rhea: Api, cast: Cast):
    status, made = rhea.call("POST", "/incidents", {"title": "Checkout fails", "severity": "sev1"})
    assert (status, made["state"], made["found_by"]) == (201, "active", "colleague")
    at = f"/incidents/{made['reference']}"
    steps = [
        ("POST", f"{at}/acknowledge", None),
        ("POST", f"{at}/participants", {"person": cast.carl.pk, "role": "commander"}),
        ("POST", f"{at}/notes", {"text": "The disk is full"}),
        ("POST", f"{at}/pages", {"people": [cast.otto.pk]}),
        ("POST", f"{at}/updates", {"audiences": ["internal"], "text": "We look into it."}),
        ("POST", f"{at}/severity", {"severity": "sev2"}),
        ("POST", f"{at}/state", {"change": "mitigate"}),
        ("POST", f"{at}/state", {"change": "resolve"}),
    ]
    assert [rhea.call(*step)[0] for step in steps] == [200, 200, 201, 201, 201, 200, 200, 200]
    found = rhea.call("GET", at)[1]
    assert (found["state"], found["severity"], found["acknowledged_at"] is not None) == ("resolved", "sev2", True)
    assert [part["role"] for part in rhea.call("GET", f"{at}/participants")[1]] == ["commander", "responder"]
    assert rhea.call("GET", f"{at}/pages")[1][0]["reason"] == "asked for by Rhea"
    assert rhea.call("GET", f"{at}/updates")[1][0]["audience"] == "internal"
    assert {message["purpose"] for message in rhea.call("GET", f"{at}/messages")[1]} == {"page"}
    assert "The disk is full" in {line["text"] for line in rhea.call("GET", f"{at}/feed")[1]}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"title": "", "severity": "sev1"}, {("title", "title")}),
        ({"title": "A", "severity": "nope"}, {("severity", "severity")}),
        ({"title": "A", "severity": "sev1", "started_at": "1970-01-01T00:00:00Z"}, {("time", "started_at")}),
    ],
)
def test_a_refusal_is_422_with_its_reasons(rhea: Api, body: object, expected: object):
    status, found = rhea.call("POST", "/incidents", body)
    assert (status, reasons(found)) == (422, expected)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"{",
        b"[]",
        b'{"title": 7}',
        b"\xff",
        b'{"title": "A", "severity": "sev1", "started_at": "2026-01-01T00:00"}',
    ],
)
def test_what_is_no_declaration_is_refused_without_a_trace(rhea: Api, payload: bytes):
    answer = rhea.client.generic("POST", "/api/v1/incidents", payload, content_type="application/json")
    assert answer.status_code in {400, 422}
    assert b"Traceback" not in answer.content
    assert Incident.objects.count() == 0


def test_a_stale_version_is_409(rhea: Api):
    incident = declared()
    body = {"title": "New", "found_by": "customer", "version": 1}
    assert rhea.call("PUT", f"/incidents/{incident.reference}", body)[0] == 200
    status, found = rhea.call("PUT", f"/incidents/{incident.reference}", body)
    assert (status, reasons(found)) == (409, {("conflict", "")})


def test_acknowledging_twice_is_fine(rhea: Api):
    at = f"/incidents/{declared().reference}/acknowledge"
    first, second = rhea.call("POST", at), rhea.call("POST", at)
    assert (first[0], second[0]) == (200, 200)
    assert first[1]["acknowledged_at"] == second[1]["acknowledged_at"]


def test_private_incidents_of_others_are_404(rhea: Api, cast: Cast):
    incident = declared(actor(cast.carl), private=True)
    for method, path in [
        ("GET", ""),
        ("POST", "/acknowledge"),
        ("GET", "/feed"),
        ("GET", "/messages"),
        ("GET", "/pages"),
    ]:
        assert rhea.call(method, f"/incidents/{incident.reference}{path}")[0] == 404


def test_a_viewer_may_look_and_not_touch(cast: Cast):
    vera, at = Api(cast.vera), f"/incidents/{declared().reference}"
    assert vera.call("GET", at)[0] == 200
    assert vera.call("POST", f"{at}/acknowledge")[0] == 403
    assert vera.call("POST", "/incidents", {"title": "A", "severity": "sev1"})[0] == 403


def test_without_a_token_nothing_is_answered(cast: Cast):
    assert Client().get("/api/v1/incidents").status_code == 401


def test_the_list_is_walked(rhea: Api):
    for number in range(7):
        declared(title=f"Number {number}")
    first = rhea.call("GET", "/incidents?limit=5")[1]
    rest = rhea.call("GET", f"/incidents?limit=5&before={first['older']}")[1]
    assert [len(first["incidents"]), len(rest["incidents"]), rest["older"]] == [5, 2, ""]


def test_pages_are_mine_to_decline(rhea: Api, cast: Cast):
    page_people(actor=actor(cast.ada), incident=declared(), people=[cast.rhea, cast.otto], now=NOON)
    (mine,) = rhea.call("GET", "/pages")[1]
    assert rhea.call("POST", f"/pages/{mine['id']}/decline")[1]["state"] == "declined"
    other = Page.objects.get(person=cast.otto)
    assert rhea.call("POST", f"/pages/{other.pk}/decline")[0] == 422


def test_alerts_are_triaged(rhea: Api):
    delivered(a_source())
    decide_deliveries(now=NOON)
    (alert,) = rhea.call("GET", "/alerts")[1]["alerts"]
    at = f"/alerts/{alert['id']}"
    assert rhea.call("POST", f"{at}/dismiss", {"why": "noise", "version": 1})[1]["triage"] == "dismissed"
    assert rhea.call("POST", f"{at}/dismiss", {"version": 1})[0] == 409
    assert rhea.call("POST", f"{at}/return")[1]["triage"] == "inbox"
    status, made = rhea.call("POST", f"{at}/declare", {"title": "A", "severity": "sev2", "version": 3})
    assert status == 201
    assert rhea.call("GET", at)[1]["incident"] == made["reference"]
    assert Alert.objects.get().incident is not None


def test_sources_and_rules(ada: Api, rhea: Api):
    status, source = ada.call("POST", "/sources", {"plugin": "alertmanager", "name": "Prod"})
    assert (status, "/in/alertmanager/" in source["address"]) == (201, True)
    assert rhea.call("GET", "/sources")[0] == 403
    assert ada.call("POST", f"/sources/{source['id']}/test")[0] == 201
    assert ada.call("GET", f"/sources/{source['id']}/deliveries")[1][0]["state"] == "waiting"
    number = ada.call("GET", f"/sources/{source['id']}/deliveries")[1][0]["id"]
    status, tried = ada.call("POST", f"/sources/{source['id']}/try", {"delivery": number})
    assert (status, tried["problem"], [one["state"] for one in tried["signals"]]) == (200, "", ["firing", "resolved"])
    assert ada.call("POST", f"/sources/{source['id']}/try", {"delivery": 999})[0] == 404
    assert rhea.call("POST", f"/sources/{source['id']}/try", {"delivery": number})[0] == 403
    assert ada.call("POST", f"/sources/{source['id']}/renew")[1]["address"] != source["address"]
    rule = {"name": "Critical", "action": "declare", "matchers": "severity=critical"}
    status, made = ada.call("POST", "/rules", rule)
    assert (status, made["matchers"]) == (201, ["severity = critical"])
    tried = rhea.call("POST", "/routing/simulate", {"labels": {"severity": "critical"}})[1]
    assert tried == {
        "action": "declare",
        "trials": [{"rule": "Critical", "matched": True, "why": "all its matchers hold"}],
        "outcome": "declare",
        "reason": "Rule “Critical” declares an incident.",
        "incident": None,
        "severity": "sev1",
        "policy": "",
        "paged": [],
    }
    assert ada.call("DELETE", f"/rules/{made['id']}")[0] == 204
    assert RoutingRule.objects.count() == 0


def test_on_call(ada: Api, rhea: Api, cast: Cast):
    layer = {"members": [cast.rhea.pk], "starts_on": "2026-03-02"}
    status, made = ada.call("POST", "/schedules", {"name": "Web", "layers": [layer]})
    assert status == 201
    assert rhea.call("GET", "/on-call")[1][0]["name"] == "Rhea"
    (shown,) = rhea.call("GET", "/schedules")[1]
    assert (shown["layers"][0]["members"], shown["overrides"], shown == made) == ([cast.rhea.pk], [], True)
    override = {"person": cast.otto.pk, "starts_at": NOON.isoformat(), "ends_at": (NOON + timedelta(1)).isoformat()}
    status, taken = rhea.call("POST", f"/schedules/{made['id']}/overrides", override)
    assert status == 201
    assert rhea.call("GET", "/schedules")[1][0]["overrides"] == []  # it is over
    assert rhea.call("DELETE", f"/overrides/{taken['id']}")[0] == 204
    assert rhea.call("GET", f"/schedules/{made['id']}/shifts")[1][0]["person"] == cast.rhea.pk
    level = {"minutes": 5, "targets": [{"kind": "schedule", "id": made["id"]}]}
    status, policy = ada.call("POST", "/policies", {"name": "Web", "levels": [level], "is_default": True})
    assert status == 201
    assert rhea.call("GET", "/policies")[1] == [policy]
    said = {"kind": "schedule", "id": made["id"], "name": "Web", "channel": "", "address": ""}
    assert policy["levels"] == [{"minutes": 5, "targets": [said]}]
    assert ada.call("PUT", f"/policies/{policy['id']}", {"name": "Web", "levels": [level], "version": 1})[0] == 200
    assert (
        ada.call(
            "POST", "/policies", {"name": "X", "levels": [{"minutes": 5, "targets": [{"kind": "team", "id": 9}]}]}
        )[0]
        == 422
    )


def test_what_an_update_would_say(rhea: Api, cast: Cast):
    incident = declared(title="Checkout fails")
    body = {"audiences": ["internal"], "text": "We look into it.", "next_minutes": 0}
    status, (shown,) = rhea.call("POST", f"/incidents/{incident.reference}/updates/preview", body)
    assert status == 200
    assert "We look into it." in shown["text"]
    assert "Checkout fails" in shown["text"]
    assert rhea.call("GET", f"/incidents/{incident.reference}/updates")[1] == []
    for wrong in ({"text": " "}, {"audiences": []}, {"next_minutes": 100_000}):
        status, found = rhea.call("POST", f"/incidents/{incident.reference}/updates/preview", body | wrong)
        assert (status, reasons(found).pop()[1]) == (422, next(iter(wrong)))


def test_the_ladder_of_an_incident(rhea: Api, cast: Cast):
    incident = declared()
    at = f"/incidents/{incident.reference}/escalation"
    assert rhea.call("GET", at) == (200, None)
    Escalation.objects.create(incident=incident, plan={"name": "Web"}, level=2, started_at=NOON)
    found = rhea.call("GET", at)[1]
    assert (found["policy"], found["level"], found["round"], found["state"]) == ("Web", 2, 1, "running")


def test_rules_change_places(ada: Api, rhea: Api):
    first, second = a_rule("One"), a_rule("Two")
    assert rhea.call("POST", f"/rules/{second.pk}/move", {"up": True})[0] == 403
    assert [row["name"] for row in ada.call("POST", f"/rules/{second.pk}/move", {"up": True})[1]] == ["Two", "One"]
    assert [row["name"] for row in ada.call("POST", f"/rules/{first.pk}/move", {"up": False})[1]] == ["Two", "One"]
    assert ada.call("POST", "/rules/999/move", {"up": True})[0] == 404


def test_the_alerts_of_an_incident(rhea: Api, cast: Cast):
    source = a_source()
    delivered(source)
    decide_deliveries(now=NOON)
    alert = Alert.objects.get()
    incident = declared()
    at = f"/incidents/{incident.reference}/alerts"
    assert rhea.call("GET", at)[1]["alerts"] == []
    rhea.call("POST", f"/alerts/{alert.pk}/attach", {"incident": incident.reference, "version": alert.version})
    assert [row["id"] for row in rhea.call("GET", at)[1]["alerts"]] == [alert.pk]


def test_declaring_costs_few_queries(rhea: Api, cast: Cast, django_assert_max_num_queries):
    a_policy((5, [target(a_schedule(cast.rhea))]))
    rhea.call("POST", "/incidents", {"title": "Warm", "severity": "sev1"})
    with django_assert_max_num_queries(14):
        rhea.call("POST", "/incidents", {"title": "Lean", "severity": "sev1"})
