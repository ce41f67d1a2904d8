"""What stakeholders are told, and the clock for the next word."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from hotwash.kernel.core.actor import SYSTEM, Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.outbox import wake
from hotwash.kernel.steps import step
from hotwash.process.core.document import Audience
from hotwash.process.queries import document_for
from hotwash.respond.core.letters import Outgoing, update_due_letter
from hotwash.respond.core.messages import subject_of
from hotwash.respond.core.states import COMMANDER, IncidentState
from hotwash.respond.core.updates import Wanted, due_at, unfit, words
from hotwash.respond.events import UpdateDue, UpdateSent
from hotwash.respond.models import Incident, Participant, StakeholderUpdate
from hotwash.respond.notify import absolute, enqueue, everywhere, tell
from hotwash.respond.queries import situation_of


def send_update(
    *,
    actor: Actor,
    incident: Incident,
    audiences: Sequence[str],
    text: str,
    now: datetime,
    next_minutes: int | None = None,
) -> list[StakeholderUpdate] | Refusal:
    """Tell audiences. ``next_minutes``: when they hear again; None takes what the severity asks, 0 promises nothing."""
    document, wanted = document_for(incident), Wanted(tuple(audiences), text, next_minutes)
    refusal = unfit(wanted, document)
    if refusal is not None:
        return refusal
    with step(actor=actor, permission=Permission.RESPOND, scope=incident) as record:
        row = (
            Incident.objects.select_for_update(of=("self",), no_key=True)
            .select_related("process_version")
            .get(pk=incident.pk)
        )
        about = situation_of(row)
        due = due_at(wanted, document, about, now)
        row.next_update_at = due
        row.save(update_fields=["next_update_at"])
        if due is not None:
            wake(UpdateDue(incident_id=row.pk, due=due), at=due)
        updates = []
        for audience in wanted.chosen(document):
            update = StakeholderUpdate.objects.create(
                incident=row,
                audience=audience.key,
                subject=subject_of(row.reference, row.title, row.state)[:300],
                text=words(document, audience, about, wanted.said, due),
                said=wanted.said,
                state=row.state,
                severity=row.severity,
                sent_by_id=actor.person_id,
                sent_at=now,
                next_update_at=due,
            )
            _send(update, audience, now)
            updates.append(update)
            record(
                UpdateSent(
                    incident_id=row.pk,
                    update=update.pk,
                    audience=audience.name,
                    text=wanted.said[:500],
                    recipients=len(audience.addresses),
                )
            )
    return updates


def remind_of_update(event: UpdateDue, *, now: datetime) -> bool:
    """The clock ran out: whoever leads is told, unless it was set again since or the incident is over."""
    running = [IncidentState.ACTIVE, IncidentState.MITIGATED]
    incident = Incident.objects.filter(pk=event.incident_id or 0, next_update_at=event.due, state__in=running).first()
    if incident is None:
        return False
    leading = Participant.objects.filter(incident=incident, until=None, role__in=[COMMANDER, "communications"])
    people = [row.person for row in leading.select_related("person")]
    link = absolute(f"/incidents/{quote(incident.reference)}/respond/")
    once = f"update-due:{incident.pk}:{event.due:%Y%m%d%H%M%S}"
    letter = update_due_letter(situation_of(incident), link, once, incident.pk)
    with step(actor=SYSTEM, permission=Permission.RESPOND, scope=incident):
        tell(letter, everywhere(people, document_for(incident).escalation.channels), now=now)
    return True


def _send(update: StakeholderUpdate, audience: Audience, now: datetime) -> None:
    enqueue(
        [
            Outgoing(
                channel=audience.channel,
                to=address,
                subject=update.subject,
                text=update.text,
                purpose="update",
                once=f"update:{update.pk}:{address}",
                data={"incident": f"INC-{update.incident_id}", "state": update.state, "severity": update.severity},
                incident_id=update.incident_id,
                update_id=update.pk,
            )
            for address in audience.addresses
        ],
        now=now,
    )
