"""Triage, sources, rules, schedules, policies."""

from datetime import date, timedelta

import pytest

from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.errors import NotPermitted
from hotwash.kernel.core.refusal import Refusal
from hotwash.respond.core.oncall.ladder import Target
from hotwash.respond.core.states import RuleAction, Triage
from hotwash.respond.models import Alert, EscalationPolicy, RoutingRule, Source
from hotwash.respond.queries import on_call_of
from hotwash.respond.steps import (
    Declaration,
    LayerValues,
    LevelValues,
    PolicyValues,
    RuleValues,
    ScheduleValues,
    SourceValues,
    add_override,
    attach_alert,
    decide_deliveries,
    declare_from_alert,
    dismiss_alert,
    move_rule,
    renew_secret,
    return_to_inbox,
    save_policy,
    save_rule,
    save_schedule,
    save_source,
)
from tests.cast import NOON, Cast, actor
from tests.respond.given import a_policy, a_rule, a_schedule, a_source, declared, delivered, target

pytestmark = pytest.mark.django_db


@pytest.fixture
def alert() -> Alert:
    delivered(a_source())
    decide_deliveries(now=NOON)
    return Alert.objects.get()


def field_of(found: object) -> str:
    assert isinstance(found, Refusal), found
    return found.reasons[0].field


def test_declare_from_the_inbox(cast: Cast, alert: Alert):
    incident = declare_from_alert(
        actor=actor(cast.rhea),
        alert=alert,
        declaration=Declaration(title=alert.title, severity="sev2"),
        version=1,
        now=NOON,
    )
    alert.refresh_from_db()
    assert (alert.incident, alert.triage) == (incident, Triage.ATTACHED)
    assert alert.reason == "Rhea declared an incident for it."


def test_a_refused_declaration_leaves_the_alert_where_it_is(cast: Cast, alert: Alert):
    found = declare_from_alert(
        actor=actor(cast.rhea), alert=alert, declaration=Declaration(title="", severity="sev2"), version=1, now=NOON
    )
    alert.refresh_from_db()
    assert (field_of(found), alert.triage, alert.version) == ("title", Triage.INBOX, 1)


def test_two_people_decide_about_the_same_alert(cast: Cast, alert: Alert):
    incident = declared(pages=False)
    assert isinstance(attach_alert(actor=actor(cast.rhea), alert=alert, incident=incident, version=1, now=NOON), Alert)
    second = dismiss_alert(actor=actor(cast.carl), alert=alert, why="noise", version=1)
    assert isinstance(second, Refusal)
    assert second.is_conflict
    alert.refresh_from_db()
    assert alert.incident == incident


def test_dismissing_can_be_undone(cast: Cast, alert: Alert):
    dismiss_alert(actor=actor(cast.rhea), alert=alert, why="known noise", version=1)
    alert.refresh_from_db()
    assert (alert.triage, alert.reason) == (Triage.DISMISSED, "Rhea dismissed it: known noise")
    return_to_inbox(actor=actor(cast.rhea), alert=alert)
    alert.refresh_from_db()
    assert alert.triage == Triage.INBOX


def test_every_source_has_an_address_of_its_own_that_can_be_renewed(cast: Cast):
    one, two = a_source(name="One"), a_source(name="Two")
    assert one.secret != two.secret
    before = one.secret
    assert isinstance(renew_secret(actor=actor(cast.ada), source=one, version=1), Source)
    one.refresh_from_db()
    assert one.secret != before


def test_a_secret_option_that_is_left_empty_keeps_its_value():
    values = SourceValues(plugin="pagerduty", name="PD", options={"signing_secret": "s3"})
    source = save_source(actor=SYSTEM, values=values)
    assert isinstance(source, Source)
    save_source(actor=SYSTEM, values=SourceValues(plugin="pagerduty", name="PD 2"), source=source, version=1)
    source.refresh_from_db()
    assert (source.name, source.options) == ("PD 2", {"signing_secret": "s3"})


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (SourceValues(plugin="nothing", name="X"), "plugin"),
        (SourceValues(plugin="grafana", name=" "), "name"),
        (SourceValues(plugin="grafana", name="Taken"), "name"),
    ],
)
def test_what_cannot_be_a_source(values: SourceValues, field: str):
    a_source(name="Taken")
    assert field_of(save_source(actor=SYSTEM, values=values)) == field


def test_members_do_not_change_sources_and_rules(cast: Cast):
    with pytest.raises(NotPermitted):
        save_source(actor=actor(cast.rhea), values=SourceValues(plugin="grafana", name="X"))
    with pytest.raises(NotPermitted):
        save_rule(actor=actor(cast.rhea), values=RuleValues(name="X", action=RuleAction.INBOX))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Taken"}, "name"),
        ({"matchers": "what"}, "matchers"),
        ({"matchers": "a =~ ("}, "matchers"),
        ({"matchers": "a=b\n" * 51}, "matchers"),
        ({"severity": "sev9"}, "severity"),
        ({"source_id": 99999}, "source"),
        ({"service_id": 99999}, "service"),
        ({"policy_id": 99999}, "policy"),
    ],
)
def test_what_cannot_be_a_rule(values: dict[str, object], field: str):
    a_rule("Taken")
    given = {"name": "New", "action": RuleAction.INBOX, **values}
    assert field_of(save_rule(actor=SYSTEM, values=RuleValues(**given))) == field


def test_rules_are_moved():
    for name in "ABC":
        a_rule(name)
    move_rule(actor=SYSTEM, rule=RoutingRule.objects.get(name="C"), up=True)
    move_rule(actor=SYSTEM, rule=RoutingRule.objects.get(name="A"), up=True)
    assert [rule.name for rule in RoutingRule.objects.all()] == ["A", "C", "B"]


def test_two_people_change_the_same_rule():
    rule = a_rule()
    values = RuleValues(name="Mine", action=RuleAction.INBOX)
    assert isinstance(save_rule(actor=SYSTEM, values=values, rule=rule, version=1), RoutingRule)
    second = save_rule(actor=SYSTEM, values=values, rule=rule, version=1)
    assert isinstance(second, Refusal)
    assert second.is_conflict


def test_a_schedule_is_changed_whole(cast: Cast):
    schedule = a_schedule(cast.rhea)
    layer = LayerValues(member_ids=(cast.carl.pk,), starts_on=date(2026, 3, 2))
    save_schedule(
        actor=SYSTEM,
        values=ScheduleValues(name="Web", timezone="Europe/Berlin", layers=(layer,)),
        schedule=schedule,
        version=1,
    )
    schedule.refresh_from_db()
    assert (on_call_of(schedule, NOON).person, schedule.layers.count()) == (cast.carl, 1)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (ScheduleValues(name=""), "name"),
        (ScheduleValues(name="Taken"), "name"),
        (ScheduleValues(name="X", timezone="Mars/Olympus"), "timezone"),
        (ScheduleValues(name="X", timezone="../etc/passwd"), "timezone"),
        (ScheduleValues(name="X", team_id=99999), "team"),
        (ScheduleValues(name="X", layers=(LayerValues(member_ids=(99999,), starts_on=date(2026, 3, 2)),)), "members"),
        (ScheduleValues(name="X", layers=(LayerValues(member_ids=(), starts_on=date(2026, 3, 2), every=0),)), "every"),
    ],
)
def test_what_cannot_be_a_schedule(values: ScheduleValues, field: str):
    a_schedule(name="Taken")
    assert field_of(save_schedule(actor=SYSTEM, values=values)) == field


def test_an_override_that_ends_before_it_starts(cast: Cast):
    found = add_override(
        actor=actor(cast.rhea), schedule=a_schedule(), person=cast.rhea, starts_at=NOON, ends_at=NOON - timedelta(1)
    )
    assert field_of(found) == "ends_at"


@pytest.mark.parametrize(
    "levels",
    [
        (),
        (LevelValues(minutes=5, targets=()),),
        (LevelValues(minutes=5, targets=(Target("person", 99999, "x"),)),),
        (LevelValues(minutes=5, targets=(Target("schedule", 99999, "x"),)),),
    ],
)
def test_what_cannot_be_a_policy(levels: tuple[LevelValues, ...]):
    assert field_of(save_policy(actor=SYSTEM, values=PolicyValues(name="X", levels=levels))) == "levels"


def test_there_is_one_default_policy(cast: Cast):
    a_policy((5, [target(cast.rhea)]), name="First")
    a_policy((5, [target(cast.rhea)]), name="Second")
    assert [policy.name for policy in EscalationPolicy.objects.filter(is_default=True)] == ["Second"]
