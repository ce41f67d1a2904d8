"""What would happen to an alert: told without doing any of it."""

from datetime import timedelta

import pytest
from django.test import Client

from hotwash.respond.core.states import Outcome, RuleAction
from hotwash.respond.models import Alert, Incident
from hotwash.respond.queries import what_would_happen
from hotwash.respond.steps import SilenceValues, decide_deliveries, make_silence
from tests.api.calls import Api
from tests.cast import NOON, Cast, actor
from tests.respond.given import ALERT, a_policy, a_rule, a_source, delivered, target

pytestmark = pytest.mark.django_db


def foresee(cast: Cast, who: str = "rhea", **labels: str):
    return what_would_happen(actor(getattr(cast, who)), {**ALERT, **labels}, None, NOON)


def test_an_incident_and_who_is_paged(cast: Cast):
    a_policy((5, [target(cast.rhea), target(cast.carl)]))
    a_rule("Other", matchers="service=search")
    a_rule(severity="sev1")
    found = foresee(cast)
    assert (found.decision.outcome, found.severity, found.policy) == (Outcome.DECLARE, "sev1", "Web")
    assert found.paged == ("Rhea", "Carl")
    assert [trial.matched for trial in found.trials] == [False, True]
    assert (Alert.objects.count(), Incident.objects.count()) == (0, 0)


def test_a_severity_that_pages_nobody(cast: Cast):
    a_policy((5, [target(cast.rhea)]))
    a_rule(severity="sev4")
    assert foresee(cast).paged == ()


def test_the_open_incident_of_its_group(cast: Cast):
    a_rule(group_by=("service",))
    delivered(a_source())
    decide_deliveries(now=NOON)
    incident = Incident.objects.get()
    assert (foresee(cast).decision.outcome, foresee(cast).decision.incident) == (Outcome.ATTACH, incident.pk)
    assert foresee(cast, service="search").decision.outcome == Outcome.DECLARE
    Incident.objects.update(private=True)
    hidden = foresee(cast, "otto").decision
    assert (hidden.incident, hidden.reason) == (None, "It would belong to an incident that is private to others.")


def test_a_silence_over_it(cast: Cast):
    a_rule()
    values = SilenceValues(
        reason="Deploy", starts_at=NOON, ends_at=NOON + timedelta(hours=1), matchers="service=checkout"
    )
    make_silence(actor=actor(cast.rhea), values=values, now=NOON)
    assert foresee(cast).decision.reason == "Silence “Deploy” by Rhea until 2026-03-10 13:00 UTC."


@pytest.mark.parametrize(
    ("action", "outcome"),
    [(RuleAction.IGNORE, Outcome.IGNORE), (RuleAction.INBOX, Outcome.INBOX), (RuleAction.ATTACH, Outcome.INBOX)],
)
def test_what_declares_nothing_pages_nobody(cast: Cast, action: RuleAction, outcome: Outcome):
    a_policy((5, [target(cast.rhea)]))
    a_rule("R", action)
    assert (foresee(cast).decision.outcome, foresee(cast).paged) == (outcome, ())


def test_on_the_page_and_by_the_api(cast: Cast):
    a_policy((5, [target(cast.rhea)]))
    a_rule(severity="sev1")
    client = Client()
    client.force_login(cast.rhea)
    page = client.get("/alerts/rules/", {"labels": "severity=critical"}).content.decode()
    assert "Paged first, by Web: Rhea." in page
    status, told = Api(cast.rhea).call("POST", "/routing/simulate", {"labels": {"severity": "critical"}})
    assert (status, told["action"], told["outcome"], told["paged"]) == (200, "declare", "declare", ["Rhea"])
