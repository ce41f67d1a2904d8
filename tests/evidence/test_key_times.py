"""Key times and the clocks of the response: they say the same."""

from datetime import timedelta

from hotwash.evidence.models import KeyTime
from hotwash.evidence.steps import Mark, mark_key_time
from hotwash.respond.core.states import FoundBy
from hotwash.respond.models import Incident
from hotwash.respond.steps import IncidentValues, edit_incident
from tests.cast import NOON, Cast, actor
from tests.outbox import drain


def test_the_clocks_of_the_response_and_of_the_timeline_agree(incident: Incident, cast: Cast) -> None:
    began, earlier = NOON - timedelta(minutes=9), NOON - timedelta(minutes=30)
    mark_key_time(actor=actor(cast.olga), incident=incident, mark=Mark("started", began))
    drain(now=NOON)
    incident.refresh_from_db()
    assert incident.started_at == began
    values = IncidentValues(
        title=incident.title,
        summary="",
        found_by=FoundBy.COLLEAGUE,
        private=incident.private,
        near_miss=False,
        started_at=earlier,
        detected_at=None,
        acknowledged_at=None,
        mitigated_at=None,
        resolved_at=None,
    )
    edit_incident(actor=actor(cast.olga), incident=incident, values=values, version=incident.version, now=NOON)
    drain(now=NOON)
    assert KeyTime.objects.get(incident=incident, name="started").at == earlier


def test_a_name_of_ones_own_moves_no_clock(incident: Incident, cast: Cast) -> None:
    before = incident.version
    mark_key_time(actor=actor(cast.olga), incident=incident, mark=Mark("rollback", NOON))
    drain(now=NOON)
    incident.refresh_from_db()
    assert incident.version == before
