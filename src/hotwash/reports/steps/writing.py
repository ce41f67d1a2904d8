"""Writing the report: many people, each section on its own, nothing that was saved is ever lost."""

from datetime import datetime

from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, conflict, refuse
from hotwash.kernel.steps import step
from hotwash.reports.core.states import ReportState, after_edit
from hotwash.reports.core.template import SectionPlan
from hotwash.reports.events import ReportRenamed, ReportStarted, SectionEdited
from hotwash.reports.models import MAX_TITLE, Report, Review, SectionChange, SectionText
from hotwash.reports.queries import plans_for
from hotwash.respond.models import Incident

MAX_TEXT = 200_000  # characters of one section: a hundred pages


def start_report(*, actor: Actor, incident: Incident, now: datetime) -> Report:
    """Begin the report of an incident; one that was begun is given back as it is."""
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        report, made = Report.objects.get_or_create(
            incident=incident,
            defaults={"title": incident.title, "started_by_id": actor.person_id, "started_at": now},
        )
        if made:
            record(ReportStarted(incident_id=incident.pk, title=report.title))
        if made and incident.summary.strip():
            section = SectionText(report=report, key="summary", text=incident.summary, changed_at=now)
            _keep(section, actor, now)
    return report


def edit_section(
    *, actor: Actor, report: Report, key: str, text: str, version: int, now: datetime
) -> SectionText | Refusal:
    """Save the prose of one section. ``version`` is the one it was edited from, 0 for a section without text.

    Refused as a conflict when somebody saved meanwhile; the same text again changes nothing.
    """
    text = text.replace("\x00", "").replace("\r\n", "\n").rstrip()
    plan = next((plan for plan in plans_for(report.incident) if plan.key == key), None)
    if plan is None:
        return refuse("section", f"The report has no section “{key}”.", "key")
    if len(text) > MAX_TEXT:
        return refuse(
            "too_long", f"A section holds at most {MAX_TEXT:,} characters. Attach the rest as evidence.", "text"
        )
    with step(actor=actor, permission=Permission.EDIT, scope=report.incident) as record:
        locked = Report.objects.select_for_update().get(pk=report.pk)
        section = SectionText.objects.filter(report=locked, key=key).first()
        if version != (section.version if section else 0):
            return conflict(f"the section “{plan.title}”")
        if section is not None and section.text == text:
            return section
        section = section or SectionText(report=locked, key=key, version=0)
        section.text, section.version = text, section.version + 1
        _keep(section, actor, now)
        _touch(locked)
        record(SectionEdited(incident_id=report.incident.pk, section=_name(plan), version=section.version))
    return section


def rename_report(*, actor: Actor, report: Report, title: str, version: int) -> Report | Refusal:
    title = " ".join(title.replace("\x00", "").split())
    if not title or len(title) > MAX_TITLE:
        return refuse("title", f"A title has between 1 and {MAX_TITLE} characters.", "title")
    with step(actor=actor, permission=Permission.EDIT, scope=report.incident) as record:
        locked = report.at_version(version)
        if locked is None:
            return conflict("the title")
        if locked.title != title:
            locked.title, locked.version = title, version + 1
            _touch(locked)
            record(ReportRenamed(incident_id=report.incident.pk, title=title))
    return locked


def _name(plan: SectionPlan) -> str:
    return f"“{plan.title}”"


def _keep(section: SectionText, actor: Actor, now: datetime) -> None:
    section.changed_by_id, section.changed_at = actor.person_id, now
    section.save()
    SectionChange.objects.create(
        section=section, version=section.version, text=section.text, by_id=actor.person_id, at=now
    )


def _touch(report: Report) -> None:
    """What was judged was another text: earlier verdicts are outdated, an approval has to be given anew."""
    state = after_edit(report.state)
    if report.state in {ReportState.APPROVED, ReportState.PUBLISHED}:
        Review.objects.filter(report=report, outdated=False).update(outdated=True)
    report.state = state
    report.save()
