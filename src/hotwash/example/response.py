"""Stage 1 of the example: an alert comes in, somebody is paged and does not answer, the next one does."""

import json
from dataclasses import dataclass
from datetime import time

from hotwash.example.evidence import alert
from hotwash.example.people import Shop
from hotwash.example.teller import Teller, sure
from hotwash.kernel.core.actor import SYSTEM
from hotwash.respond.core.lifecycle import Change
from hotwash.respond.core.oncall.ladder import Target
from hotwash.respond.core.states import RuleAction
from hotwash.respond.models import Delivery, EscalationPolicy, Incident, Source
from hotwash.respond.steps import (
    LayerValues,
    LevelValues,
    PolicyValues,
    RuleValues,
    ScheduleValues,
    SourceValues,
    acknowledge,
    change_state,
    decide_deliveries,
    save_policy,
    save_rule,
    save_schedule,
    save_source,
    say,
    send_update,
    take_role,
)


@dataclass(frozen=True, slots=True)
class Watch:
    source: Source
    policy: EscalationPolicy


def set_the_watch(teller: Teller, shop: Shop) -> Watch:
    """A source of alerts, an on-call schedule, an escalation policy, a routing rule."""
    start = teller.began.date()
    rotation = LayerValues(
        member_ids=(shop["carl"].pk, shop["rhea"].pk), starts_on=start, name="Weekly", handover=time(9)
    )
    schedule = sure(
        save_schedule(
            actor=SYSTEM,
            values=ScheduleValues(
                name="Platform on call", timezone="Europe/Berlin", team_id=shop.teams["platform"].pk, layers=(rotation,)
            ),
        )
    )
    levels = (
        LevelValues(minutes=5, targets=(Target("schedule", schedule.pk, schedule.name),)),
        LevelValues(minutes=10, targets=(Target("person", shop["rhea"].pk, "Rhea"),)),
        LevelValues(minutes=15, targets=(Target("team", shop.teams["payments"].pk, "Payments"),)),
    )
    policy = sure(
        save_policy(
            actor=SYSTEM,
            values=PolicyValues(
                name="Checkout day and night", levels=levels, repeats=2, fallback_id=shop["olga"].pk, is_default=True
            ),
        )
    )
    source = sure(save_source(actor=SYSTEM, values=SourceValues(plugin="alertmanager", name="Production Alertmanager")))
    sure(
        save_rule(
            actor=SYSTEM,
            values=RuleValues(
                name="Critical alerts of checkout",
                action=RuleAction.DECLARE,
                matchers='service="checkout"\nseverity="critical"',
                severity="sev1",
                service_id=shop.services["checkout"].pk,
                policy_id=policy.pk,
                group_by=("alertname",),
            ),
        )
    )
    return Watch(source, policy)


def deliver(teller: Teller, watch: Watch, minutes: float, *, firing: bool) -> None:
    """What the source sends, decided as the worker would."""
    Delivery.objects.create(
        source=watch.source,
        received_at=teller.at(minutes),
        headers={"content-type": "application/json"},
        body=json.dumps(alert(teller.began, firing=firing)).encode(),
    )
    teller.tell(minutes, decide_deliveries)


def respond(teller: Teller, shop: Shop, watch: Watch) -> Incident:
    """From the first alert to resolved, in 53 minutes."""
    deliver(teller, watch, 10, firing=True)
    incident = Incident.objects.latest("pk")
    rhea = shop["rhea"].as_actor()
    teller.tell(21, acknowledge, actor=rhea, incident=incident, via="e-mail")
    for at, who, role in ((22, "rhea", "responder"), (23, "carl", "commander"), (24, "sam", "communications")):
        teller.tell(at, take_role, actor=rhea, incident=incident, person=shop[who], role=role)
    for minutes, who, text in _SAID:
        teller.tell(minutes, say, actor=shop[who].as_actor(), incident=incident, text=text)
    _resolve(teller, shop, watch, incident)
    return Incident.objects.get(pk=incident.pk)


_SAID = (
    (24.2, "rhea", "The database refuses connections: max_connections is 100, it was 400 last week."),
    (24.9, "theo", "The rollout of 4.18 raised the pool to 40 on each host. 3 × 40 is more than 100."),
)
_KNOWN = "A third of customers can't pay. We know the cause and are putting the database setting back."
_OVER = "Customers can pay again since 09:43 UTC. We meet to learn how it came about."


def _resolve(teller: Teller, shop: Shop, watch: Watch, incident: Incident) -> None:
    carl, sam = shop["carl"].as_actor(), shop["sam"].as_actor()
    told = {"actor": sam, "incident": incident, "audiences": ["internal", "support", "customers"]}
    teller.tell(26, send_update, text=_KNOWN, **told)
    teller.tell(43, change_state, actor=carl, incident=incident, change=Change.MITIGATE)
    deliver(teller, watch, 47, firing=False)
    teller.tell(52, send_update, text=_OVER, **told)
    teller.tell(53, change_state, actor=carl, incident=incident, change=Change.RESOLVE)
