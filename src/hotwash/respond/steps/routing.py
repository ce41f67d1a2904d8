"""Sources and routing rules."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet

from hotwash.directory.models import Service
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Reason, Refusal, conflict, refuse
from hotwash.kernel.steps import step
from hotwash.process.queries import current_document
from hotwash.respond.core.matching import parse_matcher
from hotwash.respond.core.states import RuleAction
from hotwash.respond.events import SettingChanged
from hotwash.respond.models import Delivery, EscalationPolicy, RoutingRule, Source
from hotwash.respond.queries.plugins import sources
from hotwash.respond.steps.deliveries import TEST_HEADER

MAX_MATCHERS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceValues:
    """``plugin`` is the key of a source plugin; ``options`` are those that it asks for."""

    plugin: str
    name: str
    options: Mapping[str, str] = field(default_factory=dict)
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleValues:
    """``matchers`` as people write them, one a line. ``order`` None: behind all others."""

    name: str
    action: RuleAction
    matchers: str = ""
    severity: str = ""
    source_id: int | None = None
    service_id: int | None = None
    policy_id: int | None = None
    group_by: tuple[str, ...] = ()
    group_minutes: int = 60
    private: bool = False
    enabled: bool = True
    order: int | None = None


def save_source(
    *, actor: Actor, values: SourceValues, source: Source | None = None, version: int = 0
) -> Source | Refusal:
    """Make a source with a new secret address, or change one. A secret option that is left empty keeps its value."""
    known = sources().get(values.plugin)
    if known is None:
        return refuse("plugin", "There is no such kind of source. Choose one of the list.", "plugin")
    name = values.name.strip()
    if not name:
        return refuse("name", "Give the source a name, so that people know who sends.", "name")
    same = Source.objects.filter(name=name).exclude(pk=source.pk if source else 0)
    if same.exists():
        return refuse("name", "Another source has this name.", "name")
    with step(actor=actor, permission=Permission.MANAGE) as record:
        row = Source(secret=secrets.token_urlsafe(24)) if source is None else source.at_version(version)
        if row is None:
            return conflict("this source")
        kept = {option.key: row.options.get(option.key, "") for option in known.options if option.secret}
        given = {option.key: values.options.get(option.key, option.default).strip() for option in known.options}
        row.plugin, row.name, row.enabled = values.plugin, name, values.enabled
        row.options = {key: value or kept.get(key, "") for key, value in given.items()}
        row.version = row.version + 1 if row.pk else 1
        row.save()
        record(SettingChanged(verb="added" if source is None else "changed", what=f"the source {row.name}"))
    return row


def renew_secret(*, actor: Actor, source: Source, version: int) -> Source | Refusal:
    """Give a source another address; the old one is refused from then on."""
    with step(actor=actor, permission=Permission.MANAGE) as record:
        row = source.at_version(version)
        if row is None:
            return conflict("this source")
        row.secret = secrets.token_urlsafe(24)
        row.version += 1
        row.save()
        record(SettingChanged(verb="renewed", what=f"the address of the source {row.name}"))
    return row


def send_test(*, actor: Actor, source: Source, now: datetime) -> Delivery | Refusal:
    """Put the plugin's own sample in as if it had been delivered. It goes to the inbox and never declares anything."""
    plugin = sources().get(source.plugin)
    if plugin is None:
        return refuse("plugin", "The plugin of this source is not installed.")
    with step(actor=actor, permission=Permission.MANAGE) as record:
        sample = plugin.samples[0]
        delivery = Delivery.objects.create(
            source=source, received_at=now, headers={**sample.headers, TEST_HEADER: "1"}, body=sample.payload
        )
        record(SettingChanged(verb="sent a test to", what=f"the source {source.name}"))
    return delivery


def save_rule(
    *, actor: Actor, values: RuleValues, rule: RoutingRule | None = None, version: int = 0
) -> RoutingRule | Refusal:
    """Make a rule, or change one."""
    lines = [line for line in values.matchers.splitlines() if line.strip()]
    matchers, problems = _matchers(lines)
    problems += _problems_of(values, rule)
    if problems:
        return Refusal(tuple(problems))
    with step(actor=actor, permission=Permission.MANAGE) as record:
        row = RoutingRule() if rule is None else rule.at_version(version)
        if row is None:
            return conflict("this rule")
        row.name, row.action, row.matchers = values.name.strip(), values.action, matchers
        row.severity, row.source_id, row.service_id = values.severity, values.source_id, values.service_id
        row.policy_id, row.private, row.enabled = values.policy_id, values.private, values.enabled
        row.group_by, row.group_minutes = list(values.group_by), values.group_minutes
        row.order = _order(values.order, row)
        row.version = row.version + 1 if row.pk else 1
        row.save()
        record(SettingChanged(verb="added" if rule is None else "changed", what=f"the routing rule {row.name}"))
    return row


def delete_rule(*, actor: Actor, rule: RoutingRule) -> None:
    """Remove a rule. Alerts that it decided about keep the reason in words."""
    with step(actor=actor, permission=Permission.MANAGE) as record:
        record(SettingChanged(verb="removed", what=f"the routing rule {rule.name}"))
        rule.delete()


def move_rule(*, actor: Actor, rule: RoutingRule, up: bool) -> None:
    """Ask a rule earlier or later than its neighbour."""
    with step(actor=actor, permission=Permission.MANAGE) as record:
        rows = list(RoutingRule.objects.select_for_update(no_key=True).order_by("order", "pk"))
        place = next((place for place, row in enumerate(rows) if row.pk == rule.pk), None)
        other = None if place is None else place - 1 if up else place + 1
        if place is None or other is None or not 0 <= other < len(rows):
            return
        rows[place], rows[other] = rows[other], rows[place]
        for number, row in enumerate(rows):
            row.order = (number + 1) * 10
        RoutingRule.objects.bulk_update(rows, ["order"])
        record(SettingChanged(verb="moved", what=f"the routing rule {rule.name}"))


def _matchers(lines: Sequence[str]) -> tuple[list[dict[str, str]], list[Reason]]:
    found = [parse_matcher(line) for line in lines]
    problems = [item for item in found if isinstance(item, Reason)]
    if len(lines) > MAX_MATCHERS:
        problems.append(Reason("matchers", f"A rule has at most {MAX_MATCHERS} matchers.", "matchers"))
    kept = [
        {"label": item.label, "op": item.operator.value, "value": item.value}
        for item in found
        if not isinstance(item, Reason)
    ]
    return kept, problems


def _problems_of(values: RuleValues, rule: RoutingRule | None) -> list[Reason]:
    problems = []
    if not values.name.strip():
        problems.append(Reason("name", "Give the rule a name: every decision it takes names it.", "name"))
    elif RoutingRule.objects.filter(name=values.name.strip()).exclude(pk=rule.pk if rule else 0).exists():
        problems.append(Reason("name", "Another rule has this name.", "name"))
    if values.severity and values.severity not in {found.key for found in current_document().severities}:
        problems.append(Reason("severity", "The process has no such severity.", "severity"))
    missing = {
        "source": not _is_there(Source.objects.filter(pk=values.source_id or 0), values.source_id),
        "service": not _is_there(Service.objects.filter(pk=values.service_id or 0), values.service_id),
        "policy": not _is_there(EscalationPolicy.objects.filter(pk=values.policy_id or 0), values.policy_id),
    }
    problems += [Reason(name, f"There is no {name} of this number.", name) for name, is_so in missing.items() if is_so]
    return problems


def _is_there(rows: QuerySet[Any], pk: int | None) -> bool:
    return pk is None or rows.exists()


def _order(asked: int | None, row: RoutingRule) -> int:
    if asked is not None:
        return asked
    if row.pk:
        return row.order
    return int(RoutingRule.objects.aggregate(last=Max("order"))["last"] or 0) + 10
