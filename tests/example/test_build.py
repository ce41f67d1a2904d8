import pytest

from hotwash.example.build import build
from hotwash.kernel import eventlog
from hotwash.respond.models import Incident, Page
from tests.cast import NOON

pytestmark = pytest.mark.django_db


def test_the_example_is_told_by_the_steps_that_people_use():
    assert build(now=NOON)
    first = Incident.objects.earliest("pk")
    assert (first.severity, first.state) == ("sev1", "resolved")
    assert [(page.person.name, page.state) for page in Page.objects.order_by("pk")] == [
        ("Carl Nyström", "ended"),
        ("Rhea Okafor", "acknowledged"),
    ]
    assert list(eventlog.problems()) == []
    assert build(now=NOON) == ""
