from datetime import UTC, datetime, timedelta

import pytest

from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.errors import NotFound, NotPermitted
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.models import Event
from hotwash.respond.core.lifecycle import Change
from hotwash.respond.core.states import FoundBy, IncidentState
from hotwash.respond.models import Incident, Participant
from hotwash.respond.queries import get_incident, participants_of, visible_incidents
from hotwash.respond.steps import (
    Declaration,
    IncidentValues,
    change_severity,
    change_state,
    declare_incident,
    edit_incident,
    leave_role,
    say,
    take_role,
)
from tests.cast import NOON, Cast, actor
from tests.respond.given import a_service, declared

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def values_of(incident: Incident, **changed: object) -> IncidentValues:
    names = ("title", "summary", "private", "near_miss", "started_at", "detected_at", "acknowledged_at")
    kept = {name: getattr(incident, name) for name in (*names, "mitigated_at", "resolved_at")}
    return IncidentValues(**{**kept, "found_by": FoundBy(incident.found_by), **changed})


def codes(found: object) -> set[tuple[str, str]]:
    assert isinstance(found, Refusal), found
    return {(reason.code, reason.field) for reason in found.reasons}


def test_whoever_declares_takes_part(cast: Cast):
    incident = declared(actor(cast.rhea), started_at=NOON - HOUR)
    assert (incident.reference, incident.state, incident.detected_at) == (f"INC-{incident.pk}", "active", NOON)
    assert [(row.person, row.role) for row in participants_of(incident)] == [(cast.rhea, "responder")]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"title": "  "}, {("title", "title")}),
        ({"title": "x" * 201}, {("title", "title")}),
        ({"severity": "sev9"}, {("severity", "severity")}),
        ({"started_at": datetime(1970, 1, 1, tzinfo=UTC)}, {("time", "started_at")}),
        ({"started_at": datetime(2400, 1, 1, tzinfo=UTC)}, {("time", "started_at"), ("order", "detected_at")}),
        ({"title": "", "severity": ""}, {("title", "title"), ("severity", "severity")}),
    ],
)
def test_what_cannot_be_declared_is_refused_by_field(cast: Cast, values: dict[str, object], expected: set[object]):
    declaration = Declaration(**{"title": "Fine", "severity": "sev1", "detected_at": NOON, **values})
    assert codes(declare_incident(actor=actor(cast.rhea), declaration=declaration, now=NOON)) == expected
    assert Incident.objects.count() == 0


def test_a_viewer_cannot_declare(cast: Cast):
    with pytest.raises(NotPermitted, match="Vera"):
        declared(actor(cast.vera))


def test_a_private_incident_is_there_only_for_those_who_take_part(cast: Cast):
    incident = declared(actor(cast.rhea), private=True)
    public = declared()
    assert get_incident(actor(cast.rhea), incident.reference) == incident
    assert get_incident(actor(cast.ada), str(incident.pk)) == incident
    assert set(visible_incidents(actor(cast.otto))) == {public}
    with pytest.raises(NotFound, match=incident.reference):
        get_incident(actor(cast.otto), incident.reference)
    with pytest.raises(NotPermitted):
        say(actor=actor(cast.otto), incident=incident, text="Let me in", now=NOON)


@pytest.mark.parametrize("reference", ["INC-0", "INC-999999", "nonsense", "", "INC-1' OR 1=1", "9" * 30])
def test_what_is_no_incident_is_not_found(cast: Cast, reference: str):
    with pytest.raises(NotFound):
        get_incident(actor(cast.ada), reference)


def test_two_people_correct_the_same_thing(cast: Cast):
    incident = declared()
    first = edit_incident(
        actor=actor(cast.rhea), incident=incident, values=values_of(incident, title="First"), version=1, now=NOON
    )
    second = edit_incident(
        actor=actor(cast.carl), incident=incident, values=values_of(incident, title="Second"), version=1, now=NOON
    )
    assert isinstance(first, Incident)
    assert codes(second) == {("conflict", "")}
    incident.refresh_from_db()
    assert (incident.title, incident.version) == ("First", 2)


def test_a_correction_says_what_changed(cast: Cast):
    incident, service = declared(), a_service("Checkout")
    values = values_of(incident, summary="More", started_at=NOON - HOUR, service_ids=(service.pk,))
    edit_incident(actor=actor(cast.rhea), incident=incident, values=values, version=1, now=NOON)
    assert Event.objects.get(type="respond.incident_edited").payload["what"] == "summary, started, services"


def test_times_in_the_wrong_order_are_refused_at_their_field():
    incident = declared()
    values = values_of(incident, started_at=NOON, detected_at=NOON - HOUR)
    assert codes(edit_incident(actor=SYSTEM, incident=incident, values=values, version=1, now=NOON)) == {
        ("order", "detected_at")
    }


def test_from_active_to_closed_and_back():
    incident, at = declared(), NOON
    for change in (Change.MITIGATE, Change.RESOLVE, Change.CLOSE):
        at += HOUR
        incident = change_state(actor=SYSTEM, incident=incident, change=change, now=at)
    assert (incident.mitigated_at, incident.resolved_at, incident.closed_at) == (
        NOON + HOUR,
        NOON + 2 * HOUR,
        NOON + 3 * HOUR,
    )
    incident = change_state(actor=SYSTEM, incident=incident, change=Change.REOPEN, now=at)
    assert (incident.state, incident.closed_at, incident.resolved_at) == ("resolved", None, NOON + 2 * HOUR)
    incident = change_state(actor=SYSTEM, incident=incident, change=Change.REOPEN, now=at)
    assert (incident.state, incident.resolved_at, incident.mitigated_at) == ("active", None, None)


def test_it_was_resolved_earlier_than_it_was_said():
    incident = declared(started_at=NOON - HOUR)
    done = change_state(
        actor=SYSTEM, incident=incident, change=Change.RESOLVE, now=NOON + HOUR, at=NOON + timedelta(minutes=5)
    )
    assert done.resolved_at == NOON + timedelta(minutes=5)


@pytest.mark.parametrize("at", [NOON - 2 * HOUR, NOON + 2 * HOUR, datetime(1970, 1, 1, tzinfo=UTC)])
def test_a_time_of_resolution_that_cannot_be_is_refused(at: datetime):
    incident = declared(started_at=NOON - HOUR)
    found = change_state(actor=SYSTEM, incident=incident, change=Change.RESOLVE, now=NOON, at=at)
    assert isinstance(found, Refusal)
    incident.refresh_from_db()
    assert incident.state == IncidentState.ACTIVE


def test_the_second_of_two_who_resolve_is_told():
    incident = declared()
    change_state(actor=SYSTEM, incident=incident, change=Change.RESOLVE, now=NOON)
    assert codes(change_state(actor=SYSTEM, incident=incident, change=Change.RESOLVE, now=NOON)) == {("state", "")}


def test_severity_changes_and_unknown_ones_are_refused():
    incident = declared()
    assert change_severity(actor=SYSTEM, incident=incident, severity="sev3", now=NOON).severity == "sev3"
    assert codes(change_severity(actor=SYSTEM, incident=incident, severity="bad", now=NOON)) == {
        ("severity", "severity")
    }


def test_what_is_said_is_kept_as_it_was_said(cast: Cast):
    note = say(actor=actor(cast.vera), incident=declared(), text=" <b>Load</b> falls\x00 ", now=NOON)
    assert (note.text, note.said_by) == ("<b>Load</b> falls", "Vera")


@pytest.mark.parametrize("text", ["", "   ", "x" * 20_001])
def test_nothing_and_too_much_are_not_said(text: str):
    assert isinstance(say(actor=SYSTEM, incident=declared(), text=text, now=NOON), Refusal)


def test_command_is_handed_over_on_the_record(cast: Cast):
    incident = declared()
    take_role(actor=actor(cast.rhea), incident=incident, person=cast.carl, role="commander", now=NOON)
    take_role(actor=actor(cast.carl), incident=incident, person=cast.rhea, role="commander", now=NOON + HOUR)
    assert [(row.person, row.role) for row in participants_of(incident)] == [
        (cast.rhea, "commander"),
        (cast.carl, "responder"),
    ]
    first, second = Event.objects.filter(type="respond.role_taken")
    assert (first.payload["before"], second.payload["before"]) == ("", "Carl")
    ended = Participant.objects.get(incident=incident, role="commander", person=cast.carl)
    assert (ended.since, ended.until) == (NOON, NOON + HOUR)


def test_the_same_role_twice_changes_nothing(cast: Cast):
    incident = declared()
    for _ in range(2):
        take_role(actor=SYSTEM, incident=incident, person=cast.carl, role="commander", now=NOON)
    assert Participant.objects.count() == 1


def test_several_can_respond(cast: Cast):
    incident = declared()
    for person in (cast.carl, cast.rhea):
        take_role(actor=SYSTEM, incident=incident, person=person, role="responder", now=NOON)
    assert len(participants_of(incident)) == 2


def test_a_role_that_the_process_does_not_have(cast: Cast):
    found = take_role(actor=SYSTEM, incident=declared(), person=cast.carl, role="captain", now=NOON)
    assert codes(found) == {("role", "role")}


def test_leaving_ends_a_part_once(cast: Cast):
    incident = declared(actor(cast.rhea), private=True)
    (part,) = participants_of(incident)
    leave_role(actor=actor(cast.ada), incident=incident, participant=part, now=NOON)
    assert codes(leave_role(actor=actor(cast.ada), incident=incident, participant=part, now=NOON)) == {("left", "")}
    with pytest.raises(NotFound):
        get_incident(actor(cast.rhea), incident.reference)
