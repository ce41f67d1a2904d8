import dataclasses
from datetime import timedelta

import pytest

from hotwash.improve.core.inviting import Planned, follow_up_letter, unfit_meeting
from tests.cast import NOON

FIRST = Planned(
    id=3,
    incident_id=4,
    reference="INC-4",
    title="Checkout",
    at=NOON,
    minutes=45,
    place="Room 4",
    agenda="A-1 and A-2",
    sequence=0,
    cancelled=False,
    link="https://x.example/f",
)


@pytest.mark.parametrize(
    ("changes", "zone", "subject", "says"),
    [
        ({}, "UTC", "Invitation: follow-up of INC-4, 10 Mar 12:00", "We look at each action"),
        ({"sequence": 1}, "Europe/Berlin", "Changed: follow-up of INC-4, 10 Mar 13:00", "13:00 (Europe/Berlin)"),
        (
            {"sequence": 2, "cancelled": True},
            "UTC",
            "Called off: follow-up of INC-4, 10 Mar 12:00",
            "This meeting is called off.",
        ),
        ({"place": ""}, "UTC", "Invitation: follow-up of INC-4, 10 Mar 12:00", "45 minutes\n\n"),
    ],
)
def test_the_letter_of_each_revision(changes: dict[str, object], zone: str, subject: str, says: str):
    planned = dataclasses.replace(FIRST, **changes)
    letter = follow_up_letter(planned, planned.meeting("o@x.example", [("Ada", "ada@x.example")]), zone, NOON)
    assert (letter.subject, says in letter.text) == (subject, True)
    assert letter.once == f"follow-up 3 {planned.sequence}"


@pytest.mark.parametrize(
    ("days", "minutes", "outside", "field"),
    [
        (30, 45, [], None),
        (-300, 45, [], None),
        (-400, 45, [], "at"),
        (4 * 366, 45, [], "at"),
        (30, 4, [], "minutes"),
        (30, 481, [], "minutes"),
        (30, 45, ["Otto"], "invited"),
    ],
)
def test_what_cannot_be_planned(days: int, minutes: int, outside: list[str], field: str | None):
    refusal = unfit_meeting(NOON + timedelta(days=days), minutes, outside, NOON)
    assert (refusal.reasons[0].field if refusal else None) == field
