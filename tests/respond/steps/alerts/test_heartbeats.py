"""Sources that are expected: the alarm when one falls silent, and its end."""

from datetime import timedelta

import pytest

from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.refusal import Refusal
from hotwash.respond.core.alerts.heartbeat import Beat
from hotwash.respond.core.states import AlertState
from hotwash.respond.models import Alert, Delivery, Heartbeat, Incident, Source
from hotwash.respond.steps import decide_deliveries, expect_heartbeat, look_for_silent_sources, send_test
from tests.api.calls import Api
from tests.cast import NOON, Cast
from tests.respond.given import a_rule, a_source, alertmanager_body, delivered
from tests.respond.views.test_alerts import signed_in, text_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def source() -> Source:
    row = a_source()
    expect_heartbeat(actor=SYSTEM, source=row, beat=Beat(10, 5), now=NOON)
    return row


def look(minute: float) -> int:
    found = look_for_silent_sources(now=NOON + minute * MINUTE)
    decide_deliveries(now=NOON + minute * MINUTE)
    return found


def test_a_source_that_falls_silent_alarms_once_through_the_rules(source: Source):
    a_rule("Silent", matchers="alertname=SourceSilent", severity="sev2")
    delivered(source, alertmanager_body(status="resolved"), after=8 * MINUTE)
    assert [look(14), look(16), look(22), look(24), look(25), look(60)] == [0, 0, 0, 1, 0, 0]
    alert = Alert.objects.get()
    assert (alert.title, alert.starts_at) == ("Nothing is heard from Alertmanager", NOON + 8 * MINUTE)
    assert alert.labels == {"alertname": "SourceSilent", "source": "Alertmanager", "severity": "critical"}
    assert Incident.objects.get().severity == "sev2"


def test_when_it_is_heard_again_the_alert_is_over(source: Source):
    assert look(15) == 1
    delivered(source, alertmanager_body(status="resolved"), after=20 * MINUTE)
    decide_deliveries(now=NOON + 20 * MINUTE)
    alert = Alert.objects.get()
    assert (alert.state, alert.ends_at) == (AlertState.RESOLVED, NOON + 20 * MINUTE)
    row = Heartbeat.objects.get()
    assert (row.silent_since, row.due_at) == (None, NOON + 35 * MINUTE)
    assert Delivery.objects.latest("pk").decision[0]["outcome"] == "resolved"
    assert [look(34), look(35)] == [0, 1]


def test_our_own_test_is_no_sign_of_life(source: Source):
    look(15)
    send_test(actor=SYSTEM, source=source, now=NOON + 16 * MINUTE)
    decide_deliveries(now=NOON + 16 * MINUTE)
    assert Heartbeat.objects.get().silent_since is not None


def test_one_that_is_switched_off_or_no_longer_expected_is_not_missed(source: Source):
    Source.objects.update(enabled=False)
    assert look(100) == 0
    Source.objects.update(enabled=True)
    expect_heartbeat(actor=SYSTEM, source=source, beat=Beat(0), now=NOON + 101 * MINUTE)
    assert [look(500), Heartbeat.objects.count()] == [0, 0]


@pytest.mark.parametrize(("beat", "field"), [(Beat(-1), "every"), (Beat(70_000), "every"), (Beat(5, -1), "grace")])
def test_what_cannot_be_expected(source: Source, beat: Beat, field: str):
    done = expect_heartbeat(actor=SYSTEM, source=source, beat=beat, now=NOON)
    assert isinstance(done, Refusal)
    assert done.reasons[0].field == field


def test_a_job_that_fails_says_so_and_is_well_again():
    job = a_source("heartbeat", "Backup")
    delivered(job, b'{"status": "failed", "message": "exit status 2"}')
    delivered(job, b'{"status": "up"}', after=MINUTE)
    decide_deliveries(now=NOON + MINUTE)
    alert = Alert.objects.get()
    assert (alert.text, alert.state) == ("exit status 2", AlertState.RESOLVED)


def test_on_the_page_and_by_the_api(cast: Cast):
    row = a_source("heartbeat", "Backup")
    ada, api = signed_in(cast.ada), Api(cast.ada)
    at = f"/alerts/sources/{row.pk}/"
    assert 'value="1440"' in text_of(ada.get(at))
    ada.post(f"{at}heartbeat", {"every": "60", "grace": "5"})
    assert api.call("GET", f"/sources/{row.pk}/heartbeat")[1]["every"] == 60
    ada.post(f"{at}heartbeat", {"every": "soon", "grace": "5"})
    assert Heartbeat.objects.get().every_minutes == 60
    assert "expected every 60 minutes" in text_of(ada.get("/alerts/sources/"))
    assert look(10**6) == 1
    assert "Nothing is heard since" in text_of(ada.get(at))
    assert api.call("PUT", f"/sources/{row.pk}/heartbeat", {"every": 0})[1]["every"] == 0
    assert Api(cast.rhea).call("PUT", f"/sources/{row.pk}/heartbeat", {"every": 5})[0] == 403
