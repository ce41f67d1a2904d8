"""The incident itself: declared, corrected, carried through its states."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hotwash.directory.models import Service
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Reason, Refusal, conflict, refuse
from hotwash.kernel.outbox import wake
from hotwash.kernel.steps import step
from hotwash.process.queries import current_version, document_for, document_of
from hotwash.respond.core.lifecycle import Change, Times, changed, problems_of
from hotwash.respond.core.messages import next_update
from hotwash.respond.core.states import RESPONDER, FoundBy, IncidentState
from hotwash.respond.events import (
    IncidentDeclared,
    IncidentEdited,
    NoteSaid,
    SeverityChanged,
    StateChanged,
    UpdateDue,
)
from hotwash.respond.models import Incident, Note, Participant
from hotwash.respond.models.incident import MAX_TITLE

MAX_NOTE = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What is known when an incident is declared. ``service_ids`` are affected services; ``pages``: call for help."""

    title: str
    severity: str
    summary: str = ""
    found_by: FoundBy = FoundBy.COLLEAGUE
    private: bool = False
    near_miss: bool = False
    started_at: datetime | None = None
    detected_at: datetime | None = None
    service_ids: tuple[int, ...] = ()
    policy_id: int | None = None
    pages: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentValues:
    """What people correct later. Times that are not known are None."""

    title: str
    summary: str
    found_by: FoundBy
    private: bool
    near_miss: bool
    started_at: datetime | None
    detected_at: datetime | None
    acknowledged_at: datetime | None
    mitigated_at: datetime | None
    resolved_at: datetime | None
    service_ids: tuple[int, ...] = ()


def declare_incident(*, actor: Actor, declaration: Declaration, now: datetime) -> Incident | Refusal:
    """Declare an incident under the current process. Whoever declares it by hand takes part in it from the start."""
    version = current_version()
    severities = [severity.key for severity in document_of(version).severities]
    times = Times(started=declaration.started_at, detected=declaration.detected_at)
    problems = [*_problems_of_title(declaration.title), *problems_of(times, now)]
    if declaration.severity not in severities:
        problems.append(Reason("severity", f"Choose one of the severities: {', '.join(severities)}.", "severity"))
    if problems:
        return Refusal(tuple(problems))
    with step(actor=actor, permission=Permission.RESPOND) as record:
        incident = Incident.objects.create(
            title=_clean(declaration.title),
            summary=_clean(declaration.summary),
            severity=declaration.severity,
            private=declaration.private,
            near_miss=declaration.near_miss,
            found_by=declaration.found_by,
            process_version=version,
            declared_by_id=actor.person_id,
            declared_at=now,
            started_at=declaration.started_at,
            detected_at=declaration.detected_at or now,
        )
        if declaration.service_ids:
            incident.services.set(Service.objects.filter(pk__in=declaration.service_ids))
        if actor.person_id is not None:
            Participant.objects.create(incident=incident, person_id=actor.person_id, role=RESPONDER, since=now)
        record(
            IncidentDeclared(
                incident_id=incident.pk,
                title=incident.title,
                severity=incident.severity,
                found_by=incident.found_by,
                policy=declaration.policy_id,
                pages=declaration.pages and not declaration.near_miss,
            )
        )
    return incident


def edit_incident(
    *, actor: Actor, incident: Incident, values: IncidentValues, version: int, now: datetime
) -> Incident | Refusal:
    """Correct what an incident says about itself."""
    times = Times(
        started=values.started_at,
        detected=values.detected_at,
        acknowledged=values.acknowledged_at,
        mitigated=values.mitigated_at,
        resolved=values.resolved_at,
    )
    problems = [*_problems_of_title(values.title), *problems_of(times, now)]
    if problems:
        return Refusal(tuple(problems))
    with step(actor=actor, permission=Permission.RESPOND, scope=incident) as record:
        row = incident.at_version(version)
        if row is None:
            return conflict("this incident")
        what = _write(row, values)
        services = set(Service.objects.filter(pk__in=values.service_ids).values_list("pk", flat=True))
        if services != set(row.services.values_list("pk", flat=True)):
            row.services.set(services)
            what.append("services")
        if not what:
            return row
        row.version += 1
        row.save()
        if values.private and actor.person_id is not None:
            Participant.objects.get_or_create(
                incident=row, person_id=actor.person_id, until=None, defaults={"role": RESPONDER, "since": now}
            )
        record(IncidentEdited(incident_id=row.pk, what=", ".join(what)))
    return row


def change_severity(*, actor: Actor, incident: Incident, severity: str, now: datetime) -> Incident | Refusal:
    """Change how bad it is; the clock of the next update follows the new severity."""
    document = document_for(incident)
    if severity not in {known.key for known in document.severities}:
        return refuse("severity", "Choose one of the severities of this incident's process.", "severity")
    with step(actor=actor, permission=Permission.RESPOND, scope=incident) as record:
        row = Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
        if row.severity == severity:
            return row
        before, row.severity = row.severity, severity
        if row.next_update_at is not None:
            _set_update_clock(row, next_update(now, row.state, document.severity(severity).update_minutes))
        row.version += 1
        row.save()
        record(SeverityChanged(incident_id=row.pk, before=before, after=severity))
    return row


def change_state(
    *, actor: Actor, incident: Incident, change: Change, now: datetime, at: datetime | None = None
) -> Incident | Refusal:
    """Mitigate, resolve, reopen or close. ``at``: when it really was, where that is earlier than now."""
    at = at or now
    with step(actor=actor, permission=Permission.RESPOND, scope=incident) as record:
        row = Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
        following = changed(IncidentState(row.state), change)
        if isinstance(following, Refusal):
            return following
        before, row.state = row.state, following
        _stamp(row, change, at)
        problems = problems_of(_times_of(row), now)
        if problems:
            return Refusal(tuple(Reason(reason.code, reason.message, "at") for reason in problems))
        if following not in {IncidentState.ACTIVE, IncidentState.MITIGATED}:
            row.next_update_at = None
        row.version += 1
        row.save()
        record(StateChanged(incident_id=row.pk, before=before, after=following, at=at))
    return row


def say(*, actor: Actor, incident: Incident, text: str, now: datetime) -> Note | Refusal:
    """Say in the command room what one sees or does."""
    said = _clean(text)
    if not said:
        return refuse("empty", "Write what you see or do.", "text")
    if len(said) > MAX_NOTE:
        return refuse("long", "This is very long for a note. Attach it as evidence instead.", "text")
    with step(actor=actor, permission=Permission.COMMENT, scope=incident) as record:
        note = Note.objects.create(
            incident=incident, person_id=actor.person_id, said_by=actor.name[:200], at=now, text=said
        )
        record(NoteSaid(incident_id=incident.pk, text=said[:500], note=note.pk))
    return note


def _problems_of_title(title: str) -> list[Reason]:
    cleaned = _clean(title)
    if not cleaned:
        return [Reason("title", "Say in a few words what is wrong.", "title")]
    if len(cleaned) > MAX_TITLE:
        return [Reason("title", f"A title has at most {MAX_TITLE} characters; the rest fits the summary.", "title")]
    return []


def _clean(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


def _write(row: Incident, values: IncidentValues) -> list[str]:
    """Put the values into the row; the names of what changed, for people."""
    fields: Sequence[str] = (
        "title",
        "summary",
        "found_by",
        "private",
        "near_miss",
        "started_at",
        "detected_at",
        "acknowledged_at",
        "mitigated_at",
        "resolved_at",
    )
    what: list[str] = []
    for name in fields:
        value = getattr(values, name)
        value = _clean(value) if name in {"title", "summary"} else value
        if getattr(row, name) != value:
            setattr(row, name, value)
            what.append(name.removesuffix("_at").replace("_", " "))
    return what


def _stamp(row: Incident, change: Change, at: datetime) -> None:
    if change is Change.MITIGATE:
        row.mitigated_at = at
    elif change is Change.RESOLVE:
        row.resolved_at = at
    elif change is Change.CLOSE:
        row.closed_at = at
    elif row.closed_at is not None:
        row.closed_at = None
    else:
        row.mitigated_at = row.resolved_at = None


def _times_of(row: Incident) -> Times:
    return Times(
        started=row.started_at,
        detected=row.detected_at,
        acknowledged=row.acknowledged_at,
        mitigated=row.mitigated_at,
        resolved=row.resolved_at,
    )


def _set_update_clock(row: Incident, due: datetime | None) -> None:
    row.next_update_at = due
    if due is not None:
        wake(UpdateDue(incident_id=row.pk, due=due), at=due)
