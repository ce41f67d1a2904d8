"""Metrics in the evidence, and impact written from them, by API."""

from datetime import datetime, timedelta
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field, FiniteFloat

from hotwash.directory.models import Service
from hotwash.evidence.api.files import BASE
from hotwash.evidence.api.shapes import ImpactOut
from hotwash.evidence.core.metrics import Limit, Meaning
from hotwash.evidence.models import Impact
from hotwash.evidence.queries import Judged, Series, get_file, get_metric, judged, metrics_of
from hotwash.evidence.steps import Derived, write_impact_of_metric
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of
from hotwash.respond.queries import get_incident

router = Router(tags=["evidence"])


class SeriesOut(Schema):
    """A metric in the evidence: ``file`` and ``number`` name it."""

    file: int
    number: int
    name: str
    samples: int
    lowest: float
    highest: float
    first: datetime
    last: datetime

    @staticmethod
    def resolve_file(one: Series) -> int:
        return one.file.number


class LimitIn(Schema):
    """Over ``value`` (or under it) for at least ``shortest`` minutes; what is apart by no more than ``pause`` is one.
    ``meaning`` says what a value tells of the part that was lost. What is left out is suggested.
    """

    value: FiniteFloat | None = None
    over: bool = True
    shortest: Annotated[float, Field(ge=0, le=1440)] = 1
    pause: Annotated[float, Field(ge=0, le=1440)] = 5
    meaning: Meaning | None = None

    def limit(self) -> Limit | None:
        shortest, pause = timedelta(minutes=self.shortest), timedelta(minutes=self.pause)
        return None if self.value is None else Limit(self.value, self.over, shortest, pause)


class FromMetricIn(LimitIn):
    services: list[int] = []


class BreachOut(Schema):
    """``lost`` in per cent, where the values say it; ``open``: the samples end there."""

    start: datetime
    end: datetime
    mean: float
    worst: float
    open: bool
    lost: float | None


class JudgedOut(Schema):
    """``value`` is None where nothing strays from what is usual."""

    series: SeriesOut
    value: float | None
    over: bool
    meaning: Meaning
    found: list[BreachOut]


@router.get(f"{BASE}/metrics", response={200: list[SeriesOut], **REFUSALS})
def list_metrics(request: HttpRequest, reference: str) -> list[Series]:
    """The series that the evidence holds."""
    return metrics_of(get_incident(actor_of(request), reference))


@router.get(f"{BASE}/files/{{int:number}}/metrics/{{int:series}}", response={200: JudgedOut, **REFUSALS})
def one_metric(
    request: HttpRequest, reference: str, number: int, series: int, asked: Query[LimitIn]
) -> dict[str, object]:
    """When a series was beyond a limit; nothing is written."""
    incident = get_incident(actor_of(request), reference)
    found = get_metric(get_file(incident, number), series)
    return _told(judged(incident, found, asked.limit(), asked.meaning))


@router.post(f"{BASE}/files/{{int:number}}/metrics/{{int:series}}/impact", response={200: list[ImpactOut], **REFUSALS})
def impact_of_metric(
    request: HttpRequest, reference: str, number: int, series: int, body: FromMetricIn
) -> list[Impact] | Refused:
    """Writes each stretch beyond the limit as measured impact on availability."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    seen = judged(incident, get_metric(get_file(incident, number), series), body.limit(), body.meaning)
    derived = Derived(seen, list(Service.objects.filter(pk__in=body.services)))
    made = write_impact_of_metric(actor=actor, incident=incident, derived=derived)
    return refused(made) if isinstance(made, Refusal) else made


def _told(seen: Judged) -> dict[str, object]:
    found = [
        BreachOut(start=one.start, end=one.end, mean=one.mean, worst=one.worst, open=one.open, lost=lost)
        for one, lost in zip(seen.found, seen.lost, strict=True)
    ]
    limit = seen.limit
    return {
        "series": seen.series,
        "value": limit.value if limit else None,
        "over": limit.over if limit else True,
        "meaning": seen.meaning,
        "found": found,
    }
