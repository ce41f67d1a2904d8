"""Routing rules as values, and the incidents an alert may be attached to."""

from collections.abc import Mapping, Sequence

from hotwash.respond.core.alerts.matching import Matcher, Operator, Rule
from hotwash.respond.core.states import RuleAction
from hotwash.respond.models import RoutingRule


def rules_as_values(rules: Sequence[RoutingRule]) -> list[Rule]:
    return [rule_as_value(rule) for rule in rules]


def rule_as_value(rule: RoutingRule) -> Rule:
    return Rule(
        id=rule.pk,
        name=rule.name,
        action=RuleAction(rule.action),
        matchers=tuple(_matcher(kept) for kept in rule.matchers),
        source=rule.source_id,
        severity=rule.severity,
        group_by=tuple(str(label) for label in rule.group_by),
        group_minutes=rule.group_minutes,
    )


def _matcher(kept: Mapping[str, str]) -> Matcher:
    return Matcher(kept["label"], Operator(kept["op"]), kept["value"])
