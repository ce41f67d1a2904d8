"""Routing rules as values, and the incidents an alert may be attached to."""

from collections.abc import Mapping, Sequence

from hotwash.respond.core.alerts.matching import Matcher, Operator, Rule
from hotwash.respond.core.states import Again, RuleAction
from hotwash.respond.models import RoutingRule


def rules_as_values(rules: Sequence[RoutingRule]) -> list[Rule]:
    return [rule_as_value(rule) for rule in rules]


def rule_as_value(rule: RoutingRule) -> Rule:
    return Rule(
        id=rule.pk,
        name=rule.name,
        action=RuleAction(rule.action),
        matchers=tuple(matcher_as_value(kept) for kept in rule.matchers),
        source=rule.source_id,
        severity=rule.severity,
        group_by=tuple(str(label) for label in rule.group_by),
        group_minutes=rule.group_minutes,
        service=rule.service_id,
        again=Again(rule.again),
        again_minutes=rule.again_minutes,
        flap_times=rule.flap_times,
        flap_minutes=rule.flap_minutes,
        storm_limit=rule.storm_limit,
        raises=rule.raises,
    )


def matcher_as_value(kept: Mapping[str, str]) -> Matcher:
    return Matcher(kept["label"], Operator(kept["op"]), kept["value"])
