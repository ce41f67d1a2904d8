"""Factors by API: read, add, change, remove, put back; what they cite."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema, Status

from hotwash.analysis.core.drafts import FactorDraft
from hotwash.analysis.core.graph import Confidence, Kind, State
from hotwash.analysis.models import Citation, Factor
from hotwash.analysis.queries import draft_of, factors_of, get_citation, get_factor, graph_of, history_of
from hotwash.analysis.steps import (
    add_factor,
    add_why,
    change_factor,
    cite_entry,
    cite_line,
    cite_quote,
    remove_citation,
    remove_factor,
    restore_factor,
    set_category,
)
from hotwash.evidence.models import Entry, EvidenceFile
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.web import actor_of
from hotwash.respond.queries import get_incident

router = Router()


class CitationOut(Schema):
    """What a factor rests on: `entry` (T-12), or `file` (E-2) with a line, or somebody's words. `part_of` is the
    entry that the cited one was merged into since.
    """

    id: int
    entry: str
    part_of: str
    file: str
    line: int | None
    quote: str

    @staticmethod
    def resolve_entry(citation: Citation) -> str:
        return citation.entry.reference if citation.entry else ""

    @staticmethod
    def resolve_part_of(citation: Citation) -> str:
        return citation.entry.standing_reference if citation.entry and citation.entry.merged_into_id else ""

    @staticmethod
    def resolve_file(citation: Citation) -> str:
        return citation.file.reference if citation.file else ""


class FactorOut(Schema):
    """`causes` are the references of the factors that it happened because of."""

    reference: str
    number: int
    statement: str
    kind: Kind
    category: str
    subcategory: str
    confidence: Confidence
    made_sense: str
    state: State
    version: int
    causes: list[str] = []
    citations: list[CitationOut] = []

    @staticmethod
    def resolve_citations(factor: Factor) -> list[Citation]:
        return (
            list(factor.citations.select_related("entry__merged_into", "file"))
            if not _fetched(factor)
            else list(factor.citations.all())
        )

    @staticmethod
    def resolve_causes(factor: Factor) -> list[str]:
        known = getattr(factor, "cause_references", None)
        if known is None:
            links = factor.cause_links.filter(cause__deleted_at=None).select_related("cause").order_by("pk")
            return [link.cause.reference for link in links]
        return list(known)


def _fetched(factor: Factor) -> bool:
    return "citations" in getattr(factor, "_prefetched_objects_cache", {})


class FactorIn(Schema):
    statement: str
    kind: Kind = Kind.FACTOR
    category: str = ""
    subcategory: str = ""
    confidence: Confidence = Confidence.MEDIUM
    made_sense: str = ""
    state: State = State.OPEN
    effect: int | None = None
    """The number of the factor that happened because of this one: it becomes the next why."""


class FactorChange(Schema):
    """What is left out stays; `version` is the one that was read."""

    version: int
    statement: str | None = None
    kind: Kind | None = None
    category: str | None = None
    subcategory: str | None = None
    confidence: Confidence | None = None
    made_sense: str | None = None
    state: State | None = None


class CategoryIn(Schema):
    category: str
    subcategory: str = ""


class CitationIn(Schema):
    """One of: `entry` (12 for T-12), `file` (2 for E-2) with `line`, or `quote` alone."""

    entry: int | None = None
    file: int | None = None
    line: int | None = None
    quote: str = ""


class PastOut(Schema):
    at: datetime
    who: str
    what: str
    field: str
    before: str
    after: str


Answer = Factor | Refused


def answer(result: Factor | Refusal) -> Answer:
    return refused(result) if isinstance(result, Refusal) else result


@router.get("/incidents/{reference}/factors", response={200: list[FactorOut], **REFUSALS})
def factors(request: HttpRequest, reference: str) -> list[Factor]:
    incident = get_incident(actor_of(request), reference)
    graph, rows = graph_of(incident), list(factors_of(incident))
    for row in rows:
        row.cause_references = [node.reference for node in graph.causes(row.pk)]  # type: ignore[attr-defined]
    return rows


@router.post("/incidents/{reference}/factors", response={201: FactorOut, **REFUSALS})
def add(request: HttpRequest, reference: str, body: FactorIn) -> Status[Factor] | Refused:
    """Add a factor; with `effect` as the next why beneath that one."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    draft = FactorDraft(**body.dict(exclude={"effect"}))
    if body.effect is None:
        added = add_factor(actor=actor, incident=incident, draft=draft, now=clock.now())
    else:
        effect = get_factor(incident, body.effect)
        added = add_why(actor=actor, effect=effect, draft=draft, now=clock.now())
    return refused(added) if isinstance(added, Refusal) else Status(201, added)


@router.get("/incidents/{reference}/factors/{int:number}", response={200: FactorOut, **REFUSALS})
def one(request: HttpRequest, reference: str, number: int) -> Factor:
    return get_factor(get_incident(actor_of(request), reference), number)


@router.patch("/incidents/{reference}/factors/{int:number}", response={200: FactorOut, **REFUSALS})
def change(request: HttpRequest, reference: str, number: int, body: FactorChange) -> Answer:
    actor = actor_of(request)
    found = get_factor(get_incident(actor, reference), number)
    before = draft_of(found)
    given = {name: value for name, value in body.dict(exclude={"version"}).items() if value is not None}
    draft = FactorDraft(**{name: given.get(name, getattr(before, name)) for name in before.__slots__})
    return answer(change_factor(actor=actor, factor=found, draft=draft, version=body.version))


@router.delete("/incidents/{reference}/factors/{int:number}", response={200: FactorOut, **REFUSALS})
def remove(request: HttpRequest, reference: str, number: int) -> Answer:
    actor = actor_of(request)
    found = get_factor(get_incident(actor, reference), number)
    return answer(remove_factor(actor=actor, factor=found, now=clock.now()))


@router.post("/incidents/{reference}/factors/{int:number}/restore", response={200: FactorOut, **REFUSALS})
def restore(request: HttpRequest, reference: str, number: int) -> Answer:
    actor = actor_of(request)
    found = get_factor(get_incident(actor, reference), number, removed=True)
    return answer(restore_factor(actor=actor, factor=found))


@router.post("/incidents/{reference}/factors/{int:number}/category", response={200: FactorOut, **REFUSALS})
def move(request: HttpRequest, reference: str, number: int, body: CategoryIn) -> Answer:
    """Move it to another bone of the fishbone."""
    actor = actor_of(request)
    found = get_factor(get_incident(actor, reference), number)
    return answer(set_category(actor=actor, factor=found, category=body.category, subcategory=body.subcategory))


@router.get("/incidents/{reference}/factors/{int:number}/history", response={200: list[PastOut], **REFUSALS})
def history(request: HttpRequest, reference: str, number: int) -> list[object]:
    incident = get_incident(actor_of(request), reference)
    return list(history_of(get_factor(incident, number, removed=True)))


@router.post("/incidents/{reference}/factors/{int:number}/citations", response={201: CitationOut, **REFUSALS})
def cite(request: HttpRequest, reference: str, number: int, body: CitationIn) -> Status[Citation] | Refused:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    found = get_factor(incident, number)
    now = clock.now()
    if body.entry is not None:
        entry = Entry.objects.filter(incident=incident, number=_small(body.entry), deleted_at=None).first()
        if entry is None:
            return refused(refuse("no-entry", "That entry is not on the timeline of this incident.", "entry"))
        cited = cite_entry(actor=actor, factor=found, entry=entry, now=now)
    elif body.file is not None:
        file = EvidenceFile.objects.filter(incident=incident, number=_small(body.file)).first()
        if file is None:
            return refused(refuse("no-file", "That file is not evidence of this incident.", "file"))
        line = None if body.line is None else _small(body.line)
        cited = cite_line(actor=actor, factor=found, file=file, line=line, quote=body.quote, now=now)
    else:
        cited = cite_quote(actor=actor, factor=found, quote=body.quote, now=now)
    return refused(cited) if isinstance(cited, Refusal) else Status(201, cited)


@router.delete("/incidents/{reference}/citations/{int:pk}", response={204: None, **REFUSALS})
def uncite(request: HttpRequest, reference: str, pk: int) -> Status[None]:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    remove_citation(actor=actor, citation=get_citation(incident, _small(pk)))
    return Status(204, None)


def _small(number: int) -> int:
    """A number that fits into a column; others name nothing."""
    return number if 0 < number < 2**31 else 0
