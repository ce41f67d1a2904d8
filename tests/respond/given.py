"""What the tests of stage 1 begin with."""

import json
from datetime import date, datetime, timedelta

from hotwash.directory.models import Person, Service, Team
from hotwash.kernel.core.actor import SYSTEM, Actor
from hotwash.kernel.core.refusal import Refusal
from hotwash.respond.core.oncall.ladder import Target
from hotwash.respond.core.states import RuleAction
from hotwash.respond.models import Delivery, EscalationPolicy, Incident, RoutingRule, Schedule, Source
from hotwash.respond.steps import (
    Declaration,
    LayerValues,
    LevelValues,
    PolicyValues,
    RuleValues,
    ScheduleValues,
    SourceValues,
    declare_incident,
    save_policy,
    save_rule,
    save_schedule,
    save_source,
)
from tests.cast import NOON

ALERT = {"alertname": "HighErrorRate", "service": "checkout", "severity": "critical"}


def declared(actor: Actor = SYSTEM, now: datetime = NOON, **values: object) -> Incident:
    declaration = Declaration(**{"title": "Checkout answers with errors", "severity": "sev1", **values})
    incident = declare_incident(actor=actor, declaration=declaration, now=now)
    assert isinstance(incident, Incident), incident
    return incident


def a_source(plugin: str = "alertmanager", name: str = "Alertmanager") -> Source:
    source = save_source(actor=SYSTEM, values=SourceValues(plugin=plugin, name=name))
    assert not isinstance(source, Refusal)
    return source


def a_rule(name: str = "Critical", action: RuleAction = RuleAction.DECLARE, **values: object) -> RoutingRule:
    rule = save_rule(actor=SYSTEM, values=RuleValues(**{"name": name, "action": action, **values}))
    assert not isinstance(rule, Refusal), rule
    return rule


def a_schedule(*people: Person, name: str = "Web", timezone: str = "UTC", **values: object) -> Schedule:
    layer = LayerValues(member_ids=tuple(person.pk for person in people), starts_on=date(2026, 3, 2), **values)
    schedule = save_schedule(actor=SYSTEM, values=ScheduleValues(name=name, timezone=timezone, layers=(layer,)))
    assert not isinstance(schedule, Refusal), schedule
    return schedule


def a_policy(*levels: tuple[int, list[Target]], **values: object) -> EscalationPolicy:
    kept = tuple(LevelValues(minutes=minutes, targets=tuple(targets)) for minutes, targets in levels)
    policy = save_policy(
        actor=SYSTEM, values=PolicyValues(**{"name": "Web", "is_default": True, **values}, levels=kept)
    )
    assert not isinstance(policy, Refusal), policy
    return policy


def target(row: Person | Schedule | Team) -> Target:
    kind = {Person: "person", Schedule: "schedule", Team: "team"}[type(row)]
    return Target(kind, row.pk, str(row))


def a_team(name: str, *members: Person, kind: str = "other") -> Team:
    team = Team.objects.create(name=name, slug=name.lower(), kind=kind)
    team.members.set(members)
    return team


def a_service(name: str, owner: Team | None = None) -> Service:
    return Service.objects.create(name=name, slug=name.lower(), owner=owner)


def alertmanager_body(*alerts: dict[str, object], status: str = "firing") -> bytes:
    """A version 4 body. An alert is its labels, with ``status``, ``startsAt`` and ``fingerprint`` beside them."""
    kept = []
    for alert in alerts or (ALERT,):
        labels = {key: value for key, value in alert.items() if key not in {"status", "startsAt", "fingerprint"}}
        kept.append(
            {
                "status": alert.get("status", status),
                "labels": labels,
                "annotations": {"summary": f"{labels.get('alertname')} on {labels.get('host', 'all')}"},
                "startsAt": alert.get("startsAt", "2026-03-10T11:55:00Z"),
                "endsAt": "0001-01-01T00:00:00Z",
                **({"fingerprint": alert["fingerprint"]} if "fingerprint" in alert else {}),
            }
        )
    return json.dumps({"version": "4", "status": status, "alerts": kept}).encode()


def delivered(source: Source, body: bytes | None = None, after: timedelta = timedelta(), **headers: str) -> Delivery:
    payload = alertmanager_body() if body is None else body
    return Delivery.objects.create(source=source, received_at=NOON + after, headers=headers, body=payload)
