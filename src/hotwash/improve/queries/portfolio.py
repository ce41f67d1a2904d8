"""What the periodic review looks at, themes, and suggestions for the process."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet

from hotwash.actions.core.states import UNRESOLVED
from hotwash.actions.models import Action
from hotwash.analysis.models import Factor
from hotwash.improve.core.recurrence import FactorValue
from hotwash.improve.core.review import ReviewLine, review_due_on
from hotwash.improve.core.states import RecurrenceState, SuggestionState
from hotwash.improve.core.themes import ThemeProposal, propose_themes
from hotwash.improve.models import PeriodicReview, Recurrence, Suggestion, Theme
from hotwash.improve.queries.figures import last_review
from hotwash.kernel.core.actor import Actor
from hotwash.process.queries import current_document
from hotwash.respond.models import Incident
from hotwash.respond.queries import visible_incidents

KINDS = ("factor", "trigger")  # kinds of factors that can recur
MOST_FACTORS = 800  # read for themes, the newest; the comparison grows with the square


@dataclass(frozen=True, slots=True)
class ReviewMaterial:
    """What a review of ``since`` to ``until`` (both included) looks at, as lines of its record."""

    since: date
    until: date
    incidents: tuple[ReviewLine, ...]
    recurring: tuple[ReviewLine, ...]
    unresolved: tuple[ReviewLine, ...]
    themes: tuple[ThemeProposal, ...]
    next_on: date


def review_material(actor: Actor, today: date) -> ReviewMaterial:
    """From the last review, or the first incident, until today."""
    last = last_review()
    first = visible_incidents(actor).order_by("declared_at").values_list("declared_at", flat=True).first()
    since = last.until + timedelta(days=1) if last else first.date() if first else today
    begin = datetime.combine(min(since, today), time.min, UTC)
    incidents = visible_incidents(actor).filter(declared_at__gte=begin)
    severities = {severity.key: severity.name for severity in current_document().severities}
    return ReviewMaterial(
        since=min(since, today),
        until=today,
        incidents=tuple(
            ReviewLine(one.reference, one.title, severities.get(one.severity, one.severity))
            for one in incidents.order_by("pk")
        ),
        recurring=tuple(_recurring(actor, begin)),
        unresolved=tuple(_unresolved(actor, today)),
        themes=tuple(proposed_themes(actor)),
        next_on=today + timedelta(days=current_document().deadlines.review_every_days),
    )


def _recurring(actor: Actor, begin: datetime) -> list[ReviewLine]:
    """Recurrences that are confirmed or wait for a decision, found since ``begin``."""
    seen = visible_incidents(actor)
    rows = (
        Recurrence.objects.filter(incident__in=seen, earlier_incident__in=seen, found_at__gte=begin)
        .exclude(state=RecurrenceState.DISMISSED)
        .select_related("incident", "earlier_incident", "factor", "earlier_factor")
    )
    groups: dict[int, list[Recurrence]] = {}
    for row in rows.order_by("-incident_id", "factor__number", "-score"):
        groups.setdefault(row.factor_id, []).append(row)
    return [_recurring_line(group) for group in groups.values()]


def _recurring_line(group: list[Recurrence]) -> ReviewLine:
    """One factor with all the earlier ones that it looks like."""
    first = group[0]
    earlier = ", ".join(
        f"{row.earlier_incident.reference} {row.earlier_factor.reference} ({row.state})" for row in group
    )
    reference = f"{first.incident.reference} {first.factor.reference}"
    return ReviewLine(reference, first.factor.statement, f"like {earlier}")


def _unresolved(actor: Actor, today: date) -> list[ReviewLine]:
    actions = (
        Action.objects.filter(incident__in=visible_incidents(actor), state__in=sorted(UNRESOLVED))
        .select_related("incident", "owner")
        .order_by("due", "pk")
    )
    return [
        ReviewLine(f"{action.incident.reference} {action.reference}", action.title, _remark(action, today))
        for action in actions
    ]


def _remark(action: Action, today: date) -> str:
    who = action.owner.name if action.owner else "nobody"
    if action.due is None:
        return f"{who}, no due date"
    if action.is_overdue(today):
        return f"{who}, {(today - action.due).days} days overdue"
    return f"{who}, due {action.due.isoformat()}"


def reviews() -> QuerySet[PeriodicReview]:
    return PeriodicReview.objects.select_related("saved_by").prefetch_related("attendees")


def review_due(actor: Actor) -> date | None:
    """When the next periodic review is due."""
    last = last_review()
    if last and last.next_on:
        return last.next_on
    first = visible_incidents(actor).order_by("declared_at").values_list("declared_at", flat=True).first()
    every = current_document().deadlines.review_every_days
    return review_due_on(last.until if last else None, first.date() if first else None, every)


def values_of(factors: QuerySet[Factor]) -> list[FactorValue]:
    return [
        FactorValue(pk, incident, statement, category, subcategory)
        for pk, incident, statement, category, subcategory in factors.values_list(
            "pk", "incident_id", "statement", "category", "subcategory"
        )
    ]


def proposed_themes(actor: Actor) -> list[ThemeProposal]:
    """Groups of factors over incidents that belong to no named theme yet."""
    seen = visible_incidents(actor)
    factors = Factor.objects.filter(incident__in=seen, kind__in=KINDS, deleted_at=None, themes=None)
    newest = factors.order_by("-pk")[:MOST_FACTORS]
    return propose_themes(sorted(values_of(newest), key=lambda value: value.id))


def themes(actor: Actor) -> QuerySet[Theme]:
    seen = Q(factors__incident__in=visible_incidents(actor), factors__deleted_at=None)
    return Theme.objects.annotate(
        seen=Count("factors", filter=seen, distinct=True), spread=Count("factors__incident", filter=seen, distinct=True)
    ).order_by("-spread", "name")


def suggestions(actor: Actor, state: str = SuggestionState.OPEN) -> QuerySet[Suggestion]:
    """Suggestions for the process, with an incident only where the actor may see it; empty state: all."""
    seen = Q(incident=None) | Q(incident__in=visible_incidents(actor))
    rows = Suggestion.objects.filter(seen).select_related(
        "incident", "base", "made_by", "decided_by", "process_version"
    )
    return rows.filter(state=state) if state else rows


def earlier_factors(incident: Incident) -> QuerySet[Factor]:
    """Factors that a factor of this incident may repeat: of public incidents declared before it."""
    return Factor.objects.filter(
        incident__declared_at__lt=incident.declared_at, incident__private=False, kind__in=KINDS, deleted_at=None
    ).exclude(incident=incident)
