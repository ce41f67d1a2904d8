from datetime import UTC, datetime, time

import pytest

from hotwash.respond.core.messages.quiet import Piece, Quiet, digest, held_until

NIGHT = Quiet(time(22), time(7), "Europe/Berlin")


@pytest.mark.parametrize(
    ("quiet", "purpose", "now", "expected"),
    [
        (NIGHT, "update", "2026-03-10T20:59", None),
        (NIGHT, "update", "2026-03-10T21:00", "2026-03-11T06:00"),
        (NIGHT, "update", "2026-03-11T05:59", "2026-03-11T06:00"),
        (NIGHT, "update", "2026-03-11T06:00", None),
        (NIGHT, "page", "2026-03-10T23:00", None),  # a page never waits
        (NIGHT, "code", "2026-03-10T23:00", None),
        (NIGHT, "update", "2026-03-28T23:00", "2026-03-29T05:00"),  # the clock goes forward in this night
        (NIGHT, "update", "2026-10-24T22:00", "2026-10-25T06:00"),  # and back in this one
        (Quiet(time(12), time(13), "UTC"), "update", "2026-03-10T12:30", "2026-03-10T13:00"),
        (Quiet(time(12), time(13), "UTC"), "update", "2026-03-10T13:30", None),
        (Quiet(time(12), time(12), "UTC"), "update", "2026-03-10T12:00", None),
        (None, "update", "2026-03-10T23:00", None),
    ],
)
def test_what_waits_for_the_end_of_the_hours(quiet: Quiet | None, purpose: str, now: str, expected: str | None):
    found = held_until(quiet, purpose, datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert (found and found.isoformat()) == (expected and f"{expected}:00+00:00")


def test_several_messages_become_one_in_their_order():
    one = digest(
        [
            Piece("First", "Text.", "https://x.example/1"),
            Piece("Second", "See https://x.example/2", "https://x.example/2"),
        ]
    )
    assert one.subject == "2 messages from your quiet hours"
    assert one.text == ("1. First\n\nText.\n\nhttps://x.example/1\n\n----\n\n2. Second\n\nSee https://x.example/2")
    assert digest([Piece("Alone", "T", "l")]) == Piece("Alone", "T", "l")
