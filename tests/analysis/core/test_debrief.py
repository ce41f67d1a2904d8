from datetime import timedelta

import pytest

from hotwash.analysis.core.debrief import debrief_letter, problem_of_plan
from hotwash.kernel.core.calendar import Meeting
from tests.cast import NOON


@pytest.mark.parametrize(
    ("days", "minutes", "place", "field"),
    [
        (5, 60, "Room 4", None),
        (5, 4, "", "minutes"),
        (5, 481, "", "minutes"),
        (-1, 60, "", "planned_at"),
        (4 * 366, 60, "", "planned_at"),
        (5, 60, "x" * 301, "place"),
    ],
)
def test_what_is_no_plan(days: int, minutes: int, place: str, field: str | None):
    refusal = problem_of_plan(NOON + timedelta(days=days), minutes, place, NOON)
    assert (refusal.reasons[0].field if refusal else None) == field


def test_the_invitation_carries_agenda_and_calendar_entry():
    meeting = Meeting(
        uid="debrief-1",
        title="Debrief of INC-4",
        starts_at=NOON,
        minutes=60,
        organizer="o@x.example",
        url="https://x.example/d",
        place="Room 4",
        description="To learn, not to blame.",
        people=[("Ada", "ada@x.example")],
    )
    letter = debrief_letter(meeting, "debrief-1-0", 4, NOON)
    assert letter.text == (
        "Debrief of INC-4.\n\nTuesday, 10 March 2026, 12:00 UTC, 60 minutes\n\nRoom 4\n\nTo learn, not to blame."
    )
    assert (letter.link, letter.files[0].name) == ("https://x.example/d", "debrief.ics")
