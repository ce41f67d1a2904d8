import pytest

from hotwash.actions.models import Action
from hotwash.directory.models import Person
from hotwash.evidence.models import Entry, EvidenceFile
from hotwash.example.build import build
from hotwash.example.evidence import LEAKED_KEY
from hotwash.improve.models import Recurrence
from hotwash.kernel import eventlog
from hotwash.process.core.gates import Progress
from hotwash.reports.models import Publication
from hotwash.respond.models import Incident, Notification, Page
from hotwash.stages.rail import rail
from hotwash.team.models import Seat
from tests.cast import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> tuple[Incident, Incident]:
    assert build(now=NOON)
    first, second = Incident.objects.order_by("pk")
    return first, second


def test_one_incident_has_gone_all_the_way(told: tuple[Incident, Incident]):
    first, _ = told
    assert (first.severity, first.state) == ("sev1", "closed")
    assert [state.progress for state in rail(first)] == [Progress.DONE] * 7
    assert [(page.person.name, page.state) for page in Page.objects.filter(incident=first).order_by("pk")] == [
        ("Carl Nyström", "ended"),
        ("Rhea Okafor", "acknowledged"),
    ]
    publication = Publication.objects.get(report__incident=first)
    assert publication.number == 1
    assert "back to the module's default of 100" in publication.markdown
    invited = Notification.objects.filter(purpose="invitation", incident=first)
    assert set(Notification.objects.values_list("state", flat=True)) == {"sent"}
    assert any(item["media_type"].startswith("text/calendar") for row in invited for item in row.attachments)

    seats = Seat.objects.filter(incident=first, person__isnull=False)
    assert {(row.state, row.attended) for row in seats} == {("accepted", True)}
    assert seats.get(seat="facilitator").person == Person.objects.get(name="Nadia Haddad")
    _what_did_not_hold_is_open_again(first)
    _the_secret_in_the_evidence_is_nowhere_to_be_read()


def _what_did_not_hold_is_open_again(first: Incident):
    states = dict(Action.objects.filter(incident=first).values_list("number", "state"))
    assert sorted(states.values()) == ["done", "done", "done", "done", "open"]
    assert Action.objects.get(incident=first, state="open").reopened == 1


def test_the_other_is_in_the_middle_and_shares_a_factor(told: tuple[Incident, Incident]):
    first, second = told
    assert (second.state, second.found_by) == ("resolved", "customer")
    assert (first.process_version.number, second.process_version.number) == (1, 2)
    recurrence = Recurrence.objects.get(incident=second)
    assert recurrence.earlier_incident == first
    assert "set by hand" in recurrence.earlier_factor.statement
    assert {state.progress for state in rail(second)} > {Progress.NOT_BEGUN}
    assert list(eventlog.problems()) == []
    assert build(now=NOON) == "", "a second call changes nothing"


def _the_secret_in_the_evidence_is_nowhere_to_be_read():
    assert EvidenceFile.objects.filter(name__contains="checkout-app").exclude(masked={}).exists()
    for row in (*Entry.objects.all(), *Publication.objects.all()):
        assert LEAKED_KEY not in str(row.__dict__)
