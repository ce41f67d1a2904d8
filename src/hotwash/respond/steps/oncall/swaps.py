"""Swaps of shifts: asked, accepted, declined, withdrawn. Both sides are told, and every step is in the log."""

from datetime import datetime

from hotwash.directory.models import Person
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.steps import Recorder, step
from hotwash.process.queries import current_document
from hotwash.respond.core.letters import swap_letter
from hotwash.respond.core.oncall.swapping import Bargain, span_words, unfit
from hotwash.respond.core.states import SwapState
from hotwash.respond.events import SettingChanged
from hotwash.respond.models import Override, Schedule, Swap
from hotwash.respond.notify import absolute, everywhere, tell
from hotwash.respond.queries.oncall import bargain_of, schedule_value, zone_of


def ask_swap(*, actor: Actor, schedule: Schedule, bargain: Bargain, now: datetime, note: str = "") -> Swap | Refusal:
    """Ask somebody to take one's shift, and perhaps to give one of theirs for it."""
    if actor.person_id is None or actor.person_id != bargain.giver:
        return refuse("person", "Only a person can ask for a swap, and only of a shift of their own.")
    other = Person.objects.filter(pk=bargain.taker, is_active=True).first()
    if other is None:
        return refuse("other", "There is nobody of this number who is active.", "other")
    problem = _problem(schedule, bargain, now)
    if problem is not None:
        return problem
    given, back = bargain.given, bargain.back
    with step(actor=actor, permission=Permission.RESPOND, why=note) as record:
        row = Swap.objects.create(
            schedule=schedule,
            asked_by_id=actor.person_id,
            other=other,
            starts_at=given.starts_at,
            ends_at=given.ends_at,
            back_starts_at=back.starts_at if back else None,
            back_ends_at=back.ends_at if back else None,
            note=note[:200],
            asked_at=now,
        )
        _note(row, "asked", record, other, now)
    return row


def accept_swap(*, actor: Actor, swap: Swap, now: datetime) -> Swap | Refusal:
    """Take the shift, as it was asked. The schedule may have changed since: then it is refused."""
    if actor.person_id != swap.other_id:
        return refuse("person", "Only the person who was asked can accept.")
    with step(actor=actor, permission=Permission.RESPOND) as record:
        row = _asked(swap)
        bargain = bargain_of(swap)
        problem = _problem(swap.schedule, bargain, now) if row is not None else _answered()
        if row is None or problem is not None:
            return problem or _answered()
        for value in bargain.overrides():
            Override.objects.create(
                schedule=row.schedule,
                person_id=value.person,
                starts_at=value.starts_at,
                ends_at=value.ends_at,
                reason=f"swapped: {row.asked_by.name} and {row.other.name}",
            )
        return _end(row, SwapState.ACCEPTED, record, row.asked_by, now)


def decline_swap(*, actor: Actor, swap: Swap, now: datetime) -> Swap | Refusal:
    if actor.person_id != swap.other_id:
        return refuse("person", "Only the person who was asked can decline.")
    with step(actor=actor, permission=Permission.RESPOND) as record:
        row = _asked(swap)
        return _end(row, SwapState.DECLINED, record, row.asked_by, now) if row is not None else _answered()


def withdraw_swap(*, actor: Actor, swap: Swap, now: datetime) -> Swap | Refusal:
    if actor.person_id != swap.asked_by_id:
        return refuse("person", "Only the person who asked can withdraw it.")
    with step(actor=actor, permission=Permission.RESPOND) as record:
        row = _asked(swap)
        return _end(row, SwapState.WITHDRAWN, record, row.other, now) if row is not None else _answered()


def _asked(swap: Swap) -> Swap | None:
    locked = Swap.objects.select_for_update(of=("self",)).select_related("schedule", "asked_by", "other")
    return locked.filter(pk=swap.pk, state=SwapState.ASKED).first()


def _answered() -> Refusal:
    return refuse("answered", "This swap was answered already. Nothing more is needed.")


def _problem(schedule: Schedule, bargain: Bargain, now: datetime) -> Refusal | None:
    spans = [bargain.given, *filter(None, [bargain.back])]
    begin, end = min(span.starts_at for span in spans), max(span.ends_at for span in spans)
    return unfit(bargain, schedule_value(schedule, begin, end), now)


def _end(row: Swap, state: SwapState, record: Recorder, reader: Person, now: datetime) -> Swap:
    row.state, row.answered_at = state, now
    row.save(update_fields=["state", "answered_at"])
    _note(row, state.value, record, reader, now)
    return row


def _note(row: Swap, verb: str, record: Recorder, reader: Person, now: datetime) -> None:
    """Into the log, and to the other side."""
    bargain, zone = bargain_of(row), zone_of(row.schedule.timezone)
    words = f"{row.other.name} takes {row.schedule.name} from {row.asked_by.name}, {span_words(bargain.given, zone)}"
    if bargain.back is not None:
        words += f", and gives {span_words(bargain.back, zone)} for it"
    record(SettingChanged(verb=verb, what=f"a swap: {words}"))
    link = absolute(f"/alerts/on-call/{row.schedule_id}/#swaps")
    letter = swap_letter(row.schedule.name, verb, f"{words}.", link, f"swap:{row.pk}:{verb}")
    tell(letter, everywhere([reader], current_document().escalation.channels), now=now)
