import pytest
from django.test import Client

from hotwash.respond.models import Incident
from hotwash.respond.steps import Declaration, declare_incident
from hotwash.team.models import Seat
from hotwash.team.queries import seat_token
from hotwash.team.steps import propose_team, seat_person
from tests.cast import NOON, Cast, actor
from tests.queries import count_queries


@pytest.fixture
def incident(cast: Cast) -> Incident:
    made = declare_incident(
        actor=actor(cast.rhea), declaration=Declaration(title="Checkout is down", severity="sev1"), now=NOON
    )
    assert isinstance(made, Incident)
    return made


@pytest.fixture
def page(incident: Incident) -> str:
    return f"/incidents/{incident.reference}/team/"


def test_the_page_teaches_while_nobody_is_here(client: Client, cast: Cast, page: str):
    client.force_login(cast.olga)
    shown = client.get(page).content.decode()
    assert "Nobody yet" in shown
    assert "Expert for support" in shown


def test_seating_and_excusing_on_the_page(client: Client, cast: Cast, page: str):
    client.force_login(cast.olga)
    client.post(f"{page}sme_development/seat", {"person": cast.otto.pk, "reason": "Wrote it"})
    client.post(f"{page}sme_support/excuse", {"reason": "<b>No</b> customer noticed"})
    shown = client.get(page).content.decode()
    assert "Wrote it" in shown
    assert "&lt;b&gt;No&lt;/b&gt; customer noticed" in shown


def test_a_refused_facilitator_is_told_on_the_page(client: Client, cast: Cast, page: str):
    client.force_login(cast.olga)
    answer = client.post(f"{page}facilitator/seat", {"person": cast.rhea.pk})
    assert answer.status_code == 422
    assert "somebody who did not" in answer.content.decode()


def test_the_link_of_the_mail_answers_by_a_button_only(client: Client, cast: Cast, incident: Incident):
    row = seat_person(actor=actor(cast.olga), incident=incident, seat="sme_development", person=cast.otto)
    assert isinstance(row, Seat)
    address = f"/seats/{seat_token(row)}"
    assert "You are invited" in client.get(address).content.decode()
    row.refresh_from_db()
    assert row.state == "proposed"
    assert "You are coming" in client.post(address, {"text": "Gladly"}).content.decode()
    row.refresh_from_db()
    assert (row.state, row.answer) == ("accepted", "Gladly")
    assert client.get("/seats/nonsense").status_code == 410


def test_viewers_see_the_team_without_its_buttons(client: Client, cast: Cast, page: str):
    client.force_login(cast.vera)
    shown = client.get(page).content.decode()
    assert "Send the invitations" not in shown
    assert client.post(f"{page}propose").status_code == 403


def test_the_page_of_a_private_incident_is_not_there_for_others(
    client: Client, cast: Cast, incident: Incident, page: str
):
    Incident.objects.filter(pk=incident.pk).update(private=True)
    client.force_login(cast.otto)
    assert client.get(page).status_code == 404


def test_a_large_team_asks_the_database_as_often_as_a_small_one(
    client: Client, cast: Cast, incident: Incident, page: str
):
    client.force_login(cast.olga)
    propose_team(actor=actor(cast.olga), incident=incident, now=NOON)
    client.get(page)
    few = count_queries(lambda: client.get(page))
    for person in (cast.ada, cast.carl, cast.vera, cast.otto):
        seat_person(actor=actor(cast.olga), incident=incident, seat="participant", person=person)
    assert count_queries(lambda: client.get(page)) == few
