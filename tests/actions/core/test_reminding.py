from datetime import date

import pytest

from hotwash.actions.core.deadlines import ReminderKind
from hotwash.actions.core.reminding import DEFAULT_TEXT, Reminded, headline, reminder_letter


@pytest.mark.parametrize(
    ("kind", "days", "words"),
    [
        (ReminderKind.SOON, 7, "Due in 7 days"),
        (ReminderKind.SOON, 1, "Due in 1 day"),
        (ReminderKind.SOON, 0, "Due today"),
        (ReminderKind.OVERDUE, -1, "1 day overdue"),
        (ReminderKind.OVERDUE, -9, "9 days overdue"),
        (ReminderKind.ESCALATE, -9, "Escalated, 9 days overdue"),
    ],
)
def test_headlines(kind: ReminderKind, days: int, words: str):
    assert headline(kind, days) == words


def test_the_letter_leads_to_the_action():
    said = Reminded("INC-4 Checkout", "A-2 “Alert”", "Due today: …", date(2026, 3, 20), "https://x.example/a")
    letter = reminder_letter(said, DEFAULT_TEXT, "reminder 2", 4)
    assert letter.text == "A-2 “Alert” of INC-4 Checkout is due 20 March 2026. https://x.example/a"
    assert (letter.subject, letter.link, letter.incident_id) == ("Due today: …", "https://x.example/a", 4)
