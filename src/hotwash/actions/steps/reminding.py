"""Reminders of actions that fall due, and their escalation. Run again and again; each is due once."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from hotwash.actions.core.deadlines import ActionDue, Reminder, ReminderKind, RemindPolicy, reminders_due
from hotwash.actions.core.reminding import DEFAULT_TEXT, Reminded, headline, reminder_letter
from hotwash.actions.core.states import UNRESOLVED, ActionState
from hotwash.actions.events import ReminderDue
from hotwash.actions.models import Action
from hotwash.directory.models import Person
from hotwash.kernel.core.actor import SYSTEM, Role
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.steps import step
from hotwash.process.queries import current_document, document_for
from hotwash.respond.core.states import COMMANDER
from hotwash.respond.models import Participant
from hotwash.respond.notify import absolute, everywhere, tell


def remind_of_actions(*, now: datetime) -> int:
    """Emit what is due today; how many people were addressed. A second run on the same day emits nothing."""
    policy = _policy()
    rows = {
        action.pk: action
        for action in Action.objects.filter(state__in=sorted(UNRESOLVED), due__isnull=False).select_related(
            "owner", "incident"
        )
    }
    due = reminders_due([_value(action) for action in rows.values()], policy, now.date())
    return sum(_remind(rows[reminder.action], reminder, now.date()) for reminder in due)


def _policy() -> RemindPolicy:
    first = current_document().deadlines.remind_before_days
    return RemindPolicy(before=tuple(sorted({first, 1}, reverse=True)) if first else ())


def _value(action: Action) -> ActionDue:
    return ActionDue(
        id=action.pk,
        state=ActionState(action.state),
        due=action.due,
        owner=action.owner_id,
        reminded=action.reminded_on,
        escalated=action.escalated_on,
    )


def _remind(action: Action, reminder: Reminder, today: date) -> int:
    with step(actor=SYSTEM, permission=Permission.EDIT, scope=action.incident) as record:
        # Locked anew: two workers that run at once must not both remind.
        field = "escalated_on" if reminder.kind is ReminderKind.ESCALATE else "reminded_on"
        rows = Action.objects.select_for_update(no_key=True)
        row = rows.filter(pk=action.pk, state=action.state, due=action.due).first()
        if row is None or row.due is None or getattr(row, field) == today:
            return 0
        setattr(row, field, today)
        row.save(update_fields=[field])
        people = list(_told(row, reminder.kind))
        for person in people:
            record(_event(row, row.due, person, reminder, today))
    return len(people)


def _event(action: Action, due: date, person: Person, reminder: Reminder, today: date) -> ReminderDue:
    return ReminderDue(
        incident_id=action.incident_id,
        action_id=action.pk,
        reference=action.reference,
        person_id=person.pk,
        to=person.name,
        kind=reminder.kind,
        due=due,
        days=reminder.days,
        on=today,
    )


def _told(action: Action, kind: ReminderKind) -> Iterable[Person]:
    """The owner; when it escalates, or nobody owns it, who commanded the incident too, and else the administrators."""
    people = [action.owner] if action.owner and action.owner.is_active else []
    if kind is ReminderKind.ESCALATE or not people:
        people += _above(action)
    return {person.pk: person for person in people}.values()


def _above(action: Action) -> Iterator[Person]:
    commanders = Participant.objects.filter(incident_id=action.incident_id, role=COMMANDER, person__is_active=True)
    last = commanders.select_related("person").order_by("-since").first()
    if last and last.person_id != action.owner_id:
        yield last.person
    else:
        yield from Person.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=action.owner_id or 0)


def deliver_reminder(event: ReminderDue, *, now: datetime) -> int:
    """Follows each reminder: queue it for the person, by mail and in the page; how many messages were queued."""
    action = Action.objects.select_related("incident", "owner").filter(pk=event.action_id).first()
    person = Person.objects.filter(pk=event.person_id, is_active=True).first()
    if action is None or person is None or action.due is None:
        return 0
    incident, document = action.incident, document_for(action.incident)
    said = Reminded(
        incident=f"{incident.reference} {incident.title}",
        action=f"{action.reference} “{action.title}”",
        headline=f"{headline(event.kind, event.days)}: {incident.reference} {action.reference} {action.title}",
        due=event.due,
        link=absolute(f"/incidents/{incident.reference}/actions/{action.reference}/"),
    )
    once = f"reminder {action.pk} {event.kind} {event.on}"
    letter = reminder_letter(said, document.templates.get("reminder", DEFAULT_TEXT), once, incident.pk)
    with step(actor=SYSTEM, permission=Permission.EDIT, scope=incident):
        return len(tell(letter, everywhere([person], document.escalation.channels), now=now))
