from datetime import timedelta

import pytest

from hotwash.team.core.inviting import DEFAULT_TEXT, Asked, MeetingValues, Occasion, invitation_letter
from tests.cast import NOON

TOMORROW = NOON + timedelta(days=1)
OCCASION = Occasion(4, "INC-4", "Checkout", "https://x.example/team", "hotwash@x.example", [("Ada", "ada@x.example")])


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        (MeetingValues(TOMORROW), []),
        (MeetingValues(NOON), ["starts_at"]),
        (MeetingValues(TOMORROW, minutes=0), ["minutes"]),
        (MeetingValues(NOON, minutes=481), ["starts_at", "minutes"]),
    ],
)
def test_what_is_no_meeting(values: MeetingValues, fields: list[str]):
    refusal = values.unfit(NOON)
    assert [reason.field for reason in (refusal.reasons if refusal else ())] == fields


def test_an_invitation_says_what_when_and_where():
    meeting = OCCASION.meeting(MeetingValues(TOMORROW, 45, "Room 4", "Bring your notes."), 2)
    letter = invitation_letter(OCCASION, meeting, Asked(9, "Facilitator", "https://x.example/a"), DEFAULT_TEXT, NOON)
    assert letter.subject == "Post-mortem of INC-4: Checkout"
    assert letter.text == (
        "You are invited to INC-4 Checkout as Facilitator.\n\n"
        "Wednesday, 11 March 2026, 12:00 UTC, 45 minutes, Room 4\n\nBring your notes."
    )
    assert (letter.once, letter.files[0].name) == ("team-4-9-2", "invitation.ics")
    assert "SEQUENCE:2" in letter.files[0].text
