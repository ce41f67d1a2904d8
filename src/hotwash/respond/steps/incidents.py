"""The incident itself: declared, corrected, carried through its states."""

from datetime import datetime

from hotwash.directory.models import Service
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Reason, Refusal, conflict, refuse
from hotwash.kernel.outbox import wake
from hotwash.kernel.steps import step
from hotwash.process.queries import current_version, document_for, document_of
from hotwash.respond.core.declaring import (
    FIELDS,
    Declaration,
    IncidentValues,
    cleaned,
    in_words,
    problem_of_note,
    stamps,
)
from hotwash.respond.core.lifecycle import Change, Times, changed, problems_of
from hotwash.respond.core.messages import next_update
from hotwash.respond.core.states import RESPONDER, IncidentState
from hotwash.respond.events import (
    IncidentDeclared,
    IncidentEdited,
    NoteSaid,
    SeverityChanged,
    StateChanged,
    UpdateDue,
)
from hotwash.respond.models import Incident, Note, Participant


def declare_incident(*, actor: Actor, declaration: Declaration, now: datetime) -> Incident | Refusal:
    """Declare an incident under the current process. Whoever declares it by hand takes part in it from the start."""
    version = current_version()
    severities = [severity.key for severity in document_of(version).severities]
    problems = declaration.problems(severities, now)
    if problems:
        return Refusal(tuple(problems))
    with step(actor=actor, permission=Permission.RESPOND) as record:
        incident = Incident.objects.create(
            title=cleaned(declaration.title),
            summary=cleaned(declaration.summary),
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
                pages=declaration.calls,
            )
        )
    return incident


def edit_incident(
    *, actor: Actor, incident: Incident, values: IncidentValues, version: int, now: datetime
) -> Incident | Refusal:
    """Correct what an incident says about itself."""
    problems = values.problems(now)
    if problems:
        return Refusal(tuple(problems))
    with step(actor=actor, permission=Permission.RESPOND, scope=incident) as record:
        row = incident.at_version(version)
        if row is None:
            return conflict("this incident")
        changes = values.changes({name: getattr(row, name) for name in FIELDS})
        for name, value in changes.items():
            setattr(row, name, value)
        what = [in_words(name) for name in changes]
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
        for name, stamp in stamps(change, at, row.closed_at).items():
            setattr(row, name, stamp)
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
    said = cleaned(text)
    refusal = problem_of_note(said)
    if refusal is not None:
        return refusal
    with step(actor=actor, permission=Permission.COMMENT, scope=incident) as record:
        note = Note.objects.create(
            incident=incident, person_id=actor.person_id, said_by=actor.name[:200], at=now, text=said
        )
        record(NoteSaid(incident_id=incident.pk, text=said[:500], note=note.pk))
    return note


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
