"""The report while it is written and reviewed, by API."""

from django.http import HttpRequest
from ninja import Router

from hotwash.directory.models import Person
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.errors import NotFound
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.rows import existing
from hotwash.kernel.web import actor_of
from hotwash.reports.api.schemas import (
    AdviceOut,
    ChangeOut,
    ReportOut,
    ReviewersIn,
    ReviewOut,
    SectionIn,
    SectionOut,
    TitleIn,
    VerdictIn,
)
from hotwash.reports.core.completeness import completeness
from hotwash.reports.core.states import ReportState, Verdict
from hotwash.reports.models import Report, Review, SectionText
from hotwash.reports.queries import (
    get_report,
    may_review,
    plans_for,
    report_values,
    section_versions,
    touched_since,
)
from hotwash.reports.steps import (
    answer_review,
    edit_section,
    rename_report,
    request_review,
    start_report,
    withdraw_review,
)
from hotwash.respond.queries import get_incident

router = Router(tags=["report"])
BASE = "/incidents/{reference}/report"


def _report_out(actor: Actor, report: Report) -> ReportOut:
    incident = report.incident
    last = report.publications.defer("html", "markdown").first()
    texts = {section.key: section for section in SectionText.objects.filter(report=report)}
    sections = [
        SectionOut(
            key=plan.key,
            title=plan.title,
            hint=plan.hint,
            text=texts[plan.key].text if plan.key in texts else "",
            version=texts[plan.key].version if plan.key in texts else 0,
        )
        for plan in plans_for(incident)
    ]
    return ReportOut(
        incident=incident.reference,
        title=report.title,
        state=ReportState(report.state),
        version=report.version,
        may_review=may_review(actor, report),
        touched=last is not None and touched_since(last),
        sections=sections,
        reviews=[_review_out(row) for row in report.reviews.select_related("reviewer")],
        revisions=list(report.publications.values_list("number", flat=True)),
        advice=[AdviceOut.from_orm(row) for row in completeness(report_values(incident, report))],
    )


def _review_out(review: Review) -> ReviewOut:
    return ReviewOut(
        id=review.pk,
        reviewer=review.reviewer.name,
        verdict=Verdict(review.verdict),
        note=review.note,
        asked_at=review.asked_at,
        answered_at=review.answered_at,
        outdated=review.outdated,
    )


def _fresh(request: HttpRequest, reference: str) -> ReportOut:
    actor = actor_of(request)
    return _report_out(actor, get_report(actor, reference))


@router.get(BASE, response={200: ReportOut, **REFUSALS})
def show(request: HttpRequest, reference: str) -> ReportOut:
    return _fresh(request, reference)


@router.post(BASE, response={200: ReportOut, **REFUSALS})
def start(request: HttpRequest, reference: str) -> ReportOut:
    """Begin the report; one that was begun is given as it is."""
    actor = actor_of(request)
    start_report(actor=actor, incident=get_incident(actor, reference), now=clock.now())
    return _fresh(request, reference)


@router.patch(BASE, response={200: ReportOut, **REFUSALS})
def rename(request: HttpRequest, reference: str, body: TitleIn) -> ReportOut | Refused:
    actor = actor_of(request)
    named = rename_report(actor=actor, report=get_report(actor, reference), title=body.title, version=body.version)
    return refused(named) if isinstance(named, Refusal) else _fresh(request, reference)


@router.put(BASE + "/sections/{key}", response={200: ReportOut, **REFUSALS})
def write(request: HttpRequest, reference: str, key: str, body: SectionIn) -> ReportOut | Refused:
    """Save the text of a section; 409 when somebody saved since ``version``."""
    actor = actor_of(request)
    report = get_report(actor, reference)
    saved = edit_section(actor=actor, report=report, key=key, text=body.text, version=body.version, now=clock.now())
    return refused(saved) if isinstance(saved, Refusal) else _fresh(request, reference)


@router.get(BASE + "/sections/{key}/versions", response={200: list[ChangeOut], **REFUSALS})
def versions(request: HttpRequest, reference: str, key: str) -> list[ChangeOut]:
    """Every text that the section had, newest first."""
    rows = section_versions(get_report(actor_of(request), reference), key)
    return [ChangeOut(version=row.version, text=row.text, by=str(row.by or ""), at=row.at) for row in rows]


@router.post(BASE + "/reviews", response={200: ReportOut, **REFUSALS})
def ask(request: HttpRequest, reference: str, body: ReviewersIn) -> ReportOut | Refused:
    """Ask people (by id) to review."""
    actor = actor_of(request)
    people = list(Person.objects.filter(pk__in=body.reviewers, is_active=True))
    if len(people) != len(set(body.reviewers)):
        msg = "One of the reviewers is not known here."
        raise NotFound(msg)
    asked = request_review(actor=actor, report=get_report(actor, reference), reviewers=people, now=clock.now())
    return refused(asked) if isinstance(asked, Refusal) else _fresh(request, reference)


@router.post(BASE + "/reviews/answer", response={200: ReportOut, **REFUSALS})
def answer(request: HttpRequest, reference: str, body: VerdictIn) -> ReportOut | Refused:
    """Approve (``approved``), or ask for changes (``changes``)."""
    actor = actor_of(request)
    if body.verdict is Verdict.WAITING:
        return refused(refuse("verdict", "Answer “approved” or “changes”.", "verdict"))
    report = get_report(actor, reference)
    given = answer_review(actor=actor, report=report, verdict=body.verdict, note=body.note, now=clock.now())
    return refused(given) if isinstance(given, Refusal) else _fresh(request, reference)


@router.delete(BASE + "/reviews/{review_id}", response={200: ReportOut, **REFUSALS})
def withdraw(request: HttpRequest, reference: str, review_id: int) -> ReportOut:
    actor = actor_of(request)
    report = get_report(actor, reference)
    review = existing(
        report.reviews.select_related("reviewer").filter(pk=review_id), f"There is no review {review_id}."
    )
    review.report = report
    withdraw_review(actor=actor, review=review)
    return _fresh(request, reference)
