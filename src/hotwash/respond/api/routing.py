"""Sources and routing rules."""

from django.http import HttpRequest
from ninja import Router, Status

from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.rows import existing
from hotwash.kernel.steps import require
from hotwash.kernel.web import actor_of
from hotwash.respond.api import schemas as s
from hotwash.respond.api.schemas_sources import TryIn, TryOut
from hotwash.respond.models import Delivery, RoutingRule, Source
from hotwash.respond.queries import (
    delivery_of,
    last_deliveries,
    rule_as_value,
    source_list,
    trial_of,
    what_would_happen,
)
from hotwash.respond.steps import (
    RuleValues,
    SourceValues,
    delete_rule,
    move_rule,
    renew_secret,
    save_rule,
    save_source,
    send_test,
)

router = Router(tags=["respond"])


def rule_out(row: RoutingRule) -> s.RuleOut:
    value = rule_as_value(row)
    return s.RuleOut(
        id=row.pk,
        name=row.name,
        order=row.order,
        enabled=row.enabled,
        action=row.action,
        matchers=[str(matcher) for matcher in value.matchers],
        severity=row.severity,
        group_by=list(value.group_by),
        group_minutes=row.group_minutes,
        again=row.again,
        again_minutes=row.again_minutes,
        flap_times=row.flap_times,
        flap_minutes=row.flap_minutes,
        storm_limit=row.storm_limit,
        raises=row.raises,
        resolves=row.resolves,
        private=row.private,
        version=row.version,
    )


def _source(pk: int) -> Source:
    return existing(Source.objects.filter(pk=pk), f"There is no source {pk}.")


def _rule(pk: int) -> RoutingRule:
    return existing(RoutingRule.objects.filter(pk=pk), f"There is no rule {pk}.")


def _rule_values(body: s.RuleIn) -> RuleValues:
    given = body.dict(exclude={"version", "source", "service", "policy", "group_by"})
    return RuleValues(
        **given,
        source_id=body.source,
        service_id=body.service,
        policy_id=body.policy,
        group_by=tuple(body.group_by),
    )


@router.get("/sources", response={200: list[s.HeardOut], **REFUSALS})
def sources(request: HttpRequest) -> list[Source]:
    """With their secret addresses: for those who manage sources only."""
    require(actor_of(request), Permission.MANAGE)
    return list(source_list())


@router.post("/sources", response={201: s.SourceOut, **REFUSALS})
def new_source(request: HttpRequest, body: s.SourceIn) -> Status[Source] | Refused:
    values = SourceValues(plugin=body.plugin, name=body.name, options=body.options, enabled=body.enabled)
    done = save_source(actor=actor_of(request), values=values)
    return refused(done) if isinstance(done, Refusal) else Status(201, done)


@router.put("/sources/{pk}", response={200: s.SourceOut, **REFUSALS})
def change_source(request: HttpRequest, pk: int, body: s.SourceIn) -> Source | Refused:
    values = SourceValues(plugin=body.plugin, name=body.name, options=body.options, enabled=body.enabled)
    done = save_source(actor=actor_of(request), values=values, source=_source(pk), version=body.version)
    return refused(done) if isinstance(done, Refusal) else done


@router.post("/sources/{pk}/renew", response={200: s.SourceOut, **REFUSALS})
def renew(request: HttpRequest, pk: int) -> Source | Refused:
    """Give the source another address; the old one is refused from then on."""
    row = _source(pk)
    done = renew_secret(actor=actor_of(request), source=row, version=row.version)
    return refused(done) if isinstance(done, Refusal) else done


@router.post("/sources/{pk}/test", response={201: s.DeliveryOut, **REFUSALS})
def test(request: HttpRequest, pk: int) -> Status[Delivery] | Refused:
    """Put the plugin's own sample in, as if it had been sent. It goes to the inbox."""
    done = send_test(actor=actor_of(request), source=_source(pk), now=clock.now())
    return refused(done) if isinstance(done, Refusal) else Status(201, done)


@router.get("/sources/{pk}/deliveries", response={200: list[s.DeliveryOut], **REFUSALS})
def deliveries(request: HttpRequest, pk: int) -> list[Delivery]:
    """The last deliveries, each with what became of it and why."""
    require(actor_of(request), Permission.MANAGE)
    return last_deliveries(_source(pk))


@router.post("/sources/{pk}/try", response={200: TryOut, **REFUSALS})
def try_settings(request: HttpRequest, pk: int, body: TryIn) -> TryOut:
    """What a recorded delivery would mean under these options; nothing is saved."""
    require(actor_of(request), Permission.MANAGE)
    return TryOut.of(trial_of(delivery_of(_source(pk), body.delivery), body.options))


@router.get("/rules", response={200: list[s.RuleOut], **REFUSALS})
def rules(request: HttpRequest) -> list[s.RuleOut]:
    actor_of(request)
    return [rule_out(row) for row in RoutingRule.objects.all()]


@router.post("/rules", response={201: s.RuleOut, **REFUSALS})
def new_rule(request: HttpRequest, body: s.RuleIn) -> Status[s.RuleOut] | Refused:
    done = save_rule(actor=actor_of(request), values=_rule_values(body))
    return refused(done) if isinstance(done, Refusal) else Status(201, rule_out(done))


@router.put("/rules/{pk}", response={200: s.RuleOut, **REFUSALS})
def change_rule(request: HttpRequest, pk: int, body: s.RuleIn) -> s.RuleOut | Refused:
    done = save_rule(actor=actor_of(request), values=_rule_values(body), rule=_rule(pk), version=body.version)
    return refused(done) if isinstance(done, Refusal) else rule_out(done)


@router.post("/rules/{pk}/move", response={200: list[s.RuleOut], **REFUSALS})
def reorder(request: HttpRequest, pk: int, body: s.MoveIn) -> list[s.RuleOut]:
    """Ask a rule earlier or later than its neighbour; gives all rules in their new order."""
    move_rule(actor=actor_of(request), rule=_rule(pk), up=body.up)
    return [rule_out(row) for row in RoutingRule.objects.all()]


@router.delete("/rules/{pk}", response={204: None, **REFUSALS})
def remove_rule(request: HttpRequest, pk: int) -> Status[None]:
    delete_rule(actor=actor_of(request), rule=_rule(pk))
    return Status(204, None)


@router.post("/routing/simulate", response={200: s.SimulateOut, **REFUSALS})
def try_rules(request: HttpRequest, body: s.SimulateIn) -> s.SimulateOut:
    """What would happen to an alert with these labels at this moment: rule by rule, silences, groups, who is paged."""
    found = what_would_happen(actor_of(request), body.labels, body.source, clock.now())
    decided = next((trial.rule for trial in found.trials if trial.matched), None)
    return s.SimulateOut(
        action=decided.action.value if decided else "inbox",
        trials=[s.TrialOut(rule=trial.rule.name, matched=trial.matched, why=trial.why) for trial in found.trials],
        outcome=found.decision.outcome.value,
        reason=found.decision.reason,
        incident=f"INC-{found.decision.incident}" if found.decision.incident is not None else None,
        severity=found.severity,
        policy=found.policy,
        paged=list(found.paged),
    )
