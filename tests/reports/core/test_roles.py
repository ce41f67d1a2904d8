import pytest

from hotwash.reports.core.roles import Roles, with_roles
from hotwash.reports.core.values import Action, Amendment, Entry, Values
from tests.reports.core.samples import at

NAMES = {
    "Carl Sander": "Incident commander",
    "carl@example.org": "Incident commander",
    "Rhea": "Responder",
    "Will Carter": "Responder",
    "Ann Lee": "Scribe",
    "Ann Moe": "Responder",
}


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Carl Sander restarted it.", "The incident commander restarted it."),
        ("Then Carl and Rhea looked.", "Then the incident commander and the responder looked."),
        ("It was late. Rhea saw it.", "It was late. The responder saw it."),
        ("Ask carl@example.org or @Rhea", "Ask the incident commander or the responder"),
        ("Will Carter left. Will it hold?", "The responder left. Will it hold?"),
        ("Ann was there", "Ann was there"),
        ("rhea the bird, Rheanna", "rhea the bird, Rheanna"),
        ("- Rhea noted\nRhea left", "- The responder noted\nThe responder left"),
        ("", ""),
    ],
)
def test_names_become_roles(text: str, published: str) -> None:
    assert Roles(NAMES).text(text) == published


def test_without_names_nothing_changes() -> None:
    assert Roles({}).text("Carl") == "Carl"


def test_owners_of_actions_keep_their_names() -> None:
    values = Values(
        title="Rhea's day",
        people=(("Commander", "Carl Sander"),),
        entries=(Entry("T-1", at(13), "Rhea looks"),),
        actions=(Action("A-1", "Rhea writes the runbook", owner="Rhea"),),
        amendments=(Amendment(1, at(13), "Rhea", "Rhea added it"),),
        prose={"summary": "Rhea."},
    )
    published = with_roles(values, NAMES)
    assert published.title == "The responder's day"
    assert published.people == ()
    assert published.entries[0].text == "The responder looks"
    assert (published.actions[0].title, published.actions[0].owner) == ("The responder writes the runbook", "Rhea")
    assert (published.amendments[0].by, published.amendments[0].note) == ("", "The responder added it")
    assert published.prose["summary"] == "The responder."
