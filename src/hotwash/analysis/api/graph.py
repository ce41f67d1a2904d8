"""The graph as a whole by API: links, questions, exports, imports."""

from datetime import datetime
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status

from hotwash.analysis.api.factors import FactorOut
from hotwash.analysis.models import Factor, GapReview
from hotwash.analysis.queries import EXPORTS, analysis_of, exported, get_factor
from hotwash.analysis.steps import import_graph, link_because, reopen_gap, review_gap, unlink_because
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.rows import existing
from hotwash.kernel.web import actor_of
from hotwash.respond.queries import get_incident

router = Router()


class BecauseIn(Schema):
    """Numbers of factors: `effect` happened because of `cause`."""

    effect: int
    cause: int


class GapOut(Schema):
    """A question that the tool asks, with its reason; `factors` are those that it is about."""

    key: str
    code: str
    message: str
    why: str
    factors: list[str]


class ReviewIn(Schema):
    key: str
    reason: str


class ReviewOut(Schema):
    id: int
    key: str
    question: str
    reason: str
    at: datetime


class QuestionsOut(Schema):
    open: list[GapOut]
    left: list[ReviewOut]


class ImportIn(Schema):
    """The text of an export in JSON."""

    text: str


@router.post("/incidents/{reference}/because", response={201: BecauseIn, **REFUSALS})
def link(request: HttpRequest, reference: str, body: BecauseIn) -> Status[BecauseIn] | Refused:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    effect, cause = get_factor(incident, body.effect), get_factor(incident, body.cause)
    linked = link_because(actor=actor, effect=effect, cause=cause)
    return refused(linked) if isinstance(linked, Refusal) else Status(201, body)


@router.post("/incidents/{reference}/because/remove", response={204: None, **REFUSALS})
def unlink(request: HttpRequest, reference: str, body: BecauseIn) -> Status[None]:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    unlink_because(actor=actor, effect=get_factor(incident, body.effect), cause=get_factor(incident, body.cause))
    return Status(204, None)


@router.get("/incidents/{reference}/questions", response={200: QuestionsOut, **REFUSALS})
def questions(request: HttpRequest, reference: str) -> dict[str, object]:
    """What is still asked about the analysis, and what somebody left with a reason."""
    analysis = analysis_of(get_incident(actor_of(request), reference))
    asked = [
        {
            "key": gap.key,
            "code": gap.code,
            "message": gap.message,
            "why": gap.why,
            "factors": [analysis.graph.by_id[node].reference for node in gap.nodes],
        }
        for gap in analysis.gaps
    ]
    return {"open": asked, "left": analysis.reviews}


@router.post("/incidents/{reference}/questions/leave", response={201: ReviewOut, **REFUSALS})
def leave(request: HttpRequest, reference: str, body: ReviewIn) -> Status[GapReview] | Refused:
    """Leave a question as it is, with the reason."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    left = review_gap(actor=actor, incident=incident, key=body.key, reason=body.reason, now=clock.now())
    return refused(left) if isinstance(left, Refusal) else Status(201, left)


@router.delete("/incidents/{reference}/questions/{int:pk}", response={204: None, **REFUSALS})
def reopen(request: HttpRequest, reference: str, pk: int) -> Status[None]:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    review = existing(
        GapReview.objects.filter(incident=incident, pk=pk if pk < 2**62 else 0), "That question is open already."
    )
    reopen_gap(actor=actor, review=review)
    return Status(204, None)


@router.get("/incidents/{reference}/causes/{form}", response={200: None, **REFUSALS})
def export(
    request: HttpRequest, reference: str, form: Literal["json", "mermaid", "graphviz", "fishbone", "whys"]
) -> HttpResponse:
    """The graph for other tools: JSON, Mermaid, Graphviz, or the pictures as SVG."""
    incident = get_incident(actor_of(request), reference)
    return HttpResponse(exported(analysis_of(incident), form), content_type=EXPORTS[form][0])


@router.post("/incidents/{reference}/causes", response={201: list[FactorOut], **REFUSALS})
def take_in(request: HttpRequest, reference: str, body: ImportIn) -> Status[list[Factor]] | Refused:
    """Add the factors and links of an export."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    added = import_graph(actor=actor, incident=incident, text=body.text, now=clock.now())
    return refused(added) if isinstance(added, Refusal) else Status(201, added)
