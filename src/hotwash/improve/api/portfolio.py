"""Stage 7 by API: figures, themes, reviews, suggestions."""

from datetime import date, timedelta

from django.http import HttpRequest
from ninja import Router, Schema, Status

from hotwash.analysis.models import Factor
from hotwash.improve.api.people import people_of
from hotwash.improve.core.distributions import TooFew
from hotwash.improve.core.review import ReviewLine
from hotwash.improve.models import PeriodicReview, Suggestion, Theme
from hotwash.improve.queries import (
    insights,
    review_due,
    review_material,
    reviews,
    suggestions,
    themes,
)
from hotwash.improve.queries.figures import PhaseFigures
from hotwash.improve.steps import (
    ReviewValues,
    ThemeValues,
    accept_suggestion,
    decline_suggestion,
    save_review,
    save_theme,
    suggest_change,
)
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.rows import existing
from hotwash.kernel.web import actor_of
from hotwash.respond.queries import get_incident, visible_incidents

router = Router(tags=["improve"])


class VersionIn(Schema):
    version: int


class LineOut(Schema):
    reference: str
    text: str
    remark: str


class ProposalOut(Schema):
    """Factors (ids) over several incidents that look alike; ``words`` are a start for a name."""

    words: list[str]
    factors: list[int]
    incidents: int


class MaterialOut(Schema):
    """``due_on`` is when the process wants the review; ``next_on`` would be the one after it."""

    since: date
    until: date
    incidents: list[LineOut]
    recurring: list[LineOut]
    unresolved: list[LineOut]
    themes: list[ProposalOut]
    due_on: date | None
    next_on: date


class ReviewIn(Schema):
    attendees: list[int]
    decisions: str = ""
    next_on: date | None = None


class ReviewOut(Schema):
    id: int
    since: date
    until: date
    next_on: date | None
    decisions: str
    text: str


class ThemeIn(Schema):
    """``factors`` are ids; ``version`` is that of the theme being changed, 0 for a new one."""

    name: str
    description: str = ""
    factors: list[int] = []
    version: int = 0


class ThemeOut(Schema):
    id: int
    name: str
    description: str
    version: int


class SuggestionIn(Schema):
    """``edited`` is the whole document as it should be, empty for words alone; ``incident`` is a reference or empty."""

    title: str
    text: str = ""
    edited: str = ""
    incident: str = ""


class SuggestionOut(Schema):
    id: int
    title: str
    text: str
    state: str
    hunks: list[dict[str, object]]
    reason: str
    process_version: int | None
    version: int

    @staticmethod
    def resolve_process_version(row: Suggestion) -> int | None:
        return row.process_version.number if row.process_version else None


class DeclineIn(VersionIn):
    reason: str


class PhaseOut(Schema):
    """Durations in seconds; null where there are too few incidents to say. ``trend``: longer, shorter, unclear, or
    ``too few``.
    """

    title: str
    n: int
    median: float | None
    p90: float | None
    low: float | None
    high: float | None
    trend: str


class InsightsOut(Schema):
    incidents: int
    phases: list[PhaseOut]
    effective: int
    partly: int
    did_not_hold: int
    unjudged: int
    found_by_customer: int
    near_misses: int


@router.get("/insights", response={200: InsightsOut, **REFUSALS})
def figures(request: HttpRequest, days: int = 365, service: int = 0) -> InsightsOut:
    """The figures of the insights page over the last ``days``; 0 for all time."""
    now = clock.now()
    since = now - timedelta(days=min(days, 20_000)) if days > 0 else now - timedelta(days=20_000)
    found = insights(actor_of(request), since=since, until=now, service=service)
    return InsightsOut(
        incidents=found.incidents,
        phases=[_phase(one) for one in found.phases],
        effective=found.held.effective,
        partly=found.held.partly,
        did_not_hold=found.held.not_held,
        unjudged=found.held.unjudged,
        found_by_customer=found.found_by_customer,
        near_misses=found.near_misses,
    )


def _phase(one: PhaseFigures) -> PhaseOut:
    spread = one.distribution
    says = "too few" if isinstance(one.trend, TooFew) else one.trend.says
    return PhaseOut(
        title=one.title,
        n=spread.n,
        median=spread.median,
        p90=spread.p90,
        low=spread.low,
        high=spread.high,
        trend=says,
    )


@router.get("/reviews/material", response={200: MaterialOut, **REFUSALS})
def material(request: HttpRequest) -> MaterialOut:
    """What the next periodic review looks at."""
    actor = actor_of(request)
    found = review_material(actor, clock.now().date())
    return MaterialOut(
        since=found.since,
        until=found.until,
        incidents=[_line(one) for one in found.incidents],
        recurring=[_line(one) for one in found.recurring],
        unresolved=[_line(one) for one in found.unresolved],
        themes=[
            ProposalOut(words=list(one.words), factors=[factor.id for factor in one.factors], incidents=one.incidents)
            for one in found.themes
        ],
        due_on=review_due(actor),
        next_on=found.next_on,
    )


def _line(one: ReviewLine) -> LineOut:
    return LineOut(reference=one.reference, text=one.text, remark=one.remark)


@router.get("/reviews", response={200: list[ReviewOut], **REFUSALS})
def list_reviews(request: HttpRequest) -> list[PeriodicReview]:
    actor_of(request)
    return list(reviews())


@router.post("/reviews", response={201: ReviewOut, **REFUSALS})
def record_review(request: HttpRequest, body: ReviewIn) -> Status[PeriodicReview] | Refused:
    values = ReviewValues(people_of(body.attendees), body.decisions, body.next_on)
    saved = save_review(actor=actor_of(request), values=values, now=clock.now())
    return refused(saved) if isinstance(saved, Refusal) else Status(201, saved)


@router.get("/themes", response={200: list[ThemeOut], **REFUSALS})
def list_themes(request: HttpRequest) -> list[Theme]:
    return list(themes(actor_of(request)))


@router.post("/themes", response={201: ThemeOut, **REFUSALS})
def add_theme(request: HttpRequest, body: ThemeIn) -> Status[Theme] | Refused:
    saved = _save_theme(request, body, None)
    return saved if isinstance(saved, Status) else Status(201, saved)


@router.put("/themes/{int:pk}", response={200: ThemeOut, **REFUSALS})
def change_theme(request: HttpRequest, pk: int, body: ThemeIn) -> Theme | Refused:
    theme = existing(Theme.objects.filter(pk=pk), f"There is no theme {pk}.")
    return _save_theme(request, body, theme)


def _save_theme(request: HttpRequest, body: ThemeIn, theme: Theme | None) -> Theme | Refused:
    actor = actor_of(request)
    factors = Factor.objects.filter(pk__in=body.factors, incident__in=visible_incidents(actor), deleted_at=None)
    values = ThemeValues(body.name, body.description, list(factors))
    saved = save_theme(actor=actor, values=values, now=clock.now(), theme=theme, version=body.version)
    return refused(saved) if isinstance(saved, Refusal) else saved


@router.get("/process/suggestions", response={200: list[SuggestionOut], **REFUSALS})
def list_suggestions(request: HttpRequest, state: str = "") -> list[Suggestion]:
    return list(suggestions(actor_of(request), state))


@router.post("/process/suggestions", response={201: SuggestionOut, **REFUSALS})
def suggest(request: HttpRequest, body: SuggestionIn) -> Status[Suggestion] | Refused:
    actor = actor_of(request)
    incident = get_incident(actor, body.incident) if body.incident else None
    made = suggest_change(
        actor=actor, title=body.title, text=body.text, edited=body.edited, incident=incident, now=clock.now()
    )
    return refused(made) if isinstance(made, Refusal) else Status(201, made)


def _suggestion(request: HttpRequest, pk: int) -> Suggestion:
    return existing(suggestions(actor_of(request), "").filter(pk=pk), f"There is no suggestion {pk}.")


@router.post("/process/suggestions/{int:pk}/accept", response={200: SuggestionOut, **REFUSALS})
def accept(request: HttpRequest, pk: int, body: VersionIn) -> Suggestion | Refused:
    """Make it the next version of the process."""
    row = _suggestion(request, pk)
    decided = accept_suggestion(actor=actor_of(request), suggestion=row, version=body.version, now=clock.now())
    return refused(decided) if isinstance(decided, Refusal) else decided


@router.post("/process/suggestions/{int:pk}/decline", response={200: SuggestionOut, **REFUSALS})
def decline(request: HttpRequest, pk: int, body: DeclineIn) -> Suggestion | Refused:
    row = _suggestion(request, pk)
    decided = decline_suggestion(
        actor=actor_of(request), suggestion=row, reason=body.reason, version=body.version, now=clock.now()
    )
    return refused(decided) if isinstance(decided, Refusal) else decided
