"""The inbox, rules, sources and schedules, as a browser without script uses them."""

from datetime import timedelta

import pytest
from django.test import Client

from hotwash.directory.models import Person
from hotwash.kernel.core.actor import SYSTEM
from hotwash.respond.core.states import RuleAction, Triage
from hotwash.respond.models import (
    Alert,
    EscalationPolicy,
    Incident,
    RoutingRule,
    Source,
)
from hotwash.respond.steps import decide_deliveries, page_people
from tests.api.calls import Api
from tests.cast import NOON, Cast
from tests.respond.given import (
    ALERT,
    a_policy,
    a_rule,
    a_schedule,
    a_source,
    alertmanager_body,
    declared,
    delivered,
    target,
)

pytestmark = pytest.mark.django_db
EVIL = "<script>alert('x')</script>"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


@pytest.fixture
def rhea(cast: Cast) -> Client:
    return signed_in(cast.rhea)


@pytest.fixture
def ada(cast: Cast) -> Client:
    return signed_in(cast.ada)


def form_of(incident: Incident, **changed: object) -> dict[str, object]:
    return {"title": incident.title, "found_by": incident.found_by, "version": incident.version, **changed}


# -- alerts


@pytest.fixture
def alert() -> Alert:
    delivered(a_source())
    decide_deliveries(now=NOON)
    return Alert.objects.get()


def test_the_inbox_teaches_when_it_is_empty(rhea: Client):
    assert "Nothing can send alerts yet" in text_of(rhea.get("/alerts/"))
    a_source()
    assert "The inbox is empty" in text_of(rhea.get("/alerts/"))


def test_the_inbox_says_why_each_alert_waits(rhea: Client, alert: Alert):
    assert "No routing rule fits it." in text_of(rhea.get("/alerts/"))
    assert "No routing rule fits it." in text_of(rhea.get(f"/alerts/{alert.pk}/"))


def test_all_alerts_of_a_large_incident_are_a_list_of_their_own(rhea: Client):
    a_rule()
    source = a_source()
    for host in range(30):
        delivered(source, alertmanager_body({**ALERT, "host": f"web-{host:02}"}))
    decide_deliveries(now=NOON)
    incident = Incident.objects.get()
    room = text_of(rhea.get(f"/incidents/{incident.reference}/respond/"))
    assert "30 still firing" in room
    at = f"/alerts/?triage=all&amp;incident={incident.reference}"
    assert at in room
    page = text_of(rhea.get(at.replace("&amp;", "&")))
    assert "Only those of" in page
    assert ("web-29" in page, "web-01" in page) == (True, False)
    assert rhea.get("/alerts/?incident=INC-999").status_code == 404


def test_an_alert_that_flaps_shows_how_it_came_to_that(rhea: Client, cast: Cast):
    a_rule(flap_times=2, flap_minutes=60)
    source = a_source()
    for minute in range(7):
        body = alertmanager_body(status="resolved" if minute % 2 else "firing")
        delivered(source, body, after=timedelta(minutes=minute))
    decide_deliveries(now=NOON + timedelta(minutes=7))
    first, last = Alert.objects.order_by("pk")
    page = text_of(rhea.get(f"/alerts/{last.pk}/"))
    assert ("flapping" in page, "It began 4 times lately" in page, f"/alerts/{first.pk}/" in page) == (True,) * 3
    assert "flapping" in text_of(rhea.get("/alerts/?triage=all"))
    status, found = Api(cast.rhea).call("GET", f"/alerts/{last.pk}")
    assert (status, len(found["began"]), found["flapping_since"]) == (200, 4, "2026-03-10T12:04:00Z")
    earlier = Api(cast.rhea).call("GET", f"/alerts/{last.pk}/earlier")[1]["alerts"]
    assert [row["id"] for row in earlier] == [first.pk]


def test_declare_for_an_alert(rhea: Client, alert: Alert):
    at = f"/incidents/declare?alert={alert.pk}"
    assert alert.title in text_of(rhea.get(at))
    rhea.post(at, {"title": "Checkout fails", "severity": "sev1", "found_by": "alerting"})
    alert.refresh_from_db()
    assert (alert.incident, alert.triage) == (Incident.objects.get(), Triage.ATTACHED)


def test_attach_dismiss_and_undo(rhea: Client, alert: Alert):
    incident = declared()
    rhea.post(f"/alerts/{alert.pk}/attach", {"incident": incident.reference, "version": 1})
    alert.refresh_from_db()
    assert alert.incident == incident
    rhea.post(f"/alerts/{alert.pk}/return")
    rhea.post(f"/alerts/{alert.pk}/dismiss", {"why": EVIL, "version": 3})
    alert.refresh_from_db()
    assert alert.triage == Triage.DISMISSED
    assert EVIL not in text_of(rhea.get("/alerts/?triage=dismissed"))


def test_the_second_of_two_who_decide_is_told(rhea: Client, alert: Alert):
    rhea.post(f"/alerts/{alert.pk}/dismiss", {"version": 1})
    answer = rhea.post(f"/alerts/{alert.pk}/dismiss", {"version": 1}, follow=True)
    assert "Somebody else saved" in text_of(answer)


def test_attaching_to_what_is_not_there(rhea: Client, alert: Alert):
    answer = rhea.post(f"/alerts/{alert.pk}/attach", {"incident": "INC-999"}, follow=True)
    assert "Choose the incident" in text_of(answer)


# -- settings


def test_add_a_source_and_send_a_test(ada: Client):
    answer = ada.post("/alerts/sources/new/alertmanager", {"name": "Prod", "enabled": "on"}, follow=True)
    source = Source.objects.get()
    assert f"/in/alertmanager/{source.secret}" in text_of(answer)
    ada.post(f"/alerts/sources/{source.pk}/test")
    decide_deliveries(now=NOON)
    assert "It is a test" in text_of(ada.get(f"/alerts/sources/{source.pk}/"))


def test_a_secret_option_is_never_shown(ada: Client):
    ada.post("/alerts/sources/new/pagerduty", {"name": "PD", "enabled": "on", "option_signing_secret": "s3cr3t-value"})
    source = Source.objects.get()
    assert source.options == {"signing_secret": "s3cr3t-value"}
    assert "s3cr3t-value" not in text_of(ada.get(f"/alerts/sources/{source.pk}/"))


def test_members_do_not_see_secret_addresses(rhea: Client):
    source = a_source()
    assert rhea.get(f"/alerts/sources/{source.pk}/").status_code == 403
    assert source.secret not in text_of(rhea.get("/alerts/sources/"))


def test_rules_are_written_tried_and_removed(ada: Client):
    given = {
        "name": "Critical",
        "matchers": "severity=critical",
        "action": "declare",
        "group_minutes": "60",
        "enabled": "on",
    }
    assert ada.post("/alerts/rules/new", given).status_code == 302
    rule = RoutingRule.objects.get()
    assert rule.matchers == [{"label": "severity", "op": "=", "value": "critical"}]
    tried = text_of(ada.get("/alerts/rules/", {"labels": "severity=critical"}))
    assert "Rule “Critical” decides" in tried
    assert "waits in the <b>inbox</b>" in text_of(ada.get("/alerts/rules/", {"labels": "severity=info"}))
    assert "Critical" in text_of(ada.get(f"/alerts/rules/{rule.pk}/"))
    ada.post(f"/alerts/rules/{rule.pk}/delete")
    assert RoutingRule.objects.count() == 0


def test_a_rule_that_cannot_be_keeps_what_was_typed(ada: Client):
    given = {"name": "X", "matchers": "severity ~~ (", "action": "declare", "group_minutes": "60"}
    answer = ada.post("/alerts/rules/new", given)
    assert answer.status_code == 422
    assert "is no matcher" in text_of(answer)


def test_two_people_change_the_same_rule(ada: Client):
    rule = a_rule()
    given = {"name": "Mine", "action": RuleAction.INBOX, "group_minutes": "60", "version": "1"}
    assert ada.post(f"/alerts/rules/{rule.pk}/", given).status_code == 302
    assert "Somebody else saved" in text_of(ada.post(f"/alerts/rules/{rule.pk}/", {**given, "name": "Other"}))


def test_a_policy_is_written_as_lines(ada: Client, cast: Cast):
    a_schedule(cast.rhea)
    given = {
        "name": "Web",
        "levels": "5: schedule Web\n10: person carl@example.org",
        "repeats": "2",
        "is_default": "on",
    }
    assert ada.post("/alerts/escalation/new", given).status_code == 302
    policy = EscalationPolicy.objects.get()
    assert [level.minutes for level in policy.levels.all()] == [5, 10]
    assert "5: schedule Web" in text_of(ada.get(f"/alerts/escalation/{policy.pk}/"))


@pytest.mark.parametrize("levels", ["schedule Web", "5: ship Titanic", "5: person who@example.org", "5:", "x: team A"])
def test_a_policy_that_cannot_be_is_said(ada: Client, levels: str):
    answer = ada.post("/alerts/escalation/new", {"name": "Web", "levels": levels, "repeats": "1"})
    assert answer.status_code == 422
    assert EscalationPolicy.objects.count() == 0


def test_the_start_page_says_that_one_is_paged(rhea: Client, cast: Cast):
    incident = declared()
    a_policy((5, [target(cast.rhea)]))
    page_people(actor=SYSTEM, incident=incident, people=[cast.rhea], now=NOON)
    shown = text_of(rhea.get("/"))
    assert "You are paged" in shown
    assert incident.reference in shown
