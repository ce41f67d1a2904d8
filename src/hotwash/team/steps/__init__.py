"""Everything that changes the post-mortem team."""

from hotwash.team.steps.calendar import read_calendar_answers, take_answers, write_calendar_entry
from hotwash.team.steps.naming import note_people_named
from hotwash.team.steps.seating import (
    answer_seat,
    excuse_seat,
    invite_team,
    leave_seat,
    note_attendance,
    propose_team,
    propose_when_resolved,
    seat_person,
)

__all__ = [
    "answer_seat",
    "excuse_seat",
    "invite_team",
    "leave_seat",
    "note_attendance",
    "note_people_named",
    "propose_team",
    "propose_when_resolved",
    "read_calendar_answers",
    "seat_person",
    "take_answers",
    "write_calendar_entry",
]
