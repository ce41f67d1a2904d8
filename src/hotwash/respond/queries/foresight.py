"""What would happen to an alert at this moment, told without doing any of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hotwash.kernel.core.actor import Actor
from hotwash.ports.sources import Signal
from hotwash.process.queries import current_document
from hotwash.respond.core.alerts.deciding import Circumstances, Decision, Group, decide
from hotwash.respond.core.alerts.matching import Rule, Trial, labels_of, simulate
from hotwash.respond.core.alerts.silences import silenced
from hotwash.respond.core.alerts.taking import severity_by
from hotwash.respond.core.states import Outcome
from hotwash.respond.models import EscalationPolicy, RoutingRule
from hotwash.respond.queries.deciding import group_of, newest_of_group, silences_between
from hotwash.respond.queries.incidents import visible_incidents
from hotwash.respond.queries.oncall.policies import first_called, plan_of
from hotwash.respond.queries.routing import rules_as_values

HIDDEN = "It would belong to an incident that is private to others."


@dataclass(frozen=True, slots=True)
class Foresight:
    """``trials`` rule by rule; ``paged`` names who would be called first, and ``policy`` by which ladder."""

    trials: Sequence[Trial]
    decision: Decision
    severity: str = ""
    policy: str = ""
    paged: tuple[str, ...] = ()


def what_would_happen(actor: Actor, labels: Mapping[str, str], source: int | None, now: datetime) -> Foresight:
    rows = {row.pk: row for row in RoutingRule.objects.filter(enabled=True).order_by("order", "pk")}
    signal = Signal(
        fingerprint="foresight", title=labels.get("title", ""), severity=labels.get("severity", ""), labels=dict(labels)
    )
    trials = simulate(labels_of(signal), source, rules_as_values(list(rows.values())))
    rule = next((trial.rule for trial in trials if trial.matched), None)
    decision = decide(signal, _circumstances(signal, source, rule, rows, now))
    if rule is None or decision.outcome not in {Outcome.DECLARE, Outcome.REOPEN}:
        return Foresight(trials, _for(actor, decision))
    severities = sorted(current_document().severities, key=lambda found: found.rank)
    severity = severity_by(rule, signal, [found.key for found in severities])
    pages = any(found.pages for found in severities if found.key == severity)
    policy, paged = _paged(rows[rule.id], now) if pages else ("", ())
    return Foresight(trials, _for(actor, decision), severity, policy, paged)


def _circumstances(
    signal: Signal, source: int | None, rule: Rule | None, rows: Mapping[int, RoutingRule], now: datetime
) -> Circumstances:
    labels = labels_of(signal)
    in_force = [one for one in silences_between(now, now) if one.window_at(now)]
    quiet = silenced(labels, source, rule.service if rule else None, in_force)
    declared = rows[rule.id].declared if rule else []
    return Circumstances(
        at=now,
        rule=rule,
        silence=quiet.in_words(now) if quiet else "",
        group=_group(rule.group_key(labels)) if rule else None,
        storm=_group(rule.storm_key) if rule else None,
        declared=[datetime.fromisoformat(at) for at in declared],
    )


def _group(key: str) -> Group | None:
    newest = newest_of_group(key)
    return group_of(newest.incident, newest.first_at) if newest is not None else None


def _for(actor: Actor, decision: Decision) -> Decision:
    """Nobody learns of an incident that is private to others."""
    if decision.incident is None or visible_incidents(actor).filter(pk=decision.incident).exists():
        return decision
    return replace(decision, reason=HIDDEN, incident=None)


def _paged(rule: RoutingRule, now: datetime) -> tuple[str, tuple[str, ...]]:
    """By the rule's policy, else that of its service's owner, else the default one."""
    policies = EscalationPolicy.objects.all()
    policy = policies.filter(pk=rule.policy_id or 0).first()
    if policy is None and rule.service is not None and rule.service.owner_id is not None:
        policy = policies.filter(team=rule.service.owner_id).first()
    policy = policy or policies.filter(is_default=True).first()
    if policy is None:
        return "", ()
    plan, people, channels, _ = first_called(plan_of(policy), now)
    return plan.name, (*(person.name for person in people), *channels)
