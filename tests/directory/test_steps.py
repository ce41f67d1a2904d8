import pytest
from django.db import connection

from hotwash.directory.models import ContactMethod, Person, Service, Team
from hotwash.directory.queries import anybody_there, person_of_token
from hotwash.directory.steps import (
    PersonValues,
    ServiceValues,
    TeamValues,
    add_person,
    change_person,
    make_first_account,
    make_token,
    revoke_token,
    save_service,
    save_team,
)
from hotwash.kernel.core.actor import Role
from hotwash.kernel.core.errors import NotPermitted
from hotwash.kernel.core.refusal import Refusal
from tests.cast import NOON, PASSWORD, Cast, actor


def test_the_first_account_is_an_administrators(db: None):
    made = make_first_account(values=PersonValues("ada@example.org", "Ada", PASSWORD, timezone="Europe/Berlin"))
    assert isinstance(made, Person)
    assert (made.role, made.timezone, made.check_password(PASSWORD)) == (Role.ADMIN, "Europe/Berlin", True)
    assert ContactMethod.objects.get(person=made).address == "ada@example.org"
    second = make_first_account(values=PersonValues("eve@example.org", "Eve", PASSWORD))
    assert isinstance(second, Refusal)
    assert second.reasons[0].code == "not_first"


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        (PersonValues("new@example.org", " "), {"name"}),
        (PersonValues("nowhere", "New"), {"email"}),
        (PersonValues("OLGA@example.org", "New"), {"email"}),
        (PersonValues("new@example.org", "New", "short"), {"password"}),
        (PersonValues("new@example.org", "New", timezone="Mars/Olympus"), {"timezone"}),
    ],
)
def test_a_person_that_does_not_fit_is_refused_by_field(cast: Cast, values: PersonValues, fields: set[str]):
    refusal = add_person(actor=actor(cast.ada), values=values)
    assert isinstance(refusal, Refusal)
    assert {reason.field for reason in refusal.reasons} == fields


def test_only_administrators_add_people(cast: Cast):
    with pytest.raises(NotPermitted):
        add_person(actor=actor(cast.olga), values=PersonValues("new@example.org", "New"))


def test_the_last_administrator_stays(cast: Cast):
    refusal = change_person(actor=actor(cast.ada), person=cast.ada, role=Role.MEMBER, is_active=True)
    assert isinstance(refusal, Refusal)
    change_person(actor=actor(cast.ada), person=cast.olga, role=Role.ADMIN, is_active=True)
    changed = change_person(actor=actor(cast.ada), person=cast.ada, role=Role.MEMBER, is_active=True)
    assert isinstance(changed, Person)
    assert changed.role == Role.MEMBER


def test_a_token_opens_until_it_is_revoked_or_expires(cast: Cast):
    made = make_token(actor=actor(cast.olga), name="CI", days=30, now=NOON)
    assert not isinstance(made, Refusal)
    token, secret = made
    assert secret not in (token.digest, token.prefix)
    assert person_of_token(secret, now=NOON) == cast.olga
    assert person_of_token(secret, now=NOON.replace(month=6)) is None
    assert revoke_token(actor=actor(cast.rhea), token_id=token.pk, now=NOON) is False
    assert revoke_token(actor=actor(cast.olga), token_id=token.pk, now=NOON) is True
    assert person_of_token(secret, now=NOON) is None


def test_two_people_who_save_the_same_team(cast: Cast):
    team = save_team(actor=actor(cast.ada), values=TeamValues("Payments", "development", [cast.olga]))
    assert isinstance(team, Team)
    first = save_team(actor=actor(cast.ada), values=TeamValues("Pay", "development"), team=team, version=1)
    assert isinstance(first, Team)
    second = save_team(actor=actor(cast.ada), values=TeamValues("Paying", "support"), team=team, version=1)
    assert isinstance(second, Refusal)
    assert second.is_conflict
    assert Team.objects.get().name == "Pay"


def test_services_do_not_depend_in_circles(cast: Cast):
    ada = actor(cast.ada)
    database = save_service(actor=ada, values=ServiceValues("Database", target=0.999))
    assert isinstance(database, Service)
    shop = save_service(actor=ada, values=ServiceValues("Shop", depends_on=[database]))
    assert isinstance(shop, Service)
    circle = save_service(
        actor=ada, values=ServiceValues("Database", depends_on=[shop]), service=database, version=database.version
    )
    assert isinstance(circle, Refusal)
    assert circle.reasons[0].field == "depends_on"


@pytest.mark.parametrize("target", [0, -1, 1.5])
def test_a_target_is_a_share(cast: Cast, target: float):
    refusal = save_service(actor=actor(cast.ada), values=ServiceValues("Shop", target=target))
    assert isinstance(refusal, Refusal)
    assert refusal.reasons[0].field == "target"


def test_the_database_itself_keeps_one_account_for_one_address(cast: Cast):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'person_email_once'")
        assert "lower" in cursor.fetchone()[0]


def test_people_without_a_password_do_not_stand_in_the_way_of_the_first_account(db):
    Person.objects.create_user("carl@example.org", "Carl", None, Role.MEMBER)
    assert not anybody_there()
    Person.objects.create_user("ada@example.org", "Ada", "correct horse battery", Role.ADMIN)
    assert anybody_there()
