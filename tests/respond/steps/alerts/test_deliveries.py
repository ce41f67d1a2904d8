from datetime import UTC, datetime, timedelta

import pytest

from hotwash.kernel import eventlog
from hotwash.kernel.models import Event
from hotwash.respond.core.states import AlertState, DeliveryState, RuleAction, Triage
from hotwash.respond.models import Alert, Delivery, Incident
from hotwash.respond.queries import source_plugins
from hotwash.respond.steps import SourceValues, decide_deliveries, save_source, send_test
from hotwash.respond.steps.alerts import deliveries
from tests.cast import NOON, Cast, actor
from tests.respond.given import ALERT, a_rule, a_service, a_source, alertmanager_body, delivered

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def decide(now: datetime = NOON) -> int:
    return decide_deliveries(now=now)


def outcomes(delivery: Delivery) -> list[str]:
    delivery.refresh_from_db()
    return [said["outcome"] for said in delivery.decision]


def test_a_rule_declares_an_incident():
    service = a_service("Checkout")
    rule = a_rule(matchers='severity = "critical"', service_id=service.pk, group_by=("service",))
    delivery = delivered(a_source())
    assert decide() == 1
    incident = Incident.objects.get()
    alert = Alert.objects.get()
    assert (incident.title, incident.severity, incident.found_by) == ("HighErrorRate on all", "sev1", "alerting")
    assert list(incident.services.all()) == [service]
    assert incident.started_at == datetime(2026, 3, 10, 11, 55, tzinfo=UTC)
    assert (alert.incident, alert.triage, alert.rule) == (incident, Triage.ATTACHED, rule)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.DECIDED
    assert delivery.decision[0]["reason"] == "Rule “Critical” declares an incident."
    assert delivery.decision[0]["incident"] == incident.pk


def test_repeats_only_count():
    a_rule()
    source = a_source()
    for minute in range(3):
        delivered(source, after=minute * MINUTE)
    assert decide() == 3
    alert = Alert.objects.get()
    assert (alert.count, alert.last_at - alert.first_at) == (3, 2 * MINUTE)
    assert Incident.objects.count() == 1


def test_a_storm_stays_one_incident():
    a_rule(group_by=("service",))
    source = a_source()
    for host in range(40):
        delivered(source, alertmanager_body({**ALERT, "host": str(host)}))
    while decide():
        pass
    incident = Incident.objects.get()
    assert incident.alerts.count() == 40


def test_alerts_of_another_group_declare_another_incident():
    a_rule(group_by=("service",))
    delivered(a_source(), alertmanager_body(ALERT, {**ALERT, "service": "search"}))
    decide()
    assert Incident.objects.count() == 2


def test_after_the_window_a_new_incident_is_declared():
    a_rule(group_minutes=30)
    source = a_source()
    delivered(source, alertmanager_body({**ALERT, "host": "1"}))
    delivered(source, alertmanager_body({**ALERT, "host": "2"}), after=20 * MINUTE)
    delivered(source, alertmanager_body({**ALERT, "host": "3"}), after=60 * MINUTE)
    decide(NOON + 61 * MINUTE)
    assert sorted(incident.alerts.count() for incident in Incident.objects.all()) == [1, 2]


def test_an_incident_that_is_over_takes_no_more_alerts():
    a_rule()
    source = a_source()
    delivered(source, alertmanager_body({**ALERT, "host": "1"}))
    decide()
    Incident.objects.update(state="resolved")
    delivered(source, alertmanager_body({**ALERT, "host": "2"}), after=MINUTE)
    decide(NOON + MINUTE)
    assert Incident.objects.count() == 2


def test_the_sender_resolves_and_fires_anew():
    a_rule()
    source = a_source()
    for place, status in enumerate(["firing", "resolved", "resolved", "firing"]):
        delivered(source, alertmanager_body(status=status), after=place * MINUTE)
    decide(NOON + 4 * MINUTE)
    first, second = Alert.objects.order_by("pk")
    assert (first.state, first.count, second.state) == (AlertState.RESOLVED, 2, AlertState.FIRING)
    assert first.incident_id == second.incident_id
    assert [outcomes(row) for row in Delivery.objects.order_by("pk")] == [
        ["declare"],
        ["resolved"],
        ["ignore"],
        ["attach"],
    ]


def test_firing_and_resolved_in_one_body():
    a_rule()
    delivery = delivered(
        a_source(), alertmanager_body({**ALERT, "host": "1"}, {**ALERT, "host": "2", "status": "resolved"})
    )
    decide()
    assert outcomes(delivery) == ["declare", "ignore"]


def test_without_a_rule_an_alert_waits_in_the_inbox():
    delivered(a_source())
    decide()
    alert = Alert.objects.get()
    assert (alert.triage, alert.reason, alert.incident) == (Triage.INBOX, "No routing rule fits it.", None)
    assert Event.objects.filter(type="respond.alerts_received").count() == 1


def test_a_rule_can_ignore():
    a_rule("Noise", RuleAction.IGNORE, matchers="alertname = HighErrorRate")
    delivered(a_source())
    decide()
    assert (Alert.objects.get().triage, Incident.objects.count()) == (Triage.IGNORED, 0)


def test_the_test_button_never_declares(cast: Cast):
    a_rule()
    source = a_source()
    send_test(actor=actor(cast.ada), source=source, now=NOON)
    decide()
    assert Incident.objects.count() == 0
    assert {alert.triage for alert in Alert.objects.all()} == {Triage.INBOX}


def test_the_test_button_works_for_every_plugin_with_and_without_its_secrets(cast: Cast):
    a_rule(matchers="")
    for plugin in source_plugins().values():
        options = {option.key: "s3cret" for option in plugin.options if option.secret}
        source = save_source(
            actor=actor(cast.ada), values=SourceValues(plugin=plugin.key, name=plugin.key, options=options)
        )
        send_test(actor=actor(cast.ada), source=source, now=NOON)
        decide()
        alert = Alert.objects.get(source=source)
        assert (alert.title[:6], alert.triage, alert.reason) == (
            "Test: ",
            Triage.INBOX,
            "It is a test, so no rule was asked.",
        ), plugin.key
    assert Incident.objects.count() == 0


def test_a_test_of_the_sender_pages_nobody_and_is_no_real_alert(cast: Cast):
    a_rule(matchers="")
    source = a_source("grafana", "Grafana")
    sample = next(one for one in source_plugins()["grafana"].samples if one.name == "test.json")
    delivery = delivered(source, sample.payload)
    decide()
    assert outcomes(delivery) == ["inbox"]
    assert Incident.objects.count() == 0


def test_a_test_does_not_touch_an_alert_that_is_open(cast: Cast):
    source = a_source()
    send_test(actor=actor(cast.ada), source=source, now=NOON)
    sample = Delivery.objects.get()
    real = delivered(source, bytes(sample.body))
    decide()
    assert "duplicate" not in outcomes(real)


@pytest.mark.parametrize(
    ("body", "part"),
    [
        (b"", "empty"),
        (b"{", "not JSON"),
        (b"\xff\xfe\x00binary", "UTF-8"),
        (b'{"no": "alerts"}', "not an Alertmanager webhook"),
        (b"[" * 50_000, "nested"),
    ],
)
def test_what_cannot_be_read_is_kept_with_the_problem_and_stops_nothing(body: bytes, part: str):
    a_rule()
    source = a_source()
    bad, good = delivered(source, body), delivered(source)
    assert decide() == 2
    bad.refresh_from_db()
    assert (bad.state, bytes(bad.body)) == (DeliveryState.UNREADABLE, body)
    assert part in bad.error
    assert outcomes(good) == ["declare"]


@pytest.mark.parametrize("year", [1970, 2400])
def test_a_time_that_cannot_be_is_replaced_by_the_time_of_receipt(year: int):
    a_rule()
    delivery = delivered(a_source(), alertmanager_body({**ALERT, "startsAt": f"{year}-01-01T00:00:00Z"}))
    decide()
    assert Alert.objects.get().starts_at == NOON
    assert Incident.objects.get().started_at is None
    delivery.refresh_from_db()
    assert f"The sender says {year}-01-01" in delivery.decision[0]["reason"]


def test_strange_text_is_stored_as_text():
    a_rule()
    labels = {**ALERT, "alertname": "<script>alert(1)</script>", "nul": "a\x00b", "half": "\ud800"}
    delivered(a_source(), alertmanager_body(labels))
    decide()
    assert Incident.objects.get().title == "<script>alert(1)</script> on all"
    assert Alert.objects.get().labels["nul"] == "ab"


def test_numbers_that_are_none_are_stored():
    a_rule()
    body = alertmanager_body().replace(b'"version": "4"', b'"version": "4", "x": [NaN, 1e999, -Infinity]')
    delivery = delivered(a_source("generic_json"), b'{"title": "A", "bad": [NaN, 1e999, {"deep": "\\u0000\\ud800"}]}')
    decide()
    assert outcomes(delivery) == ["declare"]
    assert b"NaN" in body


def test_sources_are_decided_in_the_order_of_arrival_each_by_itself():
    a_rule()
    one, two = a_source(name="One"), a_source(name="Two")
    for source in (one, two, one):
        delivered(source)
    assert [decide(), decide(), decide()] == [2, 1, 0]


def test_the_log_stays_whole_and_says_what_came():
    a_rule()
    delivered(a_source(), alertmanager_body(ALERT, {**ALERT, "host": "2"}))
    decide()
    incident = Incident.objects.get()
    lines = [eventlog.sentence(row) for row in Event.objects.filter(incident_id=incident.pk)]
    assert lines == ["declared the incident as sev1: HighErrorRate on all", "attached alerts from Alertmanager (2)"]
    assert list(eventlog.problems()) == []


def test_a_batch_costs_the_same_for_one_and_for_thirty(django_assert_max_num_queries):
    a_rule(group_by=("service",))
    source = a_source()
    delivered(source, alertmanager_body({**ALERT, "host": "first"}))
    decide()
    for host in range(30):
        delivered(source, alertmanager_body({**ALERT, "host": str(host)}))
    with django_assert_max_num_queries(26):
        assert decide() == 30


def test_what_is_too_large_for_one_go_is_decided_about_in_several(monkeypatch: pytest.MonkeyPatch):
    a_rule()
    source = a_source()
    for host in range(4):
        delivered(source, alertmanager_body({**ALERT, "host": str(host)}))
    monkeypatch.setattr(deliveries, "MAX_BYTES", 2 * len(alertmanager_body({**ALERT, "host": "0"})) - 1)
    assert [decide(), decide(), decide()] == [2, 2, 0]


def test_a_delivery_larger_than_one_go_is_decided_about_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(deliveries, "MAX_BYTES", 1)
    delivered(a_source())
    assert [decide(), decide()] == [1, 0]


def test_the_work_does_not_grow_with_what_waits(django_assert_max_num_queries):
    a_rule()
    source = a_source()
    for host in range(40):
        delivered(source, alertmanager_body({**ALERT, "host": str(host)}))
    with django_assert_max_num_queries(40):
        assert decide_deliveries(now=NOON, limit=10) == 10
    assert Delivery.objects.filter(processed_at=None).count() == 30
