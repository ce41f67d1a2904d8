"""What stage 7 knows of one incident."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Q, QuerySet, When

from hotwash.actions.core.states import ActionState
from hotwash.actions.models import Action
from hotwash.actions.queries import actions_of
from hotwash.improve.core.states import FollowUpState, RecurrenceState
from hotwash.improve.core.verdicts import Advice, Observation, Verdict, advise_verdict, looks_due
from hotwash.improve.models import FollowUp, Recurrence
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.facts import Fact
from hotwash.kernel.rows import existing
from hotwash.process.queries import document_for
from hotwash.respond.models import Incident
from hotwash.respond.queries import visible_incidents


@dataclass(frozen=True, slots=True)
class ActionLook:
    """An action on the agenda: what the records advise, and when a look at it was due (None: not yet, or taken)."""

    action: Action
    advice: Advice | None
    due: date | None


def follow_ups_of(incident: Incident) -> QuerySet[FollowUp]:
    return (
        FollowUp.objects.filter(incident=incident)
        .select_related("incident", "planned_by")
        .prefetch_related("invited", "attended")
    )


def get_follow_up(incident: Incident, pk: int) -> FollowUp:
    return existing(follow_ups_of(incident).filter(pk=pk), f"{incident.reference} has no such follow-up meeting.")


def recurrences_of(actor: Actor, incident: Incident) -> QuerySet[Recurrence]:
    """Of this incident, as far as the earlier one may be seen by the actor; decided ones last."""
    return (
        Recurrence.objects.filter(
            incident=incident,
            earlier_incident__in=visible_incidents(actor),
            factor__deleted_at=None,
            earlier_factor__deleted_at=None,
        )
        .select_related("factor", "earlier_factor", "earlier_incident", "incident", "decided_by")
        .prefetch_related("earlier_factor__actions__owner", "earlier_factor__actions__verifications")
        .order_by(Case(When(state=RecurrenceState.PROPOSED, then=0), default=1), "factor__number", "-score", "pk")
    )


def get_recurrence(actor: Actor, incident: Incident, pk: int) -> Recurrence:
    return existing(
        recurrences_of(actor, incident).filter(pk=pk),
        f"{incident.reference} has no such recurrence, or its earlier incident is private.",
    )


def agenda(incident: Incident, today: date) -> list[ActionLook]:
    """The actions to verify, those whose look is due first, then the rest that is done, then what is not done yet."""
    look_after = document_for(incident).deadlines.follow_up_days
    actions = [action for action in actions_of(incident) if action.state != ActionState.WONT_DO]
    came_back = _came_back(actions)
    chances = _opportunities(incident)
    looks = [_look(action, came_back.get(action.pk, 0), chances, today, look_after) for action in actions]
    return sorted(looks, key=lambda look: (look.due is None, look.action.is_unresolved, look.action.number))


def _look(action: Action, came_back: int, chances: int, today: date, look_after: Sequence[int]) -> ActionLook:
    if action.state != ActionState.DONE or action.done_at is None:
        return ActionLook(action, None, None)
    done_on = action.done_at.date()
    seen = Observation(done_on, came_back, chances)
    taken = [row.at.date() for row in action.verifications.all()]
    return ActionLook(action, advise_verdict(seen, today, look_after), looks_due(done_on, taken, today, look_after))


def _came_back(actions: Sequence[Action]) -> dict[int, int]:
    """Confirmed recurrences of the factors that each action answers, by action."""
    rows = (
        Action.objects.filter(pk__in=[action.pk for action in actions])
        .annotate(
            times=Count(
                "factors__later_recurrences",
                filter=Q(factors__later_recurrences__state=RecurrenceState.CONFIRMED),
                distinct=True,
            )
        )
        .values_list("pk", "times")
    )
    return dict(rows)


def _opportunities(incident: Incident) -> int:
    """Later incidents on the same services: how often it could have come back."""
    later = Incident.objects.filter(declared_at__gt=incident.declared_at, services__in=incident.services.all())
    return later.exclude(pk=incident.pk).distinct().count()


def gate_facts(incident: Incident) -> dict[str, Fact]:
    meetings = FollowUp.objects.filter(incident=incident).exclude(state=FollowUpState.CANCELLED).count()
    open_ones = Recurrence.objects.filter(incident=incident, state=RecurrenceState.PROPOSED).count()
    planned = Action.objects.filter(incident=incident).exclude(state=ActionState.WONT_DO)
    verdicts = dict(planned.order_by("verifications__pk").values_list("pk", "verifications__verdict"))  # the last stays
    judged = sum(verdict not in {None, "", Verdict.TOO_EARLY} for verdict in verdicts.values())
    return {
        "improve.follow_ups": meetings,
        "improve.verified_share": judged / len(verdicts) if verdicts else 0.0,
        "improve.recurrences_settled": not open_ones,
    }
