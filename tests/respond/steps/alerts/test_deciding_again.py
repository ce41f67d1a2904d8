"""Alerts that come again, flap, storm, or are silenced: what becomes of them and of their incidents."""

from datetime import datetime, timedelta

import pytest

from hotwash.kernel.models import Event
from hotwash.respond.core.lifecycle import Change
from hotwash.respond.core.states import Again, AlertState, EscalationState, RuleAction, Triage
from hotwash.respond.models import Alert, Delivery, Escalation, Incident, Page, Silence
from hotwash.respond.steps import (
    SilenceValues,
    acknowledge,
    change_severity,
    change_state,
    decide_deliveries,
    end_silence,
    make_silence,
    silence_alert,
)
from tests.cast import NOON, Cast, actor
from tests.outbox import drain
from tests.respond.given import ALERT, a_policy, a_rule, a_service, a_source, alertmanager_body, delivered, target

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def source(cast: Cast):
    a_policy((5, [target(cast.rhea)]))
    return a_source()


def send(source: object, minute: float = 0, **labels: object) -> str:
    """Deliver and decide at a minute after noon; the outcome."""
    at = minute * MINUTE
    delivery = delivered(source, alertmanager_body({**ALERT, **labels}), after=at)
    decide_deliveries(now=NOON + at)
    delivery.refresh_from_db()
    return str(delivery.decision[0]["outcome"])


def resolve(cast: Cast, minute: float) -> Incident:
    incident = Incident.objects.get()
    done = change_state(actor=actor(cast.rhea), incident=incident, change=Change.RESOLVE, now=NOON + minute * MINUTE)
    assert isinstance(done, Incident)
    return done


def said(type_: str) -> list[Event]:
    return list(Event.objects.filter(type=type_).order_by("pk"))


def test_it_fires_again_soon_after_the_end_and_the_incident_is_reopened_and_paged(source: object, cast: Cast):
    a_rule(again=Again.REOPEN, again_minutes=30, raises=False)
    send(source)
    drain(now=NOON)
    acknowledge(actor=actor(cast.rhea), incident=Incident.objects.get(), via="page", now=NOON + MINUTE)
    send(source, 5, status="resolved")
    resolve(cast, 6)
    drain(now=NOON + 6 * MINUTE)
    assert send(source, 20) == "reopen"
    drain(now=NOON + 20 * MINUTE)
    incident = Incident.objects.get()
    assert (incident.state, incident.resolved_at) == ("active", None)
    assert incident.alerts.order_by("pk").last().reason == (
        f"Rule “Critical”: INC-{incident.pk} was resolved 14 minutes ago, so it is reopened."
    )
    assert [escalation.state for escalation in Escalation.objects.order_by("pk")] == [
        EscalationState.ACKNOWLEDGED,
        EscalationState.RUNNING,
    ]
    assert [page.person for page in Page.objects.order_by("pk")] == [cast.rhea, cast.rhea]
    assert len(said("respond.incident_reopened")) == 1


def test_reopened_once_for_many(source: object, cast: Cast):
    a_rule(again=Again.REOPEN, again_minutes=30)
    send(source)
    resolve(cast, 6)
    for host in range(3):
        delivered(source, alertmanager_body({**ALERT, "host": str(host)}), after=7 * MINUTE)
    decide_deliveries(now=NOON + 7 * MINUTE)
    outcomes = [row.decision[0]["outcome"] for row in Delivery.objects.order_by("pk")]
    assert outcomes == ["declare", "reopen", "attach", "attach"]
    drain(now=NOON + 7 * MINUTE)
    assert Page.objects.filter(state="open").count() == 1


def test_it_may_be_attached_to_what_stays_resolved(source: object, cast: Cast):
    a_rule(again=Again.ATTACH, again_minutes=30)
    send(source)
    incident = resolve(cast, 6)
    assert [send(source, 7, host="2"), send(source, 8, host="3")] == ["attach", "attach"]
    incident.refresh_from_db()
    assert (incident.state, incident.alerts.count()) == ("resolved", 3)


def test_an_incident_whose_post_mortem_is_done_is_not_reopened(source: object, cast: Cast):
    a_rule(again=Again.REOPEN, again_minutes=30)
    send(source)
    incident = resolve(cast, 1)
    change_state(actor=actor(cast.rhea), incident=incident, change=Change.CLOSE, now=NOON + 2 * MINUTE)
    assert send(source, 3, host="2") == "declare"
    assert Incident.objects.count() == 2


def test_what_ended_and_fires_again_in_one_go(source: object):
    """Of a fingerprint one alert is open at a time: the end is written before the new beginning."""
    a_rule(flap_times=0)
    send(source)
    delivered(source, alertmanager_body(status="resolved"), after=MINUTE)
    delivered(source, alertmanager_body(), after=2 * MINUTE)
    decide_deliveries(now=NOON + 2 * MINUTE)
    assert [alert.state for alert in Alert.objects.order_by("pk")] == [AlertState.RESOLVED, AlertState.FIRING]


def test_an_alert_that_flaps_is_counted_and_pages_nobody_until_it_is_calm(source: object, cast: Cast):
    a_rule(flap_times=2, flap_minutes=30)
    outcomes = []
    for minute in range(0, 10, 2):
        outcomes.append(send(source, minute))
        send(source, minute + 1, status="resolved")
    assert outcomes == ["declare", "attach", "damp", "damp", "damp"]
    first, second = Alert.objects.order_by("pk")
    assert (first.flapping_since, second.flapping_since) == (None, NOON + 4 * MINUTE)
    assert (second.count, len(second.begun)) == (8, 5)
    assert len(said("respond.alert_flaps")) == 1
    incident = resolve(cast, 11)
    assert send(source, 12) == "damp"  # the incident stays as it is
    incident.refresh_from_db()
    assert incident.state == "resolved"
    send(source, 13, status="resolved")
    assert send(source, 50) == "declare"
    assert Alert.objects.count() == 3


def test_flapping_within_one_batch(source: object):
    a_rule(flap_times=2, flap_minutes=30)
    for minute in range(10):
        body = alertmanager_body(status="resolved" if minute % 2 else "firing")
        delivered(source, body, after=minute * MINUTE)
    decide_deliveries(now=NOON + 10 * MINUTE)
    assert [alert.state for alert in Alert.objects.order_by("pk")] == [AlertState.RESOLVED] * 2
    assert Alert.objects.latest("pk").count == 8


def test_more_incidents_than_the_limit_are_one_storm(source: object):
    a_rule(group_by=("host",), storm_limit=3)
    outcomes = [send(source, minute / 10, host=f"web-{minute}") for minute in range(8)]
    assert outcomes == ["declare"] * 4 + ["attach"] * 4
    storm = Incident.objects.latest("pk")
    assert (Incident.objects.count(), storm.alerts.count()) == (4, 5)
    assert storm.title == "Storm of alerts from Alertmanager (rule Critical)"
    assert storm.summary.startswith("Rule “Critical” declared 3 incidents in 10 minutes: a storm.")
    assert [send(source, 90, host="web-1"), send(source, 91, host="web-99")] == ["duplicate", "declare"]


def test_a_storm_in_one_batch(source: object):
    a_rule(group_by=("host",), storm_limit=3)
    for host in range(30):
        delivered(source, alertmanager_body({**ALERT, "host": str(host)}))
    decide_deliveries(now=NOON)
    assert [incident.alerts.count() for incident in Incident.objects.order_by("pk")] == [1, 1, 1, 27]


def test_a_worse_alert_makes_its_incident_worse(source: object):
    a_rule("All")
    send(source, severity="warning", host="1")
    assert Incident.objects.get().severity == "sev3"
    send(source, 1, host="2")
    assert Incident.objects.get().severity == "sev1"
    assert "It is worse than sev3: the incident becomes sev1." in Alert.objects.latest("pk").reason
    send(source, 2, severity="warning", host="3")
    assert Incident.objects.get().severity == "sev1"


def test_what_a_person_has_set_stays(source: object, cast: Cast):
    a_rule("All")
    send(source, host="1")
    incident = Incident.objects.get()
    change_severity(actor=actor(cast.rhea), incident=incident, severity="sev3", now=NOON)
    send(source, 1, host="2")
    assert Incident.objects.get().severity == "sev3"


def test_when_all_alerts_are_over_a_rule_may_resolve(source: object):
    a_rule(resolves=True)
    send(source, host="1")
    send(source, 1, host="2")
    send(source, 2, host="1", status="resolved")
    assert Incident.objects.get().state == "active"
    send(source, 3, host="2", status="resolved")
    incident = Incident.objects.get()
    assert (incident.state, incident.resolved_at) == ("resolved", NOON + 3 * MINUTE)
    assert [event.payload["rule"] for event in said("respond.all_alerts_over")] == ["Critical"]


def test_without_that_the_incident_stays_open(source: object):
    a_rule()
    send(source)
    send(source, 1, status="resolved")
    assert Incident.objects.get().state == "active"


# -- silences


def silence(cast: Cast, minutes: int = 60, now: datetime = NOON, **values: object) -> Silence:
    known = {"reason": "Deploy", "starts_at": now, "ends_at": now + minutes * MINUTE, "matchers": "service=checkout"}
    done = make_silence(actor=actor(cast.rhea), values=SilenceValues(**{**known, **values}), now=now)
    assert isinstance(done, Silence), done
    return done


def test_what_is_silenced_is_kept_and_counted_and_declares_nothing(source: object, cast: Cast):
    a_rule()
    made = silence(cast)
    assert [send(source, 1), send(source, 2), send(source, 3, service="search")] == ["silence", "duplicate", "declare"]
    alert = made.alerts.get()
    assert (alert.triage, alert.count, alert.incident) == (Triage.SILENCED, 2, None)
    assert alert.reason == "Silence “Deploy” by Rhea until 2026-03-10 13:00 UTC."


def test_what_still_fires_at_the_end_is_decided_about_anew(source: object, cast: Cast):
    a_rule()
    made = silence(cast)
    send(source, 1, host="1")
    send(source, 2, host="2")
    send(source, 3, host="2", status="resolved")
    drain(now=NOON + 59 * MINUTE)
    assert Incident.objects.count() == 0
    drain(now=NOON + 60 * MINUTE)
    incident = Incident.objects.get()
    assert [alert.labels["host"] for alert in incident.alerts.all()] == ["1"]
    assert incident.alerts.get().reason == "Its silence is over. Rule “Critical” declares an incident."
    assert incident.alerts.get().count == 1
    assert made.alerts.count() == 2
    assert Page.objects.count() == 1


def test_a_repeat_after_the_end_is_enough(source: object, cast: Cast):
    a_rule()
    silence(cast)
    assert [send(source, 1), send(source, 61)] == ["silence", "declare"]
    assert (Alert.objects.get().count, Incident.objects.count()) == (2, 1)


def test_ended_by_hand(source: object, cast: Cast):
    a_rule()
    made = silence(cast)
    send(source, 1)
    end_silence(actor=actor(cast.ada), silence=made, version=made.version, now=NOON + 2 * MINUTE)
    drain(now=NOON + 2 * MINUTE)
    assert (Incident.objects.count(), Alert.objects.get().triage) == (1, Triage.ATTACHED)
    assert send(source, 3, host="2") == "attach"


def test_another_silence_holds_on(source: object, cast: Cast):
    a_rule()
    silence(cast, 30)
    longer = silence(cast, 90, reason="Longer")
    send(source, 1)
    drain(now=NOON + 31 * MINUTE)
    assert (Alert.objects.get().silence, Incident.objects.count()) == (longer, 0)
    drain(now=NOON + 90 * MINUTE)
    assert Incident.objects.count() == 1


def test_a_window_that_comes_again(source: object, cast: Cast):
    a_rule()
    made = silence(cast, 30, weekdays=(NOON.weekday(),), matchers="", source_id=source.pk)
    week = 7 * 24 * 60
    assert [send(source, 31, host="1"), send(source, week + 1, host="2")] == ["declare", "silence"]
    drain(now=NOON + (week + 30) * MINUTE)
    assert made.alerts.get().triage == Triage.ATTACHED


def test_by_service(source: object, cast: Cast):
    service = a_service("Checkout")
    a_rule("Disks", RuleAction.DECLARE, matchers="alertname=Disk", service_id=service.pk)
    silence(cast, matchers="", service_id=service.pk)
    assert send(source, 1, service="checkout") == "silence"
    assert send(source, 2, service="", alertname="Disk") == "silence"
    assert send(source, 3, service="search") == "inbox"


def test_with_one_click(source: object, cast: Cast):
    send(source)
    alert = Alert.objects.get()
    by = actor(cast.rhea)
    made = silence_alert(actor=by, alert=alert, minutes=60, why="", version=alert.version, now=NOON + MINUTE)
    assert isinstance(made, Silence)
    alert.refresh_from_db()
    assert (alert.triage, alert.silence) == (Triage.SILENCED, made)
    assert [send(source, 2), send(source, 3, host="2")] == ["duplicate", "silence"]
    assert made.source == source


def test_a_batch_of_silenced_alerts_costs_no_more(source: object, cast: Cast, django_assert_max_num_queries):
    silence(cast)
    for host in range(30):
        delivered(source, alertmanager_body({**ALERT, "host": str(host)}))
    with django_assert_max_num_queries(20):
        assert decide_deliveries(now=NOON) == 30
    assert Alert.objects.filter(triage=Triage.SILENCED).count() == 30
