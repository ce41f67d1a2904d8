"""Incidents: declared, listed, run."""

from django.http import HttpRequest
from ninja import Query, Router, Status

from hotwash.directory.models import Person
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.rows import existing
from hotwash.kernel.web import actor_of
from hotwash.respond.api import schemas as s
from hotwash.respond.core.updates import Wanted
from hotwash.respond.models import Incident, Note, Notification, Page, Participant, StakeholderUpdate
from hotwash.respond.queries import (
    Filters,
    Preview,
    feed_of,
    get_incident,
    incident_list,
    incident_page,
    messages_of,
    open_pages_of,
    participants_of,
    previews_of,
    running_escalation,
)
from hotwash.respond.steps import (
    Declaration,
    IncidentValues,
    acknowledge,
    change_severity,
    change_state,
    declare_incident,
    decline,
    edit_incident,
    leave_role,
    page_people,
    retry_notification,
    say,
    send_update,
    take_role,
)

router = Router(tags=["respond"])


def declaration_of(body: s.DeclareIn) -> Declaration:
    return Declaration(
        title=body.title,
        severity=body.severity,
        summary=body.summary,
        found_by=body.found_by,
        private=body.private,
        near_miss=body.near_miss,
        started_at=body.started_at,
        detected_at=body.detected_at,
        service_ids=tuple(body.services),
        policy_id=body.policy,
        pages=body.pages,
    )


def page_out(page: Page) -> s.PageOut:
    return s.PageOut(
        id=page.pk,
        incident=f"INC-{page.incident_id}",
        person=page.person_id,
        name=page.person.name,
        level=page.level,
        round=page.round,
        state=page.state,
        reason=page.reason,
        sent_at=page.sent_at,
        answered_at=page.answered_at,
        answered_via=page.answered_via,
    )


def part_out(part: Participant) -> s.PartOut:
    return s.PartOut(id=part.pk, person=part.person_id, name=part.person.name, role=part.role, since=part.since)


def _person(pk: int) -> Person:
    return existing(Person.objects.filter(pk=pk), f"There is nobody with the number {pk}.")


@router.post("/incidents", response={201: s.IncidentOut, **REFUSALS})
def declare(request: HttpRequest, body: s.DeclareIn) -> Status[Incident] | Refused:
    """Declare an incident. Who is on call is paged, unless ``pages`` is false or the severity pages nobody."""
    done = declare_incident(actor=actor_of(request), declaration=declaration_of(body), now=clock.now())
    return refused(done) if isinstance(done, Refusal) else Status(201, done)


@router.get("/incidents", response={200: s.IncidentsOut, **REFUSALS})
def incidents(request: HttpRequest, asked: Query[s.ListIn]) -> s.IncidentsOut:
    filters = Filters(asked.state, asked.severity, asked.service, asked.q, asked.mine)
    page = incident_page(
        incident_list(actor_of(request), filters),
        sort=asked.sort,
        before=asked.before,
        after=asked.after,
        size=min(max(asked.limit, 1), 200),
    )
    rows = [s.IncidentOut.from_orm(row) for row in page.rows]
    return s.IncidentsOut(incidents=rows, older=page.older, newer=page.newer)


@router.get("/incidents/{reference}", response={200: s.IncidentOut, **REFUSALS})
def incident(request: HttpRequest, reference: str) -> Incident:
    return get_incident(actor_of(request), reference)


@router.put("/incidents/{reference}", response={200: s.IncidentOut, **REFUSALS})
def correct(request: HttpRequest, reference: str, body: s.IncidentIn) -> Incident | Refused:
    """Correct what the incident says about itself; 409 where somebody else saved since ``version``."""
    actor = actor_of(request)
    given = body.dict(exclude={"services", "version"})
    done = edit_incident(
        actor=actor,
        incident=get_incident(actor, reference),
        values=IncidentValues(**given, service_ids=tuple(body.services)),
        version=body.version,
        now=clock.now(),
    )
    return refused(done) if isinstance(done, Refusal) else done


@router.post("/incidents/{reference}/state", response={200: s.IncidentOut, **REFUSALS})
def state(request: HttpRequest, reference: str, body: s.StateIn) -> Incident | Refused:
    """Mitigate, resolve, reopen or close."""
    actor = actor_of(request)
    done = change_state(
        actor=actor, incident=get_incident(actor, reference), change=body.change, now=clock.now(), at=body.at
    )
    return refused(done) if isinstance(done, Refusal) else done


@router.post("/incidents/{reference}/severity", response={200: s.IncidentOut, **REFUSALS})
def severity(request: HttpRequest, reference: str, body: s.SeverityIn) -> Incident | Refused:
    actor = actor_of(request)
    done = change_severity(
        actor=actor, incident=get_incident(actor, reference), severity=body.severity, now=clock.now()
    )
    return refused(done) if isinstance(done, Refusal) else done


@router.post("/incidents/{reference}/acknowledge", response={200: s.IncidentOut, **REFUSALS})
def take(request: HttpRequest, reference: str) -> Incident | Refused:
    """Acknowledge: nobody else is paged. A second time changes nothing."""
    actor = actor_of(request)
    done = acknowledge(actor=actor, incident=get_incident(actor, reference), via="api", now=clock.now())
    return refused(done) if isinstance(done, Refusal) else done


@router.get("/incidents/{reference}/participants", response={200: list[s.PartOut], **REFUSALS})
def participants(request: HttpRequest, reference: str) -> list[s.PartOut]:
    return [part_out(part) for part in participants_of(get_incident(actor_of(request), reference))]


@router.post("/incidents/{reference}/participants", response={200: s.PartOut, **REFUSALS})
def give_role(request: HttpRequest, reference: str, body: s.RoleIn) -> s.PartOut | Refused:
    """Give somebody a role; command is handed over on the record."""
    actor = actor_of(request)
    person = _person(body.person)
    done = take_role(
        actor=actor, incident=get_incident(actor, reference), person=person, role=body.role, now=clock.now()
    )
    return refused(done) if isinstance(done, Refusal) else part_out(done)


@router.delete("/incidents/{reference}/participants/{pk}", response={200: s.PartOut, **REFUSALS})
def end_role(request: HttpRequest, reference: str, pk: int) -> s.PartOut | Refused:
    actor = actor_of(request)
    found = get_incident(actor, reference)
    part = Participant.objects.select_related("person").filter(pk=pk, incident=found).first()
    if part is None:
        return refused(refuse("participant", "Nobody takes part under this number."))
    done = leave_role(actor=actor, incident=found, participant=part, now=clock.now())
    return refused(done) if isinstance(done, Refusal) else part_out(done)


@router.post("/incidents/{reference}/notes", response={201: s.NoteOut, **REFUSALS})
def speak(request: HttpRequest, reference: str, body: s.TextIn) -> Status[Note] | Refused:
    """Say what you see or do."""
    actor = actor_of(request)
    done = say(actor=actor, incident=get_incident(actor, reference), text=body.text, now=clock.now())
    return refused(done) if isinstance(done, Refusal) else Status(201, done)


@router.get("/incidents/{reference}/feed", response={200: list[s.FeedOut], **REFUSALS})
def feed(request: HttpRequest, reference: str) -> list[s.FeedOut]:
    """What was said and done, newest first."""
    lines = feed_of(get_incident(actor_of(request), reference))
    return [s.FeedOut(at=line.at, who=line.who, text=line.text, is_note=line.is_note) for line in lines]


@router.get("/incidents/{reference}/pages", response={200: list[s.PageOut], **REFUSALS})
def pages(request: HttpRequest, reference: str) -> list[s.PageOut]:
    rows = Page.objects.filter(incident=get_incident(actor_of(request), reference)).select_related("person")
    return [page_out(row) for row in rows[:200]]


@router.post("/incidents/{reference}/pages", response={201: list[s.PageOut], **REFUSALS})
def ask_for_help(request: HttpRequest, reference: str, body: s.PeopleIn) -> Status[list[s.PageOut]] | Refused:
    """Page people by hand."""
    actor = actor_of(request)
    people = list(Person.objects.filter(pk__in=body.people))
    done = page_people(actor=actor, incident=get_incident(actor, reference), people=people, now=clock.now())
    return refused(done) if isinstance(done, Refusal) else Status(201, [page_out(row) for row in done])


@router.get("/pages", response={200: list[s.PageOut], **REFUSALS})
def my_pages(request: HttpRequest) -> list[s.PageOut]:
    """Pages that wait for my answer."""
    rows = open_pages_of(actor_of(request).person_id or 0).select_related("person")
    return [page_out(row) for row in rows[:200]]


@router.post("/pages/{pk}/decline", response={200: s.PageOut, **REFUSALS})
def decline_page(request: HttpRequest, pk: int) -> s.PageOut | Refused:
    """I can't take it: when all have declined, the next level is paged at once."""
    actor = actor_of(request)
    row = Page.objects.select_related("incident", "person").filter(pk=pk, person_id=actor.person_id or 0).first()
    if row is None:
        return refused(refuse("page", "You have no page of this number."))
    done = decline(actor=actor, page=row, now=clock.now(), via="api")
    return refused(done) if isinstance(done, Refusal) else page_out(done)


@router.get("/incidents/{reference}/updates", response={200: list[s.UpdateOut], **REFUSALS})
def updates(request: HttpRequest, reference: str) -> list[StakeholderUpdate]:
    found = get_incident(actor_of(request), reference)
    return list(StakeholderUpdate.objects.filter(incident=found)[:200])


@router.post("/incidents/{reference}/updates", response={201: list[s.UpdateOut], **REFUSALS})
def tell(request: HttpRequest, reference: str, body: s.UpdateIn) -> Status[list[StakeholderUpdate]] | Refused:
    """Tell stakeholders, each audience by its template and channel."""
    actor = actor_of(request)
    done = send_update(
        actor=actor,
        incident=get_incident(actor, reference),
        audiences=body.audiences,
        text=body.text,
        now=clock.now(),
        next_minutes=body.next_minutes,
    )
    return refused(done) if isinstance(done, Refusal) else Status(201, done)


@router.post("/incidents/{reference}/updates/preview", response={200: list[s.PreviewOut], **REFUSALS})
def preview(request: HttpRequest, reference: str, body: s.UpdateIn) -> list[Preview] | Refused:
    """What each audience would read; nothing is sent."""
    wanted = Wanted(tuple(body.audiences), body.text, body.next_minutes)
    found = previews_of(get_incident(actor_of(request), reference), wanted, clock.now())
    return refused(found) if isinstance(found, Refusal) else found


@router.get("/incidents/{reference}/escalation", response={200: s.EscalationOut | None, **REFUSALS})
def escalation(request: HttpRequest, reference: str) -> s.EscalationOut | None:
    """The ladder that is climbed for the incident, or the last one that found nobody; null where there is none."""
    found = running_escalation(get_incident(actor_of(request), reference))
    if found is None:
        return None
    return s.EscalationOut(
        policy=str(found.plan.get("name", "")),
        state=found.state,
        level=found.level,
        round=found.round,
        due_at=found.due_at,
        started_at=found.started_at,
    )


@router.get("/incidents/{reference}/messages", response={200: list[s.NotificationOut], **REFUSALS})
def messages(request: HttpRequest, reference: str) -> list[Notification]:
    """Who was sent what, with every attempt."""
    return [one.row for one in messages_of(get_incident(actor_of(request), reference))]


@router.post("/incidents/{reference}/messages/{pk}/retry", response={200: s.NotificationOut, **REFUSALS})
def retry(request: HttpRequest, reference: str, pk: int) -> Notification | Refused:
    actor = actor_of(request)
    row = Notification.objects.filter(pk=pk, incident=get_incident(actor, reference)).first()
    if row is None:
        return refused(refuse("message", "There is no such message."))
    done = retry_notification(actor=actor, notification=row, now=clock.now())
    return refused(done) if isinstance(done, Refusal) else done
