"""Figures over incidents: distributions with every incident as a dot, counts with their periods, what held."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db.models import F, Q

from hotwash.actions.core.states import UNRESOLVED, ActionState
from hotwash.actions.models import Action
from hotwash.analysis.models import Factor
from hotwash.improve.core.distributions import Distribution, Draw, TooFew, Trend, describe, trend
from hotwash.improve.core.drawing import Bars, Dot, DotRow, draw_bars, draw_dots
from hotwash.improve.core.verdicts import Verdict
from hotwash.improve.models import FollowUp, PeriodicReview
from hotwash.kernel.core.actor import Actor
from hotwash.process.models import StageMark
from hotwash.process.queries import current_document
from hotwash.respond.models import Incident
from hotwash.respond.queries import visible_incidents

SEED = 20_260_101  # figures must not flicker from one look at the page to the next
MOST = 2_000  # incidents in one picture
Span = tuple[Callable[[Incident], datetime | None], Callable[[Incident], datetime | None]]
PHASES: Sequence[tuple[str, str, Span]] = (
    ("Start to detection", "started", (lambda one: one.started_at, lambda one: one.detected_at)),
    ("Detection to acknowledgement", "detected", (lambda one: one.detected_at, lambda one: one.acknowledged_at)),
    ("Acknowledgement to mitigation", "acknowledged", (lambda one: one.acknowledged_at, lambda one: one.mitigated_at)),
    ("Mitigation to resolution", "mitigated", (lambda one: one.mitigated_at, lambda one: one.resolved_at)),
    ("Start to resolution", "whole", (lambda one: one.started_at or one.detected_at, lambda one: one.resolved_at)),
)


@dataclass(frozen=True, slots=True)
class PhaseFigures:
    title: str
    distribution: Distribution
    trend: Trend | TooFew


@dataclass(frozen=True, slots=True)
class Held:
    """Actions that were judged, by their last verdict, and how many are done but not judged."""

    effective: int
    partly: int
    not_held: int
    too_early: int
    unjudged: int

    @property
    def judged(self) -> int:
        return self.effective + self.partly + self.not_held


@dataclass(frozen=True, slots=True)
class Followed:
    """How one part of the process is followed: so many out of so many."""

    title: str
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Insights:
    incidents: int
    phases: tuple[PhaseFigures, ...]
    dots: str
    by_category: str
    by_service: str
    held: Held
    followed: tuple[Followed, ...]
    found_by_customer: int
    near_misses: int


def insights(actor: Actor, *, since: datetime, until: datetime, service: int = 0) -> Insights:
    """Everything of the insights page, over the incidents declared in a time that the actor may see."""
    found = visible_incidents(actor).filter(declared_at__gte=since, declared_at__lt=until)
    if service:
        found = found.filter(services=service)
    incidents = list(found.order_by("-declared_at")[:MOST])
    incidents.reverse()
    ids = [incident.pk for incident in incidents]
    phases, dots = _phases(incidents)
    months = _months(since, until)
    return Insights(
        incidents=len(incidents),
        phases=phases,
        dots=dots,
        by_category=_categories(ids, months),
        by_service=_services(ids, months),
        held=_held(ids),
        followed=_followed(incidents),
        found_by_customer=sum(1 for one in incidents if one.found_by == "customer"),
        near_misses=sum(1 for one in incidents if one.near_miss),
    )


def _phases(incidents: Sequence[Incident]) -> tuple[tuple[PhaseFigures, ...], str]:
    figures, rows = [], []
    for title, _, (begin, end) in PHASES:
        dots = [dot for incident in incidents if (dot := _dot(incident, begin(incident), end(incident)))]
        seconds = [dot.seconds for dot in dots]
        spread = describe(seconds, _draw())
        figures.append(PhaseFigures(title, spread, trend(seconds, _draw())))
        rows.append(DotRow(title, tuple(dots), spread.median, spread.low, spread.high))
    return tuple(figures), draw_dots([row for row in rows if row.dots])


def _draw() -> Draw:
    """The same draws at every look."""
    random = Random(SEED)  # noqa: S311 - resampling, no secret
    return lambda n, k: random.choices(range(n), k=k)


def _dot(incident: Incident, begin: datetime | None, end: datetime | None) -> Dot | None:
    """None where a time is missing, or where the two are the wrong way round: such a span says nothing."""
    if begin is None or end is None or end < begin:
        return None
    label = f"{incident.reference} {incident.title}"
    return Dot(label, (end - begin).total_seconds(), f"/incidents/{incident.reference}/")


def _months(since: datetime, until: datetime) -> list[str]:
    day, months = since.date().replace(day=1), []
    while day < until.date():
        months.append(f"{day:%Y-%m}")
        day = (day + timedelta(days=32)).replace(day=1)
    return months[-36:]


def _bars(rows: Iterable[tuple[str, datetime]], months: Sequence[str], most: int = 8) -> str:
    counts: dict[str, Counter[str]] = {}
    for name, at in rows:
        counts.setdefault(name, Counter())[f"{at:%Y-%m}"] += 1
    common = sorted(counts, key=lambda name: (-counts[name].total(), name))[:most]
    return draw_bars(months, [Bars(name, tuple(counts[name][month] for month in months)) for name in common])


def _categories(ids: Sequence[int], months: Sequence[str]) -> str:
    names = {category.key: category.name for category in current_document().categories}
    rows = Factor.objects.filter(incident_id__in=ids, deleted_at=None).exclude(category="")
    counted = rows.values_list("category", "incident__declared_at")
    return _bars(((names.get(category, category), at) for category, at in counted), months)


def _services(ids: Sequence[int], months: Sequence[str]) -> str:
    rows = Incident.objects.filter(pk__in=ids, services__isnull=False).values_list("services__name", "declared_at")
    return _bars(((str(name), at) for name, at in rows), months)


def _held(ids: Sequence[int]) -> Held:
    actions = Action.objects.filter(incident_id__in=ids).prefetch_related("verifications")
    last = Counter(action.last_verdict for action in actions if action.last_verdict)
    unjudged = sum(1 for action in actions if action.state == ActionState.DONE and not action.last_verdict)
    return Held(
        effective=last[Verdict.EFFECTIVE],
        partly=last[Verdict.PARTLY],
        not_held=last[Verdict.NOT],
        too_early=last[Verdict.TOO_EARLY],
        unjudged=unjudged,
    )


def _followed(incidents: Sequence[Incident]) -> tuple[Followed, ...]:
    """How the process is followed, over the incidents that are resolved."""
    ids = [one.pk for one in incidents if one.resolved_at]
    stages = current_document().stages
    marks = Counter(StageMark.objects.filter(incident_id__in=ids).values_list("stage", flat=True))
    rows = [Followed(f"Stage done: {stage.title}", marks[stage.key], len(ids)) for stage in stages]
    closed = Action.objects.filter(incident_id__in=ids).exclude(state__in=sorted(UNRESOLVED)).exclude(done_at=None)
    on_time = closed.filter(Q(due=None) | Q(done_at__date__lte=F("due"))).count()
    rows.append(Followed("Actions done by their due date", on_time, closed.count()))
    held = FollowUp.objects.filter(incident_id__in=ids, state="held").values("incident").distinct().count()
    rows.append(Followed("Follow-up meeting held", held, len(ids)))
    return tuple(rows)


def last_review() -> PeriodicReview | None:
    return PeriodicReview.objects.order_by("-until", "-pk").first()
