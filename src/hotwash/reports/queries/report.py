"""Reports, their sections, publications and comments."""

from collections.abc import Collection, Sequence

from django.db.models import Prefetch, Q, Subquery

from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.errors import NotFound
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.models import Event
from hotwash.kernel.rows import existing
from hotwash.reports.events import ReportPublished, ReportRenamed, SectionEdited
from hotwash.reports.models import Comment, Publication, Report, SectionChange, SectionText
from hotwash.respond.models import Incident
from hotwash.respond.queries import get_incident


def report_of(incident: Incident) -> Report | None:
    return (
        Report.objects.filter(incident=incident)
        .select_related("started_by")
        .prefetch_related(Prefetch("sections", SectionText.objects.select_related("changed_by")))
        .first()
    )


def get_report(actor: Actor, reference: str | int) -> Report:
    """The report of an incident that the actor may see; ``NotFound`` when it was not begun."""
    incident = get_incident(actor, reference)
    report = report_of(incident)
    if report is None:
        msg = f"The report of {incident.reference} has not been begun."
        raise NotFound(msg)
    report.incident = incident
    return report


def get_publication(actor: Actor, reference: str | int, number: int) -> Publication:
    report = get_report(actor, reference)
    return existing(
        report.publications.select_related("published_by").filter(number=number),
        f"{report.incident.reference} has no revision {number} of its report.",
    )


def touched_since(publication: Publication) -> bool:
    """Whether the incident's log tells of anything since a publication that may have changed what the report says."""
    log = Event.objects.filter(incident_id=publication.report.incident_id)
    made = log.filter(type=ReportPublished.type, payload__publication=publication.pk).values("number")[:1]
    later = log.filter(number__gt=Subquery(made))
    own = ~Q(type__startswith="report.") | Q(type__in=[SectionEdited.type, ReportRenamed.type])
    return later.filter(own).exists()


def author_ids(report: Report) -> Collection[int]:
    """Everybody whose words stand in the report now, and who began it."""
    changed = report.sections.exclude(text="").values_list("changed_by_id", flat=True)
    return {pk for pk in (*changed, report.started_by_id) if pk is not None}


def may_review(actor: Actor, report: Report) -> bool:
    return (
        actor.person_id is not None
        and actor.person_id not in author_ids(report)
        and allowed(actor, Permission.COMMENT, report.incident)
    )


def section_versions(report: Report, key: str) -> Sequence[SectionChange]:
    """All texts that a section had, newest first."""
    return list(SectionChange.objects.filter(section__report=report, section__key=key).select_related("by"))


def comments_of(incident: Incident, targets: Collection[str] | None = None) -> Sequence[Comment]:
    """What was said, oldest first, each with its answers; ``targets``: on these parts alone."""
    answers = Prefetch("answers", Comment.objects.select_related("by").order_by("pk"))
    rows = Comment.objects.filter(incident=incident, parent=None).select_related("by", "resolved_by")
    if targets is not None:
        rows = rows.filter(target__in=targets)
    return list(rows.prefetch_related(answers))
