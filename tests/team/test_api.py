from datetime import timedelta

import pytest

from hotwash.respond.models import Incident
from tests.actions.conftest import make_incident
from tests.api.calls import Api
from tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident(cast: Cast) -> Incident:
    return make_incident(cast)


def test_the_meeting_and_its_deadline(cast: Cast, incident: Incident):
    olga = Api(cast.olga)
    at = f"/incidents/{incident.reference}/team"
    assert olga.call("GET", f"{at}/meeting") == (200, {"due": None, "meeting": None, "calendar": None})
    incident.resolved_at = NOON
    incident.save()
    olga.call("POST", f"{at}/seats/facilitator", {"person_id": cast.otto.pk})
    starts = NOON + timedelta(days=3650)
    assert olga.call("POST", f"{at}/invite", {"starts_at": starts.isoformat(), "place": "Room 4"})[0] == 200
    planned = olga.call("GET", f"{at}/meeting")[1]
    assert planned["due"] > "2026-03-10"
    assert (planned["meeting"]["place"], planned["meeting"]["version"]) == ("Room 4", 1)
