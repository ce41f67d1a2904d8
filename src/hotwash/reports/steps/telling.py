"""Who is told of what, by mail and in the page: rows of the step's own transaction, delivered by the worker."""

from collections.abc import Iterable
from datetime import datetime

from hotwash.directory.models import Person
from hotwash.kernel.core.actor import Actor
from hotwash.reports.core.letters import About, commented, review_answered, review_asked
from hotwash.reports.core.states import Verdict
from hotwash.reports.models import Comment, Report, Review
from hotwash.respond.core.letters import EMAIL, IN_PAGE
from hotwash.respond.models import Incident
from hotwash.respond.notify import absolute, addresses_of, tell

CHANNELS = [EMAIL, IN_PAGE]


def tell_reviewers(actor: Actor, report: Report, reviews: Iterable[Review], now: datetime) -> None:
    """Somebody is asked to read a report."""
    for review in reviews:
        letter = review_asked(_about(actor, report.incident, report.title), f"report:review:{review.pk}")
        tell(letter, addresses_of([review.reviewer], CHANNELS), now=now)


def tell_verdict(actor: Actor, report: Report, review: Review, now: datetime) -> None:
    """Who began the report hears what a reviewer said."""
    once = f"report:verdict:{review.pk}:{now.isoformat()}"
    about = _about(actor, report.incident, report.title)
    letter = review_answered(about, once, approved=review.verdict == Verdict.APPROVED, note=review.note)
    tell(letter, addresses_of([report.started_by] if report.started_by else [], CHANNELS), now=now)


def tell_of_comment(actor: Actor, comment: Comment, now: datetime) -> None:
    """A question reaches who began the report; an answer reaches everybody who spoke before in its thread."""
    incident = comment.incident
    if comment.parent is not None:
        spoke = {comment.parent.by_id, *comment.parent.answers.values_list("by_id", flat=True)}
    else:
        spoke = set(Report.objects.filter(incident=incident).values_list("started_by_id", flat=True))
    others = [pk for pk in spoke if pk is not None and pk != actor.person_id]
    about, once = _about(actor, incident, incident.title), f"report:comment:{comment.pk}"
    letter = commented(about, once, target=comment.target, text=comment.text, is_answer=comment.parent is not None)
    tell(letter, addresses_of(Person.objects.filter(pk__in=others, is_active=True), CHANNELS), now=now)


def _about(actor: Actor, incident: Incident, title: str) -> About:
    link = absolute(f"/incidents/{incident.reference}/report/")
    return About(incident.reference, title, actor.name, link, incident.pk)
