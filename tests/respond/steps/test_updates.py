from datetime import timedelta

import pytest

from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.refusal import Refusal
from hotwash.process.models import ProcessVersion
from hotwash.process.queries import current_version
from hotwash.respond.core.lifecycle import Change
from hotwash.respond.models import Incident, Notification, StakeholderUpdate
from hotwash.respond.steps import change_severity, change_state, send_update, take_role
from tests.cast import NOON, Cast
from tests.outbox import drain
from tests.respond.given import declared

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def incident() -> Incident:
    """Under a process whose internal audience has two addresses."""
    shipped = current_version()
    text = shipped.text.replace(
        "name: Everybody inside, channel: email,",
        "name: Everybody inside, channel: email, addresses: [a@example.org, b@example.org],",
    )
    assert text != shipped.text
    ProcessVersion.objects.create(number=shipped.number + 1, text=text, created_at=NOON)
    return declared(pages=False)


def test_an_audience_reads_the_template_with_the_state_of_the_incident(incident: Incident):
    (update,) = send_update(actor=SYSTEM, incident=incident, audiences=["internal"], text="We look into it.", now=NOON)
    assert update.text == (
        f"{incident.reference} Checkout answers with errors (SEV 1) is active.\n\n"
        "We look into it.\n\nNext word: 10 Mar 2026 12:30 UTC."
    )
    assert set(Notification.objects.values_list("to", "subject")) == {
        (to, f"[{incident.reference}] Active: Checkout answers with errors")
        for to in ("a@example.org", "b@example.org")
    }


@pytest.mark.parametrize(("minutes", "due"), [(None, NOON + 30 * MINUTE), (45, NOON + 45 * MINUTE), (0, None)])
def test_the_clock_of_the_next_update(incident: Incident, minutes: int | None, due: object):
    send_update(actor=SYSTEM, incident=incident, audiences=["internal"], text="T", now=NOON, next_minutes=minutes)
    incident.refresh_from_db()
    assert incident.next_update_at == due


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"audiences": []}, "audiences"),
        ({"audiences": ["nobody"]}, "audiences"),
        ({"text": "  "}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"next_minutes": -1}, "next_minutes"),
        ({"next_minutes": 100_000}, "next_minutes"),
    ],
)
def test_what_cannot_be_sent_is_refused_at_its_field(incident: Incident, values: dict[str, object], field: str):
    given = {"audiences": ["internal"], "text": "Fine", **values}
    found = send_update(actor=SYSTEM, incident=incident, now=NOON, **given)
    assert isinstance(found, Refusal)
    assert found.reasons[0].field == field
    assert StakeholderUpdate.objects.count() == 0


def test_the_commander_is_reminded_when_the_next_word_is_due(incident: Incident, cast: Cast):
    take_role(actor=SYSTEM, incident=incident, person=cast.carl, role="commander", now=NOON)
    send_update(actor=SYSTEM, incident=incident, audiences=["internal"], text="T", now=NOON)
    drain(now=NOON + 29 * MINUTE)
    assert Notification.objects.filter(purpose="reminder").count() == 0
    drain(now=NOON + 30 * MINUTE)
    assert set(Notification.objects.filter(purpose="reminder").values_list("channel", "person")) == {
        ("email", cast.carl.pk),
        ("in_page", cast.carl.pk),
    }


def test_nobody_is_reminded_of_a_clock_that_was_set_again_or_is_over(incident: Incident, cast: Cast):
    take_role(actor=SYSTEM, incident=incident, person=cast.carl, role="commander", now=NOON)
    send_update(actor=SYSTEM, incident=incident, audiences=["internal"], text="T", now=NOON)
    send_update(actor=SYSTEM, incident=incident, audiences=["internal"], text="T", now=NOON + 20 * MINUTE)
    drain(now=NOON + 40 * MINUTE)
    change_state(actor=SYSTEM, incident=incident, change=Change.RESOLVE, now=NOON + 45 * MINUTE)
    drain(now=NOON + 90 * MINUTE)
    assert Notification.objects.filter(purpose="reminder").count() == 0


def test_a_worse_severity_asks_for_the_next_word_sooner():
    incident = declared(severity="sev3", pages=False)
    send_update(actor=SYSTEM, incident=incident, audiences=["internal"], text="T", now=NOON)
    changed = change_severity(actor=SYSTEM, incident=incident, severity="sev1", now=NOON)
    assert changed.next_update_at == NOON + 30 * MINUTE
