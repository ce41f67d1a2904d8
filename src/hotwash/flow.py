"""The one table: event -> steps that follow. The only place that knows all stages.

A follower takes the event and the present time, calls steps, and may be called twice for one event (a crash between its
work and the note that it was done): it is idempotent. Wake-ups (delayed events) stand in the same table.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from hotwash.actions.events import ReminderDue
from hotwash.actions.steps import deliver_reminder, remind_of_actions, reopen_actions_that_did_not_hold
from hotwash.analysis.events import FactorAdded, FactorChanged, FactorRemoved, FactorRestored
from hotwash.evidence.events import CollectDue, EntryPinned, EntryWritten, KeyTimeMarked, ReadDue
from hotwash.evidence.steps import (
    follow_collection,
    follow_correction,
    keep_what_customers_sent,
    note_response,
    read_waiting_file,
    sweep_uploads,
)
from hotwash.improve.events import ActionsDidNotHold, FollowUpPlanned
from hotwash.improve.steps import invite_to_follow_up, look_for_recurrences
from hotwash.kernel.core.event import DomainEvent
from hotwash.kernel.outbox import FOLLOWED
from hotwash.reports.events import DeliveryDue
from hotwash.reports.steps import follow_delivery
from hotwash.respond import events as respond_events
from hotwash.respond import steps as respond
from hotwash.respond.events import status as status_events
from hotwash.team import steps as team
from hotwash.team.events import CalendarDue

E_contra = TypeVar("E_contra", bound=DomainEvent, contravariant=True)


class Follower(Protocol[E_contra]):
    def __call__(self, event: E_contra, *, now: datetime) -> object: ...


class Periodic(Protocol):
    def __call__(self, *, now: datetime) -> object: ...


def _name(function: Callable[..., object]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


class Table:
    """Event types and their followers, in the order in which they are deferred."""

    def __init__(self) -> None:
        self._followers: dict[str, list[Callable[..., object]]] = {}
        self._by_name: dict[str, Callable[..., object]] = {}

    def on(self, event: type[E_contra], *followers: Follower[E_contra]) -> None:
        for follower in followers:
            function: Callable[..., object] = follower
            self._followers.setdefault(event.type, []).append(function)
            self._by_name[_name(function)] = function

    def followers(self, event_type: str) -> Sequence[str]:
        """Names of the followers of an event type, none for one that nobody follows."""
        return [_name(function) for function in self._followers.get(event_type, ())]

    def follower(self, name: str) -> Callable[..., object] | None:
        return self._by_name.get(name)

    def rows(self) -> Mapping[str, Sequence[str]]:
        return {event: self.followers(event) for event in sorted(self._followers)}


FLOW = Table()
on = FLOW.on

# -- what follows ------------------------------------------------------------------------------------------------------
on(DeliveryDue, follow_delivery)  # a publication goes to a target, again and again until it holds

on(respond_events.IncidentDeclared, respond.begin_escalation, respond.index_incident)
on(respond_events.IncidentEdited, respond.index_incident)
on(respond_events.SeverityChanged, respond.begin_escalation_when_worse)
on(respond_events.StateChanged, respond.stop_escalation, team.propose_when_resolved)
on(respond_events.EscalationDue, respond.climb_escalation)
on(respond_events.CalendarDue, respond.read_followed_calendar)  # whose shifts are overrides here
on(respond_events.NotificationDue, respond.deliver_notification)
on(respond_events.PersonUnreached, respond.climb_when_unreached)  # the next level is not kept waiting
on(respond_events.IncidentReopened, respond.begin_escalation_again)
on(respond_events.SilenceOver, respond.decide_what_was_silenced)
on(respond_events.UpdateDue, respond.remind_of_update)
on(respond_events.DeliveryAsks, respond.answer_ask)  # a certificate, the address that confirms a subscription

on(CollectDue, follow_collection)  # the next pages of what is being fetched
on(ReadDue, read_waiting_file)  # a file of evidence is unpacked or read
on(EntryPinned, team.note_people_named)  # who is named on the timeline took part
on(EntryWritten, team.note_people_named)
on(CalendarDue, team.write_calendar_entry)
on(KeyTimeMarked, respond.take_time)  # the evidence knows better when it began; the clocks agree again
on(respond_events.IncidentDeclared, note_response)  # the response writes itself onto the timeline
on(respond_events.IncidentEdited, follow_correction)
on(respond_events.SeverityChanged, note_response)
on(respond_events.StateChanged, note_response)
on(respond_events.Acknowledged, note_response)
on(respond_events.RoleTaken, note_response)
on(respond_events.RoleLeft, note_response)
on(respond_events.NoteSaid, note_response)
on(respond_events.SaidPinned, note_response)
on(respond_events.PeoplePaged, note_response)
on(respond_events.ChannelsCalled, note_response)
on(respond_events.PagedOtherwise, note_response)
on(respond_events.PageDeclined, note_response)
on(respond_events.EscalationExhausted, note_response)
on(respond_events.UpdateSent, note_response)
on(respond_events.AlertsAttached, note_response)
on(respond_events.AlertsResolved, note_response)
on(respond_events.AlertsAttached, keep_what_customers_sent)  # their files are evidence, their number is impact

on(FactorAdded, look_for_recurrences)  # an incident that shares factors with an earlier one says so at once
on(FactorChanged, look_for_recurrences)
on(FactorRemoved, look_for_recurrences)
on(FactorRestored, look_for_recurrences)
on(ReminderDue, deliver_reminder)
on(ActionsDidNotHold, reopen_actions_that_did_not_hold)
on(FollowUpPlanned, invite_to_follow_up)

on(status_events.StatusPageChanged, respond.render_status_page)
on(status_events.MaintenanceAnnounced, respond.render_status_page, respond.tell_of_maintenance)
on(status_events.MaintenanceDue, respond.render_status_page, respond.tell_maintenance_due)
on(respond_events.IncidentDeclared, respond.render_status_pages)
on(respond_events.IncidentEdited, respond.render_status_pages)
on(respond_events.SeverityChanged, respond.render_status_pages)
on(respond_events.StateChanged, respond.render_status_pages)
on(respond_events.UpdateSent, respond.render_status_pages, respond.tell_subscribers)

FOLLOWED.update(FLOW.rows())

# -- what is done again and again: (cron, function) --------------------------------------------------------------------

PERIODIC: list[tuple[str, Periodic]] = [
    ("* * * * *", respond.look_for_silent_sources),
    ("5 6-20 * * *", remind_of_actions),  # once a day for each; later runs make up for a morning that was missed
    ("*/5 * * * *", team.read_calendar_answers),
    ("* * * * *", respond.check_paging),  # alarms when paging itself fails
    ("20 7 * * *", respond.warn_of_gaps),  # once a week for each schedule
    ("*/10 * * * *", sweep_uploads),  # uploads that nobody ended
    ("* * * * *", respond.deliver_late_notifications),
    ("* * * * *", respond.render_stale_status_pages),
    ("17 4 * * *", respond.forget_unconfirmed),
]

# -- what looks at raw deliveries: takes up to ``limit`` of them, in order; how many it took ---------------------------


class Taker(Protocol):
    def __call__(self, *, limit: int, now: datetime) -> int: ...


TAKERS: list[Taker] = [respond.decide_deliveries]

# -- what is due by its row, asked every few seconds: gives wake-ups, which the table above follows --------------------


class Finder(Protocol):
    def __call__(self, *, now: datetime) -> Sequence[DomainEvent]: ...


DUE: list[Finder] = [respond.due_escalations, respond.due_calendars]
