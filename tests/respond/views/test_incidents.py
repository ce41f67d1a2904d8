"""The list, the command room and the signed link, as a browser without script uses them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hotwash.directory.models import Person
from hotwash.kernel import clock
from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.steps import step
from hotwash.process.events import StageFinished
from hotwash.respond.core.lifecycle import Change
from hotwash.respond.core.states import PageState
from hotwash.respond.models import (
    Alert,
    Incident,
    Note,
    Notification,
    Page,
    Participant,
    StakeholderUpdate,
)
from hotwash.respond.queries import page_token
from hotwash.respond.steps import change_state, page_people
from tests.cast import NOON, Cast, actor
from tests.respond.given import a_service, a_source, declared

pytestmark = pytest.mark.django_db
EVIL = "<script>alert('x')</script>"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


@pytest.fixture
def rhea(cast: Cast) -> Client:
    return signed_in(cast.rhea)


@pytest.fixture
def ada(cast: Cast) -> Client:
    return signed_in(cast.ada)


def form_of(incident: Incident, **changed: object) -> dict[str, object]:
    return {"title": incident.title, "found_by": incident.found_by, "version": incident.version, **changed}


# -- declaring and listing


def test_declare_with_a_title_and_a_severity(rhea: Client, cast: Cast):
    answer = rhea.post("/incidents/declare", {"title": "Checkout fails", "severity": "sev1", "found_by": "customer"})
    incident = Incident.objects.get()
    assert answer.url == f"/incidents/{incident.reference}/respond/"
    assert (incident.found_by, incident.declared_by) == ("customer", cast.rhea)


@pytest.mark.parametrize(
    "values",
    [
        {"title": ""},
        {"severity": "sev9"},
        {"found_by": "magic"},
        {"started_at": "1970-01-01T00:00"},
        {"started_at": "2400-01-01T00:00"},
        {"started_at": "yesterday"},
        {"services": "999"},
    ],
)
def test_what_is_refused_keeps_what_was_typed(rhea: Client, values: dict[str, str]):
    given = {"title": "Checkout fails", "severity": "sev1", "found_by": "customer", "summary": "I typed this", **values}
    answer = rhea.post("/incidents/declare", given)
    assert answer.status_code == 422
    assert "I typed this" in text_of(answer)
    assert Incident.objects.count() == 0


def test_a_viewer_is_told_that_this_needs_a_permission(cast: Cast):
    answer = signed_in(cast.vera).get("/incidents/declare")
    assert answer.status_code == 403
    assert "permission" in text_of(answer)


def test_without_signing_in_one_is_sent_to_the_door(db: None, cast: Cast):
    for address in ("/incidents/", "/alerts/", "/alerts/sources/", "/incidents/INC-1/respond/"):
        assert Client().get(address).url.startswith("/sign-in")


def test_the_list_teaches_when_it_is_empty(rhea: Client):
    assert "No incidents yet" in text_of(rhea.get("/incidents/"))
    declared()
    assert "No incident fits" in text_of(rhea.get("/incidents/?state=closed"))


def test_the_list_is_narrowed(rhea: Client, cast: Cast):
    service = a_service("Search")
    declared(title="Checkout fails", severity="sev1")
    declared(actor(cast.rhea), title="Search is slow", severity="sev3", service_ids=(service.pk,))
    expected = {
        "": {"Checkout fails", "Search is slow"},
        "?severity=sev3": {"Search is slow"},
        "?state=open": {"Checkout fails", "Search is slow"},
        "?state=resolved": set(),
        "?service=search": {"Search is slow"},
        "?q=checkout": {"Checkout fails"},
        "?q=%22is+slow%22": {"Search is slow"},
        "?mine=on": {"Search is slow"},
        "?severity=nonsense&state=nonsense&before=nonsense": {"Checkout fails", "Search is slow"},
        "?q=%00%27%22%28": {"Checkout fails", "Search is slow"},
    }
    found = {query: {row.title for row, _ in rhea.get(f"/incidents/{query}").context["rows"]} for query in expected}
    found.pop("?q=%00%27%22%28")
    assert found == {query: rows for query, rows in expected.items() if query in found}


@pytest.mark.parametrize("sort", ["newest", "oldest", "severity"])
def test_the_list_is_walked_to_its_end_and_back(rhea: Client, sort: str):
    for number in range(60):
        declared(title=f"Number {number}", severity=f"sev{number % 3 + 1}")
    forth: list[list[int]] = []
    cursor, last = "", ""
    while True:
        page = rhea.get("/incidents/", {"sort": sort, "before": cursor}).context["page"]
        forth.append([row.pk for row in page.rows])
        if not page.older:
            break
        cursor, last = page.older, page.newer
    del last
    back = [forth[-1]]
    newer = page.newer
    while newer:
        page = rhea.get("/incidents/", {"sort": sort, "after": newer}).context["page"]
        back.append([row.pk for row in page.rows])
        newer = page.newer
    assert [len(rows) for rows in forth] == [25, 25, 10]
    assert len({pk for rows in forth for pk in rows}) == 60
    assert back[::-1] == forth


def test_the_list_costs_the_same_for_one_row_and_for_thirty(rhea: Client, cast: Cast):
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            rhea.get("/incidents/")
        return len(counted)

    declared()
    queries()
    with_one = queries()
    for _ in range(30):
        incident = declared(service_ids=(a_service(f"S{Incident.objects.count()}").pk,))
        Participant.objects.create(incident=incident, person=cast.carl, role="commander", since=NOON)
    assert queries() == with_one


def test_private_incidents_of_others_are_not_there(cast: Cast, rhea: Client):
    incident = declared(actor(cast.carl), private=True, title="Secret")
    assert "Secret" not in text_of(rhea.get("/incidents/"))
    for name in ("incident-respond", "incident-edit", "incident-messages", "incident-update"):
        assert rhea.get(reverse(name, args=[incident.reference])).status_code == 404
    assert signed_in(cast.carl).get(f"/incidents/{incident.reference}/respond/").status_code == 200


# -- the command room


def test_the_room_shows_what_counts_and_escapes_what_people_wrote(rhea: Client, cast: Cast):
    incident = declared(title=EVIL, summary=EVIL)
    Note.objects.create(incident=incident, said_by=EVIL, at=NOON, text=EVIL)
    shown = text_of(rhea.get(f"/incidents/{incident.reference}/respond/"))
    assert EVIL not in shown
    assert "&lt;script&gt;" in shown
    for part in ("Acknowledge", "Say it", "Tell stakeholders", "Take command", "Mitigated", "Resolved"):
        assert part in shown


def test_what_the_post_mortem_does_later_is_left_to_the_log(rhea: Client, cast: Cast):
    incident = declared()
    Note.objects.create(incident=incident, said_by="Rhea", at=NOON, text="The disk is full")
    with clock.pretending(NOON + timedelta(minutes=10)), step(actor=SYSTEM, permission=Permission.EDIT) as record:
        record(StageFinished(incident_id=incident.pk, stage="early", title="Begun while it ran"))
    incident = change_state(actor=SYSTEM, incident=incident, change=Change.RESOLVE, now=NOON + timedelta(hours=1))
    assert isinstance(incident, Incident)
    with clock.pretending(NOON + timedelta(days=9)), step(actor=SYSTEM, permission=Permission.EDIT) as record:
        record(StageFinished(incident_id=incident.pk, stage="share", title="Share and archive"))
        record(StageFinished(incident_id=incident.pk, stage="improve", title="Follow up"))
    room = rhea.get(f"/incidents/{incident.reference}/respond/")
    said = " ".join(line.text for line in room.context["feed"])
    assert "The disk is full" in said
    assert "Begun while it ran" in said
    assert "Share and archive" not in said
    assert room.context["later"] == 2
    assert f"/incidents/{incident.reference}/log" in text_of(room)


def test_a_viewer_sees_the_room_without_buttons(cast: Cast):
    shown = text_of(signed_in(cast.vera).get(f"/incidents/{declared().reference}/respond/"))
    assert "Take command" not in shown


def test_everything_that_is_done_in_the_room(rhea: Client, cast: Cast):
    incident = declared()
    at = f"/incidents/{incident.reference}/respond/"
    for place, values in [
        ("acknowledge", {}),
        ("say", {"text": "The disk is full"}),
        ("role", {"me": "1"}),
        ("severity", {"severity": "sev2"}),
        ("help", {"people": [cast.otto.pk]}),
        ("state/mitigate", {"at": ""}),
        ("state/resolve", {}),
    ]:
        answer = rhea.post(f"{at}{place}", values)
        assert answer.status_code == 302, (place, text_of(answer))
    incident.refresh_from_db()
    assert (incident.state, incident.severity, incident.acknowledged_at is not None) == ("resolved", "sev2", True)
    assert Note.objects.get().text == "The disk is full"
    assert Participant.objects.get(role="commander", until=None).person == cast.rhea
    assert Page.objects.get(person=cast.otto).reason == "asked for by Rhea"


@pytest.mark.parametrize(
    ("place", "values", "part"),
    [
        ("say", {"text": "  "}, "required"),
        ("role", {"role": "commander"}, "required"),
        ("help", {}, "Choose at least one person"),
        ("state/mitigate", {"at": "2400-01-01T00:00:00"}, "in the future"),
        ("state/mitigate", {"at": "1970-01-01T00:00:00"}, "before the year"),
        ("severity", {"severity": "bad"}, "valid choice"),
    ],
)
def test_what_is_refused_in_the_room_is_said_where_it_was_typed(rhea: Client, place: str, values: object, part: str):
    answer = rhea.post(f"/incidents/{declared().reference}/respond/{place}", values)
    assert answer.status_code == 422
    assert part in text_of(answer)


def test_an_unknown_change_of_state_is_not_found(rhea: Client):
    assert rhea.post(f"/incidents/{declared().reference}/respond/state/explode").status_code == 404


def test_two_people_correct_the_same_incident(rhea: Client, cast: Cast):
    incident = declared()
    at = f"/incidents/{incident.reference}/respond/edit"
    assert rhea.post(at, form_of(incident, title="Rhea's title")).status_code == 302
    second = signed_in(cast.carl).post(at, form_of(incident, title="Carl's title", summary="Carl wrote this"))
    shown = text_of(second)
    assert second.status_code == 409
    assert "Rhea&#x27;s title" in shown
    assert "Carl wrote this" in shown
    again = signed_in(cast.carl).post(at, form_of(incident, title="Carl's title", version=2))
    assert again.status_code == 302


def test_stakeholders_are_told_after_a_preview(rhea: Client):
    incident = declared()
    at = f"/incidents/{incident.reference}/respond/update"
    values = {"audiences": ["internal"], "text": "We look into it."}
    assert "reads" in text_of(rhea.post(at, {**values, "preview": "1"}))
    assert StakeholderUpdate.objects.count() == 0
    assert rhea.post(at, {**values, "send": "1"}).status_code == 302
    assert StakeholderUpdate.objects.get().audience == "internal"
    assert rhea.post(at, {"text": "", "send": "1"}).status_code == 422


def test_messages_show_their_attempts_and_can_be_tried_again(rhea: Client, cast: Cast):
    incident = declared()
    page_people(actor=actor(cast.ada), incident=incident, people=[cast.otto], now=NOON)
    Notification.objects.filter(channel="email").update(state="given_up", error="451 Come again", attempts=3)
    at = f"/incidents/{incident.reference}/respond/messages/"
    assert "451 Come again" in text_of(rhea.get(at))
    rhea.post(f"{at}{Notification.objects.get(channel='email').pk}/retry")
    assert Notification.objects.get(channel="email").state == "waiting"


def test_the_room_costs_the_same_however_much_was_said(rhea: Client, cast: Cast):
    incident = declared()
    address = f"/incidents/{incident.reference}/respond/"

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert rhea.get(address).status_code == 200
        return len(counted)

    def fill(times: int) -> None:
        source = a_source(name=f"S{times}")
        for number in range(times):
            Note.objects.create(incident=incident, said_by="Rhea", at=NOON, text="x")
            Page.objects.create(incident=incident, person=cast.carl, reason="r", sent_at=NOON, state="ended")
            kept = {"title": "A", "first_at": NOON, "last_at": NOON, "incident": incident}
            Alert.objects.create(source=source, fingerprint=str(number), **kept)
            told = {"audience": "internal", "subject": "s", "text": "t", "state": "active", "severity": "sev1"}
            StakeholderUpdate.objects.create(incident=incident, sent_at=NOON, **told)

    fill(1)
    queries()
    with_one = queries()
    fill(30)
    assert queries() == with_one


# -- the signed link


def a_page(cast: Cast) -> Page:
    page_people(actor=actor(cast.ada), incident=declared(), people=[cast.otto], now=NOON)
    return Page.objects.get()


def test_following_the_link_changes_nothing_and_the_button_acknowledges(cast: Cast):
    page = a_page(cast)
    at = f"/pages/{page_token(page)}"
    shown = Client().get(at)
    page.refresh_from_db()
    assert (shown.status_code, page.state) == (200, PageState.OPEN)
    assert "Acknowledge" in text_of(shown)
    assert "You have it" in text_of(Client().post(at, {"acknowledge": "1"}))
    page.refresh_from_db()
    assert (page.state, page.answered_via) == (PageState.ACKNOWLEDGED, "email")
    assert "You have it" in text_of(Client().post(at, {"acknowledge": "1"}))


def test_declining_by_the_link(cast: Cast):
    page = a_page(cast)
    assert "Somebody else" in text_of(Client().post(f"/pages/{page_token(page)}", {"decline": "1"}))


@pytest.mark.parametrize("token", ["nonsense", "a:b:c", "%00"])
def test_a_link_that_was_changed_says_so(cast: Cast, token: str):
    answer = Client().get(f"/pages/{token}")
    assert answer.status_code == 410
    assert "no longer works" in text_of(answer)


def test_a_link_of_somebody_who_left_no_longer_works(cast: Cast):
    page = a_page(cast)
    Person.objects.filter(pk=cast.otto.pk).update(is_active=False)
    assert Client().post(f"/pages/{page_token(page)}", {"acknowledge": "1"}).status_code == 410


def test_an_old_link_no_longer_works(cast: Cast, time_machine):
    time_machine.move_to(NOON)
    token = page_token(a_page(cast))
    time_machine.move_to(NOON + timedelta(days=8))
    assert Client().get(f"/pages/{token}").status_code == 410
