"""Recurrence: found by comparison at once, decided by a person."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from hotwash.actions.core.states import ActionState
from hotwash.actions.models import Action
from hotwash.analysis.models import Factor
from hotwash.improve.core.recurrence import Match, find_recurrences
from hotwash.improve.core.states import RecurrenceState
from hotwash.improve.core.verdicts import Verdict
from hotwash.improve.events import RecurrenceDecided, RecurrenceFound
from hotwash.improve.models import Recurrence, Verification
from hotwash.improve.queries.portfolio import KINDS, earlier_factors, values_of
from hotwash.improve.steps.verifying import did_not_hold
from hotwash.kernel.core.actor import SYSTEM, Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.steps import Recorder, require, step
from hotwash.respond.models import Incident

MOST_EARLIER = 5_000  # factors compared with, the newest: about a second of work


class AboutIncident(Protocol):
    @property
    def incident_id(self) -> int | None: ...


def look_for_recurrences(event: AboutIncident, *, now: datetime) -> int:
    """Follows every change of an incident's factors: how many new recurrences were found.

    Proposals that no longer match (a statement was rewritten) go away; what a person decided stays.
    """
    incident = Incident.objects.filter(pk=event.incident_id or 0).first()
    if incident is None:
        return 0
    own = values_of(Factor.objects.filter(incident=incident, kind__in=KINDS, deleted_at=None))
    earlier = values_of(earlier_factors(incident).order_by("-pk")[:MOST_EARLIER])
    matches = find_recurrences(own, earlier)
    with step(actor=SYSTEM, permission=Permission.EDIT, scope=incident) as record:
        Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)  # two looks at once must not both report
        kept = {(match.factor.id, match.earlier.id) for match in matches}
        for row in Recurrence.objects.filter(incident=incident, state=RecurrenceState.PROPOSED):
            if (row.factor_id, row.earlier_factor_id) not in kept:
                row.delete()
        return sum(_propose(record, incident, match, now) for match in matches)


def _propose(record: Recorder, incident: Incident, match: Match, now: datetime) -> bool:
    row, new = Recurrence.objects.get_or_create(
        factor_id=match.factor.id,
        earlier_factor_id=match.earlier.id,
        defaults={
            "incident": incident,
            "earlier_incident_id": match.earlier.incident_id,
            "score": match.score,
            "why": list(match.why),
            "found_at": now,
        },
    )
    if new:
        record(
            RecurrenceFound(
                incident_id=incident.pk,
                recurrence_id=row.pk,
                factor=row.factor.reference,
                earlier=row.earlier_incident.reference,
                earlier_factor=row.earlier_factor.reference,
                why="; ".join(match.why),
            )
        )
    return new


def confirm_recurrence(*, actor: Actor, recurrence: Recurrence, note: str, now: datetime) -> Recurrence | Refusal:
    """It is the same again. Actions of the earlier factor that were done did not hold: judged so, and opened again."""
    return _decide(actor, recurrence, RecurrenceState.CONFIRMED, note, now)


def dismiss_recurrence(*, actor: Actor, recurrence: Recurrence, note: str, now: datetime) -> Recurrence | Refusal:
    return _decide(actor, recurrence, RecurrenceState.DISMISSED, note, now)


def link_factor(*, actor: Actor, factor: Factor, earlier: Factor, note: str, now: datetime) -> Recurrence | Refusal:
    """A person says that a factor is one of an earlier incident again: confirmed by saying so."""
    if earlier.incident_id == factor.incident_id:
        return refuse("earlier", "Both factors are of the same incident. Choose one of an earlier incident.", "earlier")
    if earlier.incident.declared_at > factor.incident.declared_at:
        return refuse("earlier", f"{earlier.incident.reference} came later. Link it the other way round.", "earlier")
    require(actor, Permission.VIEW, earlier.incident)
    with step(actor=actor, permission=Permission.EDIT, scope=factor.incident):
        row, _ = Recurrence.objects.get_or_create(
            factor=factor,
            earlier_factor=earlier,
            defaults={
                "incident": factor.incident,
                "earlier_incident": earlier.incident,
                "score": 1.0,
                "why": ["somebody linked the two"],
                "found_at": now,
            },
        )
        return row if row.state == RecurrenceState.CONFIRMED else confirm_recurrence(
            actor=actor, recurrence=row, note=note, now=now
        )  # fmt: skip


def _decide(
    actor: Actor, recurrence: Recurrence, decision: RecurrenceState, note: str, now: datetime
) -> Recurrence | Refusal:
    with step(actor=actor, permission=Permission.EDIT, scope=recurrence.incident, why=note) as record:
        row = Recurrence.objects.select_for_update(no_key=True).get(pk=recurrence.pk)
        if row.state == decision:
            return refuse("state", f"This was {decision.value} already.")
        row.state, row.note = decision, note.strip()
        row.decided_by_id, row.decided_at = actor.person_id, now
        row.save()
        record(
            RecurrenceDecided(
                incident_id=row.incident_id,
                recurrence_id=row.pk,
                decision=decision,
                factor=row.factor.reference,
                earlier=row.earlier_incident.reference,
                earlier_factor=row.earlier_factor.reference,
            )
        )
        if decision is RecurrenceState.CONFIRMED:
            _judge_actions(record, actor, row, now)
    return row


def _judge_actions(record: Recorder, actor: Actor, row: Recurrence, now: datetime) -> None:
    done: Iterable[Action] = row.earlier_factor.actions.filter(state=ActionState.DONE).order_by("number")
    actions = list(done)
    if not actions:
        return
    reason = f"{row.incident.reference} {row.factor.reference} is the same factor again: {row.factor.statement}"
    Verification.objects.bulk_create(
        Verification(action=action, verdict=Verdict.NOT, evidence=reason, by_id=actor.person_id, at=now)
        for action in actions
    )
    record(did_not_hold(actions, reason))
