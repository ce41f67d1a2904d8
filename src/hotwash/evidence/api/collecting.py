"""Collectors and what is collected by them, by API."""

from datetime import datetime
from typing import Annotated, TypedDict

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AwareDatetime, Field

from hotwash.evidence.api.files import BASE
from hotwash.evidence.core.collecting import MAX_TEXT, CollectorValues
from hotwash.evidence.models import Collection, Collector
from hotwash.evidence.queries import (
    all_collectors,
    collections_of,
    collector_kinds,
    collectors_for,
    get_collection,
    get_collector,
    proposed_window,
    usable_collector,
)
from hotwash.evidence.queries.collecting import SHOWN
from hotwash.evidence.steps import (
    Trial,
    remove_collector,
    retry_collection,
    save_collector,
    start_collection,
    stop_collection,
    try_collection,
)
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import require
from hotwash.kernel.web import actor_of
from hotwash.ports.collectors import Limits, Query, Window
from hotwash.respond.models import Incident
from hotwash.respond.queries import get_incident

router = Router(tags=["evidence"])


class OptionOut(Schema):
    key: str
    label: str
    help: str
    default: str
    secret: bool
    required: bool


class KindOut(Schema):
    key: str
    title: str
    about: str
    query_help: str
    query_default: str
    options: list[OptionOut]


class CollectorIn(Schema):
    """``settings`` by option; an empty secret keeps the one that is set. ``version`` 0 for a new one."""

    name: str
    kind: str
    settings: dict[str, str] = {}
    query: str = ""
    active: bool = True
    services: list[int] = []
    most_pages: int = 100
    most_records: int = 100_000
    most_megabytes: Annotated[int, Field(ge=0, le=10**6)] = 50
    version: int = 0

    def values(self) -> CollectorValues:
        limits = Limits(self.most_pages, self.most_records, self.most_megabytes * 1_000_000)
        name, services = " ".join(self.name.replace("\x00", "").split()), tuple(self.services)
        text = self.query.replace("\x00", "").strip()
        return CollectorValues(name, self.kind, self.settings, text, self.active, services, limits)


class CollectorOut(Schema):
    """Settings are not told: some are secret."""

    id: int
    name: str
    kind: str
    query: str
    active: bool
    services: list[int]
    most_pages: int
    most_records: int
    most_megabytes: int
    version: int

    @staticmethod
    def resolve_services(row: Collector) -> list[int]:
        return [service.pk for service in row.services.all()]


class OfferOut(Schema):
    """Something that can be asked for an incident."""

    id: int
    name: str
    kind: str
    query: str


class OffersOut(Schema):
    """``begin`` and ``end`` are proposed from the times of the incident."""

    begin: datetime
    end: datetime
    collectors: list[OfferOut]


class CollectIn(Schema):
    """``collector`` by its id. What is left out is proposed."""

    collector: int
    begin: AwareDatetime | None = None
    end: AwareDatetime | None = None
    text: Annotated[str, Field(max_length=MAX_TEXT)] | None = None


class TrialOut(Schema):
    asks: list[str]
    records: int
    size: int
    more: bool
    problem: str


class RunOut(Schema):
    """``files`` by number: E-3 is 3. ``cut`` names the limit that ended it although there was more."""

    id: int
    name: str
    text: str
    begin: datetime
    end: datetime
    state: str
    pages: int
    records: int
    size: int
    attempts: int
    next_at: datetime | None
    cut: str
    error: str
    asked_at: datetime
    files: list[int]

    @staticmethod
    def resolve_text(row: Collection) -> str:
        return row.question

    @staticmethod
    def resolve_files(row: Collection) -> list[int]:
        return [file.number for file in row.files.all()]


@router.get("/collector-kinds", response={200: list[KindOut], **REFUSALS})
def list_kinds(request: HttpRequest) -> list[object]:
    """What kinds of systems can be asked, and what each has to be told."""
    require(actor_of(request), Permission.MANAGE)
    return [found for _, found in sorted(collector_kinds().items())]


@router.get("/collectors", response={200: list[CollectorOut], **REFUSALS})
def list_collectors(request: HttpRequest) -> list[Collector]:
    return list(all_collectors(actor_of(request)))


@router.post("/collectors", response={201: CollectorOut, **REFUSALS})
def add_collector(request: HttpRequest, body: CollectorIn) -> Status[Collector] | Refused:
    actor = actor_of(request)
    saved = save_collector(actor=actor, collector=None, wanted=body.values(), version=0, now=clock.now())
    return refused(saved) if isinstance(saved, Refusal) else Status(201, saved)


@router.put("/collectors/{int:pk}", response={200: CollectorOut, **REFUSALS})
def change_collector(request: HttpRequest, pk: int, body: CollectorIn) -> Collector | Refused:
    actor = actor_of(request)
    row = get_collector(actor, pk)
    saved = save_collector(actor=actor, collector=row, wanted=body.values(), version=body.version, now=clock.now())
    return refused(saved) if isinstance(saved, Refusal) else saved


@router.delete("/collectors/{int:pk}", response={204: None, **REFUSALS})
def drop_collector(request: HttpRequest, pk: int) -> Status[None]:
    actor = actor_of(request)
    remove_collector(actor=actor, collector=get_collector(actor, pk))
    return Status(204, None)


@router.get(f"{BASE}/collect", response={200: OffersOut, **REFUSALS})
def offers(request: HttpRequest, reference: str) -> dict[str, object]:
    """What can be asked for this incident, what for it comes first, and the window that is proposed."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    require(actor, Permission.EDIT, incident)
    window = proposed_window(incident, now=clock.now())
    return {"begin": window.begin, "end": window.end, "collectors": collectors_for(incident)}


@router.post(f"{BASE}/collect/try", response={200: TrialOut, **REFUSALS})
def try_it(request: HttpRequest, reference: str, body: CollectIn) -> Trial | Refused:
    """A dry run: what would be asked, and how much the first question brings. Nothing is kept."""
    done = try_collection(**_asked(request, reference, body))
    return refused(done) if isinstance(done, Refusal) else done


@router.get(f"{BASE}/collections", response={200: list[RunOut], **REFUSALS})
def list_runs(request: HttpRequest, reference: str) -> list[Collection]:
    return list(collections_of(get_incident(actor_of(request), reference))[:SHOWN])


@router.post(f"{BASE}/collections", response={201: RunOut, **REFUSALS})
def start(request: HttpRequest, reference: str, body: CollectIn) -> Status[Collection] | Refused:
    """Begin a run in the background; what comes is evidence by itself."""
    done = start_collection(**_asked(request, reference, body))
    return refused(done) if isinstance(done, Refusal) else Status(201, done)


@router.get(f"{BASE}/collections/{{int:pk}}", response={200: RunOut, **REFUSALS})
def one_run(request: HttpRequest, reference: str, pk: int) -> Collection:
    return get_collection(get_incident(actor_of(request), reference), pk)


@router.post(f"{BASE}/collections/{{int:pk}}/again", response={200: RunOut, **REFUSALS})
def again(request: HttpRequest, reference: str, pk: int) -> Collection | Refused:
    """Go on with a run that failed, at the page where it stopped."""
    actor = actor_of(request)
    row = get_collection(get_incident(actor, reference), pk)
    done = retry_collection(actor=actor, collection=row, now=clock.now())
    return refused(done) if isinstance(done, Refusal) else done


@router.post(f"{BASE}/collections/{{int:pk}}/stop", response={200: RunOut, **REFUSALS})
def stop(request: HttpRequest, reference: str, pk: int) -> Collection | Refused:
    """Ask no more; what has come becomes evidence."""
    actor = actor_of(request)
    row = get_collection(get_incident(actor, reference), pk)
    done = stop_collection(actor=actor, collection=row, now=clock.now())
    return refused(done) if isinstance(done, Refusal) else done


class _Asked(TypedDict):
    actor: Actor
    incident: Incident
    collector: Collector
    query: Query
    now: datetime


def _asked(request: HttpRequest, reference: str, body: CollectIn) -> _Asked:
    actor, now = actor_of(request), clock.now()
    incident = get_incident(actor, reference)
    require(actor, Permission.EDIT, incident)
    collector = usable_collector(incident, body.collector)
    window = proposed_window(incident, now=now)
    asked = Window(body.begin or window.begin, body.end or window.end)
    text = collector.query if body.text is None else body.text.replace("\x00", "").strip()
    return _Asked(actor=actor, incident=incident, collector=collector, query=Query(window=asked, text=text), now=now)
