"""Who is told of what, by mail and in the page: rows of the step's own transaction, delivered by the worker."""

from collections.abc import Iterable
from datetime import datetime

from hotwash.directory.models import Person
from hotwash.kernel.core.actor import Actor
from hotwash.reports.models import Comment, Report, Review
from hotwash.respond.models import Incident
from hotwash.respond.notify import EMAIL, IN_PAGE, Outgoing, absolute, addresses_of, enqueue


def tell_reviewers(actor: Actor, report: Report, reviews: Iterable[Review], now: datetime) -> None:
    """Somebody is asked to read a report."""
    incident = report.incident
    text = (
        f"{actor.name} asks you to review the report of {incident.reference}: {report.title}.\n\n"
        "Read it as somebody who was not there. Does it say what people saw and why it made sense? "
        "Can each action be seen to be done?"
    )
    for review in reviews:
        subject = f"{incident.reference}: your review is asked for"
        _send(incident, [review.reviewer], (subject, text, f"report:review:{review.pk}"), now)


def tell_verdict(actor: Actor, report: Report, review: Review, now: datetime) -> None:
    """Who began the report hears what a reviewer said."""
    said = "approved the report" if review.verdict == "approved" else "asks for changes to the report"
    text = f"{actor.name} {said} of {report.incident.reference}: {report.title}.\n\n{review.note}".strip()
    subject = f"{report.incident.reference}: {actor.name} {said}"
    people = [report.started_by] if report.started_by else []
    _send(report.incident, people, (subject, text, f"report:verdict:{review.pk}:{now.isoformat()}"), now)


def tell_of_comment(actor: Actor, comment: Comment, now: datetime) -> None:
    """A question reaches who began the report; an answer reaches everybody who spoke before in its thread."""
    incident = comment.incident
    if comment.parent is not None:
        spoke = {comment.parent.by_id, *comment.parent.answers.values_list("by_id", flat=True)}
    else:
        spoke = set(Report.objects.filter(incident=incident).values_list("started_by_id", flat=True))
    others = [pk for pk in spoke if pk is not None and pk != actor.person_id]
    people = Person.objects.filter(pk__in=others, is_active=True)
    about = f" on {comment.target.removeprefix('section:')}" if comment.target else ""
    text = f"{actor.name} wrote about {incident.reference}{about}:\n\n{comment.text}"
    subject = f"{incident.reference}: {'an answer' if comment.parent else 'a comment'} by {actor.name}"
    _send(incident, people, (subject, text, f"report:comment:{comment.pk}"), now)


def _send(incident: Incident, people: Iterable[Person], words: tuple[str, str, str], now: datetime) -> None:
    """``words``: the subject, the text, and the key by which it is sent once to each person."""
    subject, text, once = words
    messages = [
        Outgoing(
            channel=channel,
            to=address,
            subject=subject,
            text=text,
            purpose="report",
            once=f"{once}:{person.pk}:{channel}",
            link=absolute(f"/incidents/{incident.reference}/report/"),
            incident_id=incident.pk,
            person_id=person.pk,
        )
        for person, channel, address in addresses_of(people, [EMAIL, IN_PAGE])
    ]
    enqueue(messages, now=now)
