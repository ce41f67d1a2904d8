"""Sources and routing rules."""

import secrets
from datetime import datetime

from django.db.models import Max

from hotwash.directory.models import Service
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Reason, Refusal, conflict, refuse
from hotwash.kernel.steps import step
from hotwash.process.queries import current_document
from hotwash.respond.core.alerts.taking import tried_sample
from hotwash.respond.core.settings import RuleValues, SourceValues, problem_of_slug, swapped
from hotwash.respond.events import SettingChanged
from hotwash.respond.models import Delivery, EscalationPolicy, RoutingRule, Source
from hotwash.respond.queries.plugins import sources
from hotwash.respond.steps.alerts.asking import tell_of_deliveries
from hotwash.respond.steps.alerts.signals import TEST_HEADER


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
    slug = values.options.get("slug", "").strip()
    taken = Source.objects.filter(plugin=values.plugin, options__slug=slug).exclude(pk=source.pk if source else 0)
    problem = problem_of_slug(slug, is_taken=bool(slug) and taken.exists())
    if problem:
        return refuse("slug", problem, "option_slug")
    with step(actor=actor, permission=Permission.MANAGE) as record:
        row = Source(secret=secrets.token_urlsafe(24)) if source is None else source.at_version(version)
        if row is None:
            return conflict("this source")
        row.plugin, row.name, row.enabled = values.plugin, name, values.enabled
        row.options = values.kept(known.options, row.options)
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
    sample = tried_sample((sample, plugin.parse(sample.payload, sample.headers, {})) for sample in plugin.samples)
    if sample is None:
        return refuse("plugin", "The plugin of this source has no sample to send.")
    with step(actor=actor, permission=Permission.MANAGE) as record:
        delivery = Delivery.objects.create(
            source=source, received_at=now, headers={**sample.headers, TEST_HEADER: "1"}, body=sample.payload
        )
        tell_of_deliveries()
        record(SettingChanged(verb="sent a test to", what=f"the source {source.name}"))
    return delivery


def save_rule(
    *, actor: Actor, values: RuleValues, rule: RoutingRule | None = None, version: int = 0
) -> RoutingRule | Refusal:
    """Make a rule, or change one."""
    matchers, problems = values.parsed()
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
        row.again, row.again_minutes = values.again, values.again_minutes
        row.flap_times, row.flap_minutes = values.flap_times, values.flap_minutes
        row.storm_limit, row.raises, row.resolves = values.storm_limit, values.raises, values.resolves
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
        keys = [row.pk for row in rows]
        order = swapped(keys, rule.pk, up=up)
        if order == keys:
            return
        for row in rows:
            row.order = (order.index(row.pk) + 1) * 10
        RoutingRule.objects.bulk_update(rows, ["order"])
        record(SettingChanged(verb="moved", what=f"the routing rule {rule.name}"))


def _problems_of(values: RuleValues, rule: RoutingRule | None) -> list[Reason]:
    same = RoutingRule.objects.filter(name=values.name.strip()).exclude(pk=rule.pk if rule else 0)
    named: dict[str, tuple[type[Source | Service | EscalationPolicy], int | None]] = {
        "source": (Source, values.source_id),
        "service": (Service, values.service_id),
        "policy": (EscalationPolicy, values.policy_id),
    }
    missing = [name for name, (kind, pk) in named.items() if pk is not None and not kind.objects.filter(pk=pk).exists()]
    severities = {found.key for found in current_document().severities}
    return values.problems(name_taken=same.exists(), severities=severities, missing=missing)


def _order(asked: int | None, row: RoutingRule) -> int:
    if asked is not None:
        return asked
    if row.pk:
        return row.order
    return int(RoutingRule.objects.aggregate(last=Max("order"))["last"] or 0) + 10
