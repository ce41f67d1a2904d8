"""Review: a second person, who wrote nothing of it, reads the report and says what is missing, or approves."""

from collections.abc import Sequence
from datetime import datetime

from hotwash.directory.models import Person
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.steps import require, step
from hotwash.process.queries import document_for
from hotwash.reports.core.reviewing import Reader, state_after, unfit_answer, unfit_readers
from hotwash.reports.core.states import ReportState, Verdict
from hotwash.reports.events import ChangesRequested, ReportApproved, ReviewRequested, ReviewWithdrawn
from hotwash.reports.models import Report, Review
from hotwash.reports.queries import author_ids
from hotwash.reports.steps.telling import tell_reviewers, tell_verdict


def request_review(
    *, actor: Actor, report: Report, reviewers: Sequence[Person], now: datetime
) -> list[Review] | Refusal:
    """Ask people to review. Who wrote a part of the report cannot, and in a private incident only who may see it."""
    require(actor, Permission.EDIT, report.incident)
    authors = author_ids(report)
    readers = [
        Reader(
            person.name,
            wrote=person.pk in authors,
            may_see=allowed(person.as_actor(), Permission.COMMENT, report.incident),
        )
        for person in reviewers
    ]
    refusal = unfit_readers(readers)
    if refusal is not None:
        return refusal
    with step(actor=actor, permission=Permission.EDIT, scope=report.incident) as record:
        locked = Report.objects.select_for_update().get(pk=report.pk)
        waiting = set(
            locked.reviews.filter(verdict=Verdict.WAITING, outdated=False).values_list("reviewer_id", flat=True)
        )
        made = []
        for person in {person.pk: person for person in reviewers}.values():
            if person.pk not in waiting:
                review = Review.objects.create(
                    report=locked, reviewer=person, asked_by_id=actor.person_id, asked_at=now
                )
                made.append(review)
                record(
                    ReviewRequested(
                        incident_id=report.incident.pk, review=review.pk, reviewer=person.name, reviewer_id=person.pk
                    )
                )
        if locked.state != ReportState.APPROVED:
            locked.state = ReportState.IN_REVIEW
            locked.save()
        tell_reviewers(actor, report, made, now)
    return made


def withdraw_review(*, actor: Actor, review: Review) -> bool:
    """Take a request back that was not answered; True when there was one."""
    incident = review.report.incident
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        report = Report.objects.select_for_update().get(pk=review.report_id)
        gone, _ = Review.objects.filter(pk=review.pk, verdict=Verdict.WAITING).delete()
        if gone:
            record(ReviewWithdrawn(incident_id=incident.pk, reviewer=review.reviewer.name))
        if report.state == ReportState.IN_REVIEW and not report.reviews.filter(outdated=False).exists():
            report.state = ReportState.DRAFT
            report.save()
    return bool(gone)


def answer_review(*, actor: Actor, report: Report, verdict: Verdict, note: str, now: datetime) -> Review | Refusal:
    """Approve the report, or ask for changes. Also somebody who was not asked may, if they wrote nothing of it."""
    note = note.replace("\x00", "").strip()
    require(actor, Permission.COMMENT, report.incident)
    refusal = unfit_answer(verdict, note, wrote=actor.person_id is None or actor.person_id in author_ids(report))
    if refusal is not None:
        return refusal
    with step(actor=actor, permission=Permission.COMMENT, scope=report.incident, why=note) as record:
        locked = Report.objects.select_for_update().get(pk=report.pk)
        if locked.state == ReportState.PUBLISHED:
            return refuse("published", "This text is published already. Comment on it, or ask for a change there.")
        review = _open_review(locked, actor.own_id, now)
        review.verdict, review.note, review.answered_at = verdict, note, now
        review.save()
        if verdict is Verdict.APPROVED:
            record(ReportApproved(incident_id=report.incident.pk, review=review.pk))
        else:
            record(ChangesRequested(incident_id=report.incident.pk, review=review.pk, note=note))
        counted = locked.reviews.filter(outdated=False).values_list("verdict", flat=True)
        locked.state = state_after(counted, needed=document_for(report.incident).report.approvals)
        locked.save()
        tell_verdict(actor, report, review, now)
    return review


def _open_review(report: Report, reviewer_id: int, now: datetime) -> Review:
    """The answer that is waited for, or a new one; an earlier verdict of the same person no longer counts."""
    own = report.reviews.filter(reviewer_id=reviewer_id, outdated=False)
    waiting = own.filter(verdict=Verdict.WAITING).first()
    own.exclude(verdict=Verdict.WAITING).update(outdated=True)
    return waiting or Review(report=report, reviewer_id=reviewer_id, asked_at=now)
