"""The circle through the worker: a factor is written, the recurrence stands on the page, the action is open again."""

import pytest

from hotwash.actions.core.states import ActionState
from hotwash.analysis.core.drafts import FactorDraft
from hotwash.analysis.steps import add_factor, remove_factor
from hotwash.improve.models import Recurrence
from hotwash.improve.steps import FollowUpValues, confirm_recurrence, plan_follow_up
from hotwash.respond.models import Notification
from tests.actions.conftest import make_incident
from tests.cast import Cast, actor
from tests.improve.test_steps import LATER
from tests.outbox import drain

pytestmark = pytest.mark.django_db


def test_a_factor_that_comes_back(cast: Cast, done):
    later = make_incident(cast, title="Search fails", declared_at=LATER)
    draft = FactorDraft(statement="No alert warned that the certificate had expired", category="monitoring")
    factor = add_factor(actor=actor(cast.olga), incident=later, draft=draft, now=LATER)
    drain(now=LATER)
    found = Recurrence.objects.get()
    assert (found.factor, found.earlier_incident, found.state) == (factor, done.incident, "proposed")
    confirm_recurrence(actor=actor(cast.olga), recurrence=found, note="", now=LATER)
    drain(now=LATER)
    done.refresh_from_db()
    assert (done.state, done.last_verdict) == (ActionState.OPEN, "not")


def test_a_removed_factor_takes_its_proposal_along(cast: Cast, done):
    later = make_incident(cast, title="Search fails", declared_at=LATER)
    draft = FactorDraft(statement="No alert warned that the certificate had expired", category="monitoring")
    factor = add_factor(actor=actor(cast.olga), incident=later, draft=draft, now=LATER)
    drain(now=LATER)
    remove_factor(actor=actor(cast.olga), factor=factor, now=LATER)
    drain(now=LATER)
    assert not Recurrence.objects.exists()


def test_an_invitation_goes_out(cast: Cast, incident):
    values = FollowUpValues(at=LATER, invited=[cast.rhea])
    plan_follow_up(actor=actor(cast.olga), incident=incident, values=values, now=LATER)
    drain(now=LATER)
    assert list(Notification.objects.filter(purpose="invitation").values_list("to", flat=True)) == ["rhea@example.org"]
