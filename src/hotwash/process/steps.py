"""Changing the process: a change is a new version, never an edit of an old one."""

from datetime import datetime
from typing import Protocol

from django.db.models import Max

from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission, Scope
from hotwash.kernel.core.refusal import Reason, Refusal, conflict, refuse
from hotwash.kernel.steps import step
from hotwash.process.core.document import parse
from hotwash.process.core.gates import StageState
from hotwash.process.events import ProcessChanged, StageFinished, StageReopened
from hotwash.process.models import ProcessVersion, StageMark


class Staged(Scope, Protocol):
    """An incident, as far as its stages are concerned."""

    @property
    def pk(self) -> int: ...


def save_process(*, actor: Actor, text: str, note: str, based_on: int, now: datetime) -> ProcessVersion | Refusal:
    """Save ``text`` (YAML) as the next version.

    ``based_on`` is the number of the version it was edited from: when a newer one is there, the save is refused as a
    conflict. An unreadable document or an empty note is refused with its reasons.
    """
    document = parse(text)
    if isinstance(document, Refusal):
        return document
    if not note.strip():
        return refuse("note", "Say in a few words what changes and why: it is shown in the history.", "note")
    with step(actor=actor, permission=Permission.MANAGE, why=note) as record:
        newest = ProcessVersion.objects.select_for_update().order_by("-number").first()
        if newest is not None and newest.number != based_on:
            return conflict("the process")
        if newest is not None and newest.text == text:
            return refuse("unchanged", "Nothing was changed.", "text")
        number = (ProcessVersion.objects.aggregate(top=Max("number"))["top"] or 0) + 1
        version = ProcessVersion.objects.create(
            number=number, text=text, note=note.strip(), created_at=now, created_by_id=actor.person_id
        )
        record(ProcessChanged(number=number, note=note.strip()))
    return version


def finish_stage(*, actor: Actor, incident: Staged, state: StageState, now: datetime) -> StageMark | Refusal:
    """Call a stage done. Refused with each gate that is not met, in the words of the process."""
    if state.unmet:
        return Refusal(tuple(Reason("gate", verdict.gate.message) for verdict in state.unmet))
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        mark, made = StageMark.objects.get_or_create(
            incident_id=incident.pk,
            stage=state.stage.key,
            defaults={"finished_at": now, "finished_by_id": actor.person_id},
        )
        if made:
            record(StageFinished(incident_id=incident.pk, stage=state.stage.key, title=state.stage.title))
    return mark


def reopen_stage(*, actor: Actor, incident: Staged, state: StageState) -> bool:
    """Take back that a stage is done; True when it was."""
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        gone, _ = StageMark.objects.filter(incident_id=incident.pk, stage=state.stage.key).delete()
        if gone:
            record(StageReopened(incident_id=incident.pk, stage=state.stage.key, title=state.stage.title))
    return bool(gone)
