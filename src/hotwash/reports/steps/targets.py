"""Setting up the places that publications are delivered to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Reason, Refusal, conflict, refuse
from hotwash.kernel.steps import require, step
from hotwash.ports.publishers import Publisher
from hotwash.ports.registry import plugins
from hotwash.reports.events import TargetRemoved, TargetSaved
from hotwash.reports.models import PublishTarget


@dataclass(frozen=True, slots=True)
class TargetSettings:
    """``settings`` by option name; an empty secret leaves the one that is kept."""

    name: str
    publisher: str
    settings: Mapping[str, str]
    active: bool = True
    takes_private: bool = False


def save_target(
    *, actor: Actor, target: PublishTarget | None, wanted: TargetSettings, version: int, now: datetime
) -> PublishTarget | Refusal:
    """Set a target up (``target`` None, ``version`` 0), or change it."""
    require(actor, Permission.MANAGE)
    publisher = plugins("publishers", Publisher).get(wanted.publisher)  # type: ignore[type-abstract]  # a protocol
    if publisher is None:
        return refuse("publisher", f"There is no publisher “{wanted.publisher}”.", "publisher")
    name = " ".join(wanted.name.replace("\x00", "").split())
    if not name or len(name) > 120:
        return refuse("name", "Give the target a name of at most 120 characters.", "name")
    kept = target.settings if target else {}
    settings = _settings(publisher, wanted.settings, kept)
    missing = [option for option in publisher.options if option.required and not settings.get(option.name)]
    if missing:
        return Refusal(tuple(Reason("required", f"“{option.label}” is needed.", option.name) for option in missing))
    with step(actor=actor, permission=Permission.MANAGE) as record:
        others = PublishTarget.objects.exclude(pk=target.pk) if target else PublishTarget.objects.all()
        if others.filter(name=name).exists():
            return refuse("name", f"There is a target “{name}” already.", "name")
        row = target.at_version(version) if target else PublishTarget(version=0, created_at=now)
        if row is None:
            return conflict("the target")
        row.name, row.publisher, row.settings = name, wanted.publisher, settings
        row.active, row.takes_private, row.version = wanted.active, wanted.takes_private, row.version + 1
        row.save()
        record(TargetSaved(target=row.pk, name=name))
    return row


def _settings(publisher: Publisher, given: Mapping[str, str], kept: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for option in publisher.options:
        value = given.get(option.name, "").replace("\x00", "").strip()
        found[option.name] = kept.get(option.name, "") if option.secret and not value else value
    return found


def remove_target(*, actor: Actor, target: PublishTarget) -> None:
    """Remove a target; what was delivered there stays there."""
    with step(actor=actor, permission=Permission.MANAGE) as record:
        record(TargetRemoved(name=target.name))
        target.delete()
