"""Reading actions: of one incident, across incidents, as facts, as rows to export."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, Value, When

from hotwash.actions.core.export import ExportRow
from hotwash.actions.core.facts import Planned, facts_of
from hotwash.actions.core.states import UNRESOLVED, ActionState
from hotwash.actions.models import Action, NoAction
from hotwash.analysis.models import Factor
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.facts import Fact
from hotwash.kernel.rows import existing
from hotwash.respond.models import Incident
from hotwash.respond.queries import visible_incidents

ANSWERABLE = ("factor", "trigger")  # kinds of factors that ask for an action; what helped or was luck does not
SORTS = {
    "due": (F("due").asc(nulls_last=True), "pk"),
    "-due": (F("due").desc(nulls_last=True), "-pk"),
    "owner": ("owner__name", "due", "pk"),
    "state": ("state", "due", "pk"),
    "incident": ("-incident_id", "number"),
    "priority": ("priority_rank", F("due").asc(nulls_last=True), "pk"),
}


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """``state``: an `ActionState`, ``unresolved``, ``unconfirmed`` or empty for all. Ids as numbers, 0 for any."""

    state: str = "unresolved"
    owner: int = 0
    service: int = 0
    kind: str = ""
    overdue: bool = False
    words: str = ""
    sort: str = "due"


def _with_rows(actions: QuerySet[Action]) -> QuerySet[Action]:
    return actions.select_related("owner", "incident", "confirmed_by", "accepted_by").prefetch_related(
        "factors", "incident__services", "verifications"
    )


def actions_of(incident: Incident) -> QuerySet[Action]:
    return _with_rows(Action.objects.filter(incident=incident)).order_by("number")


def visible_actions(actor: Actor) -> QuerySet[Action]:
    return _with_rows(Action.objects.filter(incident__in=visible_incidents(actor)))


def get_action(actor: Actor, incident: Incident, number: int) -> Action:
    """A-5 of an incident that the actor may see; ``NotFound`` otherwise."""
    return existing(
        visible_actions(actor).filter(incident=incident, number=number),
        f"{incident.reference} has no action A-{number}.",
    )


def find_actions(actor: Actor, wanted: ActionFilter, today: date) -> QuerySet[Action]:
    """The actions across incidents, filtered and sorted."""
    found = visible_actions(actor)
    if wanted.state == "unresolved":
        found = found.filter(state__in=sorted(UNRESOLVED))
    elif wanted.state == "unconfirmed":
        found = found.filter(state=ActionState.DONE, confirmed_at=None)
    elif wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.overdue:
        found = found.filter(state__in=sorted(UNRESOLVED), due__lt=today)
    if wanted.owner:
        found = found.filter(owner_id=wanted.owner)
    if wanted.service:
        found = found.filter(incident__services=wanted.service)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.words:
        found = found.filter(Q(title__icontains=wanted.words) | Q(incident__title__icontains=wanted.words))
    return _sorted(found, wanted.sort)


def _sorted(found: QuerySet[Action], sort: str) -> QuerySet[Action]:
    if sort == "priority":
        ranks = {"high": 0, "medium": 1, "low": 2}
        found = found.annotate(
            priority_rank=Case(*(When(priority=key, then=Value(rank)) for key, rank in ranks.items()), default=Value(3))
        )
    return found.order_by(*SORTS.get(sort, SORTS["due"]))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many actions there are in each of the quick filters."""

    mine: int
    overdue: int
    unresolved: int
    unconfirmed: int


def tally(actor: Actor, today: date) -> Tally:
    unresolved = Q(state__in=sorted(UNRESOLVED))
    counts = Action.objects.filter(incident__in=visible_incidents(actor)).aggregate(
        mine=Count("pk", filter=unresolved & Q(owner_id=actor.person_id or 0)),
        overdue=Count("pk", filter=unresolved & Q(due__lt=today)),
        unresolved=Count("pk", filter=unresolved),
        unconfirmed=Count("pk", filter=Q(state=ActionState.DONE, confirmed_at=None)),
    )
    return Tally(**counts)


def asking_factors(incident: Incident) -> QuerySet[Factor]:
    """The factors that an action, or a reason for none, is asked for."""
    return Factor.objects.filter(incident=incident, kind__in=ANSWERABLE, deleted_at=None)


@dataclass(frozen=True, slots=True)
class Answer:
    """A factor with what answers it: actions, or a reason for none."""

    factor: Factor
    actions: tuple[Action, ...]
    no_action: str

    @property
    def answered(self) -> bool:
        return bool(self.actions or self.no_action)


def answers_of(incident: Incident) -> list[Answer]:
    """Every factor of the incident that asks for an action, in order."""
    factors = (
        asking_factors(incident)
        .select_related("no_action")
        .prefetch_related(Prefetch("actions", _with_rows(Action.objects.order_by("number"))))
        .order_by("number")
    )
    return [
        Answer(
            factor,
            tuple(action for action in factor.actions.all() if action.state != ActionState.WONT_DO),
            _reason_for_none(factor),
        )
        for factor in factors
    ]


def _reason_for_none(factor: Factor) -> str:
    """The reason that was given, or that of an action that is deliberately not done."""
    try:
        return factor.no_action.reason
    except NoAction.DoesNotExist:
        return next((action.reason for action in factor.actions.all() if action.state == ActionState.WONT_DO), "")


def gate_facts(incident: Incident) -> dict[str, Fact]:
    """In two queries: every page of an incident asks for it."""
    rows: dict[int, Planned] = {}
    told = Action.objects.filter(incident=incident).order_by("number")
    for pk, kind, state, owner, due, reason, factor in told.values_list(
        "pk", "kind", "state", "owner_id", "due", "reason", "factors"
    ):
        planned = rows.setdefault(pk, Planned(kind, state, bool(owner and due), reason))
        planned.factors.add(factor)
    return facts_of(list(rows.values()), dict(asking_factors(incident).values_list("pk", "no_action__reason")))


def export_rows(actions: Iterable[Action], today: date) -> list[ExportRow]:
    return [
        ExportRow(
            incident=action.incident.reference,
            reference=action.reference,
            title=action.title,
            kind=action.kind,
            type=action.type,
            strength=action.strength,
            state=action.state,
            owner=action.owner.name if action.owner else "",
            due=action.due,
            overdue=action.is_overdue(today),
            priority=action.priority,
            factors=tuple(factor.reference for factor in action.factors.all()),
            services=tuple(service.name for service in action.incident.services.all()),
            end_state=action.end_state,
            measure=action.measure,
            evidence=action.evidence,
            verdict=action.last_verdict,
        )
        for action in actions
    ]
