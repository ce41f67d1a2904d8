import pytest
from django.test import Client

from hotwash.directory.models import ApiToken, Person, Service, SignInAttempt, Team
from tests.cast import PASSWORD, Cast
from tests.queries import count_queries

WELCOME = {"name": "Ada", "email": "ada@example.org", "password": PASSWORD, "timezone": "Europe/Berlin"}


@pytest.fixture
def signed_in(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ada)
    return client


@pytest.mark.django_db
def test_the_first_page_makes_the_first_account_and_signs_it_in(client: Client):
    assert client.get("/").headers["Location"] == "/welcome"
    assert "Make the first account" in client.get("/welcome").content.decode()
    answer = client.post("/welcome", WELCOME)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert Person.objects.get().role == "admin"
    assert "What needs you now" in client.get("/").content.decode()
    assert client.get("/welcome").headers["Location"] == "/sign-in"


@pytest.mark.django_db
def test_a_first_account_that_does_not_fit_keeps_what_was_typed(client: Client):
    answer = client.post("/welcome", {**WELCOME, "password": "short"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ada@example.org" in page
    assert "too short" in page
    assert not Person.objects.exists()


def test_sign_in_leads_on_to_where_one_wanted_to_go(client: Client, cast: Cast):
    asked = client.get("/directory/")
    assert asked.headers["Location"] == "/sign-in?next=/directory/"
    answer = client.post("/sign-in", {"email": "olga@example.org", "password": PASSWORD, "next": "/directory/"})
    assert answer.headers["Location"] == "/directory/"


def test_sign_in_does_not_lead_to_other_sites(client: Client, cast: Cast):
    answer = client.post(
        "/sign-in", {"email": "olga@example.org", "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert answer.headers["Location"] == "/"


def test_guessing_passwords_has_to_wait(client: Client, cast: Cast):
    wrong = {"email": "olga@example.org", "password": "wrong"}
    for _ in range(4):
        assert "do not belong together" in client.post("/sign-in", wrong).content.decode()
    assert "Too many attempts" in client.post("/sign-in", wrong).content.decode()
    right = client.post("/sign-in", {"email": "olga@example.org", "password": PASSWORD})
    assert "Too many attempts" in right.content.decode()
    assert SignInAttempt.objects.count() == 5


def test_a_closed_account_does_not_open(client: Client, cast: Cast):
    Person.objects.filter(pk=cast.olga.pk).update(is_active=False)
    answer = client.post("/sign-in", {"email": "olga@example.org", "password": PASSWORD})
    assert answer.status_code == 422


def test_a_form_without_its_token_is_refused(cast: Cast):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/sign-in", {"email": "olga@example.org", "password": PASSWORD})
    assert answer.status_code == 403
    assert "Nothing has changed" in answer.content.decode()


def test_pages_allow_no_script_but_ours(client: Client, cast: Cast):
    policy = client.get("/sign-in").headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";"
    assert "unsafe" not in policy


def test_a_token_is_shown_once(signed_in: Client, cast: Cast):
    page = signed_in.post("/account/", {"form": "token", "name": "CI", "days": "30"}).content.decode()
    token = ApiToken.objects.get()
    assert f"{token.prefix}" in page
    secret = page.split("data-copy>")[1].split("<")[0]
    assert signed_in.get("/account/").content.decode().count(secret) == 0
    answer = Client().get("/api/v1/me", headers={"authorization": f"Bearer {secret}"})
    assert answer.json() == {"name": "Ada", "role": "admin", "person_id": cast.ada.pk}
    signed_in.post(f"/account/tokens/{token.pk}/revoke")
    assert Client().get("/api/v1/me", headers={"authorization": f"Bearer {secret}"}).status_code == 401


def test_the_password_can_be_changed(signed_in: Client, cast: Cast):
    new = "an even better horse"
    data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert signed_in.post("/account/password", data).headers["Location"] == "/account/"
    cast.ada.refresh_from_db()
    assert cast.ada.check_password(new)
    assert signed_in.get("/account/").status_code == 200


def test_people_teams_and_services_are_added_on_pages(signed_in: Client, cast: Cast):
    signed_in.post("/directory/people/new", {"name": "Nils", "email": "nils@example.org", "role": "viewer"})
    signed_in.post(
        "/directory/teams/new", {"name": "Payments", "kind": "development", "members": [cast.olga.pk], "version": 0}
    )
    team = Team.objects.get()
    signed_in.post("/directory/services/new", {"name": "Checkout", "owner": team.pk, "target": "0.999", "version": 0})
    page = signed_in.get("/directory/").content.decode()
    assert all(word in page for word in ("Nils", "Payments", "Checkout", "99.9 %"))
    assert Service.objects.get().owner == team


def test_a_member_may_not_add_people(client: Client, cast: Cast):
    client.force_login(cast.olga)
    answer = client.get("/directory/people/new")
    assert answer.status_code == 403
    assert "Ask an administrator" in answer.content.decode()


def test_names_are_shown_as_text(signed_in: Client, cast: Cast):
    signed_in.post(
        "/directory/people/new", {"name": "<script>alert(1)</script>", "email": "x@example.org", "role": "viewer"}
    )
    page = signed_in.get("/directory/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_directory_asks_the_database_as_often_for_thirty_as_for_one(signed_in: Client):
    Service.objects.create(name="S", slug="s")
    few = count_queries(lambda: signed_in.get("/directory/"))
    for number in range(30):
        team = Team.objects.create(name=f"T{number}", slug=f"t{number}")
        Service.objects.create(name=f"S{number}", slug=f"s{number}", owner=team)
    assert count_queries(lambda: signed_in.get("/directory/")) == few
