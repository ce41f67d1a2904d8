"""Publications and comments, by API."""

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from hotwash.kernel import clock, storage
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.rows import existing
from hotwash.kernel.web import actor_of
from hotwash.reports.api.schemas import (
    AnswerOut,
    CommentIn,
    CommentOut,
    DeliveryOut,
    NoteIn,
    PublicationOut,
    PublicationText,
)
from hotwash.reports.models import Comment, Publication, PublicationDelivery
from hotwash.reports.queries import comments_of, get_publication, get_report
from hotwash.reports.steps import answer_comment, comment, publish, reopen_comment, resolve_comment, retry_delivery
from hotwash.respond.queries import get_incident

router = Router(tags=["report"])
BASE = "/incidents/{reference}/report"


@router.get(BASE + "/publications", response={200: list[PublicationOut], **REFUSALS})
def publications(request: HttpRequest, reference: str) -> list[Publication]:
    report = get_report(actor_of(request), reference)
    return list(report.publications.defer("html", "markdown"))


@router.post(BASE + "/publications", response={201: PublicationOut, **REFUSALS})
def publish_report(request: HttpRequest, reference: str, body: NoteIn) -> Status[Publication] | Refused:
    """Publish the report as it stands now; ``note`` says what changed since the last revision."""
    actor = actor_of(request)
    made = publish(actor=actor, report=get_report(actor, reference), note=body.note, now=clock.now())
    return refused(made) if isinstance(made, Refusal) else Status(201, made)


@router.get(BASE + "/publications/{number}", response={200: PublicationText, **REFUSALS})
def publication(request: HttpRequest, reference: str, number: int) -> Publication:
    return get_publication(actor_of(request), reference, number)


@router.get(BASE + "/publications/{number}/pdf", response=REFUSALS)
def publication_pdf(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The PDF of a revision."""
    found = get_publication(actor_of(request), reference, number)
    with storage.open_blob(found.pdf_sha256) as stream:
        return HttpResponse(stream.read(), content_type="application/pdf")


@router.post(BASE + "/publications/{number}/deliveries/{delivery_id}/retry", response={200: DeliveryOut, **REFUSALS})
def retry(request: HttpRequest, reference: str, number: int, delivery_id: int) -> PublicationDelivery | Refused:
    """Try a delivery again that failed, or now instead of later."""
    actor = actor_of(request)
    found = get_publication(actor, reference, number)
    rows = PublicationDelivery.objects.select_related("publication__report__incident", "target")
    delivery = existing(
        rows.filter(pk=delivery_id, publication=found), f"Revision {number} has no delivery {delivery_id}."
    )
    done = retry_delivery(actor=actor, delivery=delivery, now=clock.now())
    return refused(done) if isinstance(done, Refusal) else done


@router.get("/incidents/{reference}/comments", response={200: list[CommentOut], **REFUSALS})
def comments(request: HttpRequest, reference: str, target: str | None = None) -> list[Comment]:
    """What was said, oldest first; ``target`` narrows to one part, such as T-12."""
    return list(comments_of(get_incident(actor_of(request), reference), None if target is None else [target]))


@router.post("/incidents/{reference}/comments", response={201: CommentOut, **REFUSALS})
def say(request: HttpRequest, reference: str, body: CommentIn) -> Status[Comment] | Refused:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    said = comment(actor=actor, incident=incident, target=body.target, text=body.text, now=clock.now())
    return refused(said) if isinstance(said, Refusal) else Status(201, said)


def _comment(request: HttpRequest, reference: str, comment_id: int) -> Comment:
    incident = get_incident(actor_of(request), reference)
    return existing(
        Comment.objects.select_related("incident", "parent").filter(pk=comment_id, incident=incident),
        f"There is no comment {comment_id}.",
    )


@router.post("/incidents/{reference}/comments/{comment_id}/answers", response={201: AnswerOut, **REFUSALS})
def answer_to(request: HttpRequest, reference: str, comment_id: int, body: CommentIn) -> Status[Comment] | Refused:
    parent = _comment(request, reference, comment_id)
    said = answer_comment(actor=actor_of(request), parent=parent, text=body.text, now=clock.now())
    return refused(said) if isinstance(said, Refusal) else Status(201, said)


@router.post("/incidents/{reference}/comments/{comment_id}/resolve", response={200: CommentOut, **REFUSALS})
def resolve(request: HttpRequest, reference: str, comment_id: int) -> Comment:
    found = _comment(request, reference, comment_id)
    return resolve_comment(actor=actor_of(request), comment=found, now=clock.now())


@router.post("/incidents/{reference}/comments/{comment_id}/reopen", response={200: CommentOut, **REFUSALS})
def reopen(request: HttpRequest, reference: str, comment_id: int) -> Comment:
    return reopen_comment(actor=actor_of(request), comment=_comment(request, reference, comment_id))
