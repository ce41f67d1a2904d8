"""The meeting in the team's calendar: written outside of any transaction until it stands, and answers read back."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from hotwash.directory.models import Person
from hotwash.kernel.core.calendar import Answers, answers_in
from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.outbox import wake
from hotwash.respond.core.messages.sending import next_attempt
from hotwash.team.calendar import shelf
from hotwash.team.core.answering import incident_of, news
from hotwash.team.core.seats import EntryState, SeatState
from hotwash.team.events import CalendarDue
from hotwash.team.models import CalendarEntry, Seat
from hotwash.team.steps.seating import answer_seat

BATCH = 200  # meetings ahead whose answers are read in one go


def write_calendar_entry(event: CalendarDue, *, now: datetime) -> CalendarEntry | None:
    """One attempt to put a meeting into the calendar; twice does no harm, because the entry is replaced."""
    row = CalendarEntry.objects.filter(pk=event.entry, state=EntryState.WAITING, due_at__lte=now).first()
    found = shelf()
    if row is None or found is None:
        return None
    calendar, place = found
    try:
        calendar.put(row.uid, row.text, place)
    except PluginError as error:
        return _later(row, error, now)
    written = CalendarEntry.objects.filter(pk=row.pk, text=row.text)  # it may have moved meanwhile
    written.update(state=EntryState.STANDS, attempts=row.attempts + 1, error="")
    return row


def read_calendar_answers(*, now: datetime) -> int:
    """Again and again: what people answered in their calendars about meetings that are ahead. How many were news."""
    found, taken = shelf(), 0
    if found is None:
        return 0
    calendar, place = found
    for row in CalendarEntry.objects.filter(state=EntryState.STANDS, starts_at__gt=now)[:BATCH]:
        try:
            text = calendar.read(row.uid, place)
        except PluginError as error:
            CalendarEntry.objects.filter(pk=row.pk).update(error=str(error)[:1000])
            return taken  # the same calendar for all of them: the next round tries again
        taken += take_answers(answers_in(text), row=row, now=now)
    return taken


def take_answers(found: Iterable[Answers], *, row: CalendarEntry, now: datetime) -> int:
    """Note what was not heard before on the seats of those who answered; how many were news."""
    fresh = news(found, row.uid, row.sequence, row.heard)
    with transaction.atomic():
        for seat, person in _seats(row):
            accepts = fresh.get(person.email.lower())
            if accepts is not None:
                answer_seat(actor=person.as_actor(), row=seat, accepts=accepts, text=seat.answer, now=now)
        CalendarEntry.objects.filter(pk=row.pk).update(heard=row.heard | fresh, error="")
    return len(fresh)


def _seats(row: CalendarEntry) -> list[tuple[Seat, Person]]:
    asked = [SeatState.INVITED, SeatState.ACCEPTED, SeatState.DECLINED]
    seats = Seat.objects.filter(incident=incident_of(row.uid), state__in=asked, person__is_active=True)
    return [(seat, seat.person) for seat in seats.select_related("person", "incident") if seat.person]


def _later(row: CalendarEntry, error: PluginError, now: datetime) -> CalendarEntry:
    again = next_attempt(row.attempts + 1, row.begun_at, now, error.after) if error.retry else None
    with transaction.atomic():
        row.attempts, row.error = row.attempts + 1, str(error)[:1000]
        row.state, row.due_at = (EntryState.WAITING, again) if again else (EntryState.GIVEN_UP, now)
        row.save(update_fields=["attempts", "error", "state", "due_at"])
        if again is not None:
            wake(CalendarDue(entry=row.pk), at=again)
    return row
