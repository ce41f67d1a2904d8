from datetime import date, timedelta

import pytest

from hotwash.actions.core.states import ActionState
from hotwash.actions.models import Action, DueChange, NoAction
from hotwash.actions.queries import gate_facts
from hotwash.actions.steps import (
    add_action,
    change_action,
    confirm_action,
    deliver_reminder,
    drop_action,
    finish_action,
    leave_factor,
    move_due,
    remind_of_actions,
    reopen_action,
    reopen_actions_that_did_not_hold,
    start_action,
)
from hotwash.kernel import eventlog
from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.errors import NotPermitted
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.models import Event, SearchDocument
from hotwash.respond.models import Notification
from tests.actions.conftest import DUE, make_factor, make_incident, values
from tests.cast import NOON, Cast, actor

pytestmark = pytest.mark.django_db


def codes(result: object) -> list[str]:
    assert isinstance(result, Refusal)
    return [reason.code for reason in result.reasons]


def fields(result: object) -> list[str]:
    assert isinstance(result, Refusal)
    return [reason.field for reason in result.reasons]


def log(action: Action) -> list[str]:
    rows = Event.objects.filter(incident_id=action.incident_id, type__startswith="actions.")
    return [row.type.removeprefix("actions.") for row in rows]


def test_an_action_gets_a_number_of_its_incident(cast: Cast, incident, action):
    second = add_action(actor=actor(cast.olga), incident=incident, values=values(), now=NOON)
    assert (action.reference, second.reference) == ("A-1", "A-2")
    assert [factor.reference for factor in action.factors.all()] == ["F-1"]
    assert SearchDocument.objects.get(kind="action", object_id=action.pk).incident_id == incident.pk


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"due": date(1970, 1, 1)}, "due"),
        ({"due": date(2400, 1, 1)}, "due"),
        ({"ticket_url": "javascript:alert(1)"}, "ticket_url"),
    ],
)
def test_bad_values_are_refused_at_their_field(cast: Cast, incident, changes, field):
    assert fields(add_action(actor=actor(cast.olga), incident=incident, values=values(**changes), now=NOON)) == [field]
    assert not Action.objects.exists()


def test_a_factor_of_another_incident_is_refused(cast: Cast, incident):
    other = make_factor(make_incident(cast))
    result = add_action(actor=actor(cast.olga), incident=incident, values=values(factors=[other]), now=NOON)
    assert fields(result) == ["factors"]


def test_somebody_who_left_owns_nothing_new(cast: Cast, incident):
    cast.rhea.is_active = False
    result = add_action(actor=actor(cast.olga), incident=incident, values=values(owner=cast.rhea), now=NOON)
    assert fields(result) == ["owner"]


@pytest.mark.parametrize("who", ["vera", "otto"])
def test_viewers_and_outsiders_of_a_private_incident_may_not(cast: Cast, who):
    incident = make_incident(cast, private=True)
    with pytest.raises(NotPermitted):
        add_action(actor=actor(getattr(cast, who)), incident=incident, values=values(), now=NOON)


def test_a_moved_date_keeps_the_old_one_and_the_reason(cast: Cast, action):
    later = DUE + timedelta(days=7)
    moved = move_due(
        actor=actor(cast.rhea), action=action, due=later, reason="The vendor needs a week", version=1, now=NOON
    )
    assert (moved.due, moved.version) == (later, 2)
    assert list(DueChange.objects.values_list("before", "after", "reason")) == [(DUE, later, "The vendor needs a week")]


def test_a_moved_date_needs_a_reason(cast: Cast, action):
    result = change_action(
        actor=actor(cast.rhea), action=action, values=values(due=date(2026, 4, 1)), version=1, due_reason="", now=NOON
    )
    assert fields(result) == ["due_reason"]
    action.refresh_from_db()
    assert (action.due, DueChange.objects.count()) == (DUE, 0)


def test_two_people_save_and_the_second_is_told(cast: Cast, action):
    first = change_action(
        actor=actor(cast.rhea), action=action, values=values(title="Add an alert"), version=1, due_reason="", now=NOON
    )
    second = change_action(
        actor=actor(cast.olga), action=action, values=values(title="Add a check"), version=1, due_reason="", now=NOON
    )
    assert first.title == "Add an alert"
    assert isinstance(second, Refusal)
    assert second.is_conflict
    action.refresh_from_db()
    assert action.title == "Add an alert"


def test_the_life_of_an_action(cast: Cast, action):
    rhea, olga = actor(cast.rhea), actor(cast.olga)
    begun = start_action(actor=rhea, action=action, version=1)
    assert codes(finish_action(actor=rhea, action=begun, evidence=" ", version=2, now=NOON)) == ["no_evidence"]
    done = finish_action(actor=rhea, action=begun, evidence="https://example.org/change/7", version=2, now=NOON)
    assert (done.state, done.done_at, done.confirmed_at) == (ActionState.DONE, NOON, None)
    assert codes(confirm_action(actor=rhea, action=done, note="saw it", version=3, now=NOON)) == ["same_person"]
    assert codes(confirm_action(actor=olga, action=done, note="", version=3, now=NOON)) == ["no_evidence"]
    confirmed = confirm_action(actor=olga, action=done, note="The rule fired in staging", version=3, now=NOON)
    assert (confirmed.confirmed_by, confirmed.confirmed_note) == (cast.olga, "The rule fired in staging")
    assert codes(reopen_action(actor=olga, action=confirmed, reason="", version=4)) == ["no_reason"]
    again = reopen_action(actor=olga, action=confirmed, reason="It fired too late", version=4)
    assert (again.state, again.reopened, again.confirmed_at, again.evidence) == (ActionState.OPEN, 1, None, "")
    assert log(action) == [
        "action_added", "action_started", "action_finished", "action_confirmed", "action_reopened"
    ]  # fmt: skip


def test_what_is_not_done_needs_a_reason_and_somebody_who_accepts_the_risk(cast: Cast, action):
    nobody = drop_action(actor=actor(cast.rhea), action=action, reason="", accepted_by=None, version=1)
    assert fields(nobody) == ["reason", "accepted_by"]
    dropped = drop_action(
        actor=actor(cast.rhea), action=action, reason="The service is retired in May", accepted_by=cast.carl, version=1
    )
    assert (dropped.state, dropped.accepted_by) == (ActionState.WONT_DO, cast.carl)


def test_a_verdict_that_it_did_not_hold_opens_it_once(cast: Cast, action):
    class Verdict:
        action_ids = (action.pk,)
        reason = "INC-9 has the same factor"

    done = finish_action(actor=actor(cast.rhea), action=action, evidence="rule is live", version=1, now=NOON)
    assert done.state == ActionState.DONE
    assert [row.reason for row in reopen_actions_that_did_not_hold(Verdict(), now=NOON)] == [
        "INC-9 has the same factor"
    ]
    assert reopen_actions_that_did_not_hold(Verdict(), now=NOON) == []
    action.refresh_from_db()
    assert (action.state, action.reopened) == (ActionState.OPEN, 1)


def test_reminders_once_a_day_and_escalation_to_the_commander(cast: Cast, action):
    def reminded(day: date) -> list[tuple[str, str, int]]:
        before = Event.objects.filter(type="actions.reminder_due").count()
        count = remind_of_actions(now=NOON.replace(year=day.year, month=day.month, day=day.day))
        rows = list(Event.objects.filter(type="actions.reminder_due").order_by("pk"))[before:]
        assert len(rows) == count
        return [(row.payload["to"], row.payload["kind"], row.payload["days"]) for row in rows]

    assert reminded(date(2026, 3, 16)) == []
    assert reminded(date(2026, 3, 17)) == [("Rhea", "soon", 3)]
    assert reminded(date(2026, 3, 17)) == []
    assert reminded(date(2026, 3, 21)) == [("Rhea", "overdue", -1)]
    assert reminded(date(2026, 3, 27)) == [("Rhea", "escalate", -7), ("Carl", "escalate", -7)]
    assert reminded(date(2026, 3, 27)) == []


def test_what_nobody_owns_is_told_to_who_commanded(cast: Cast, incident):
    add_action(actor=actor(cast.olga), incident=incident, values=values(), now=NOON)
    assert remind_of_actions(now=NOON.replace(day=21)) == 1
    assert Event.objects.get(type="actions.reminder_due").payload["to"] == "Carl"


def test_a_factor_may_need_no_action_with_a_reason(cast: Cast, factor):
    assert fields(leave_factor(actor=actor(cast.olga), factor=factor, reason=" ", now=NOON)) == ["reason"]
    leave_factor(actor=actor(cast.olga), factor=factor, reason="The vendor fixed it", now=NOON)
    leave_factor(actor=actor(cast.olga), factor=factor, reason="The vendor fixed it in 2.4", now=NOON)
    assert list(NoAction.objects.values_list("reason", flat=True)) == ["The vendor fixed it in 2.4"]


def test_gate_facts(cast: Cast, incident, action):
    second = make_factor(incident, "Support learnt of it from customers")
    assert gate_facts(incident) == {
        "actions.corrective": 0,
        "actions.preventive": 1,
        "actions.owned_share": 1.0,
        "actions.answered_share": 0.5,
    }
    leave_factor(actor=actor(cast.olga), factor=second, reason="Answered by the new runbook", now=NOON)
    add_action(actor=SYSTEM, incident=incident, values=values(owner=None), now=NOON)
    facts = gate_facts(incident)
    assert (facts["actions.owned_share"], facts["actions.answered_share"]) == (0.5, 1.0)


def test_an_untouched_stage_has_no_facts_that_count(incident, factor):
    assert not any(gate_facts(incident).values())


def test_a_reminder_reaches_its_person_by_mail_and_in_the_page_once(cast: Cast, action):
    remind_of_actions(now=NOON.replace(day=21))
    event = eventlog.restore(Event.objects.get(type="actions.reminder_due"))
    assert (deliver_reminder(event, now=NOON), deliver_reminder(event, now=NOON)) == (2, 2)
    assert sorted(Notification.objects.values_list("channel", "to")) == [
        ("email", "rhea@example.org"),
        ("in_page", "rhea@example.org"),
    ]
    mail = Notification.objects.get(channel="email")
    assert mail.subject == f"1 day overdue: {action.incident.reference} A-1 {action.title}"
    assert "is due 20 March 2026" in mail.text
    assert mail.link.endswith(f"/incidents/{action.incident.reference}/actions/A-1/")
