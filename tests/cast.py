"""The fixed cast: the same people in every test, and what they may do.

``ada`` administers, ``olga`` owns the post-mortem, ``carl`` commands, ``rhea`` responds, ``vera`` only reads, and
``otto`` is a member who takes part in nothing: what is private to others must stay closed to him.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth.hashers import make_password

from hotwash.directory.models import ContactMethod, Person
from hotwash.kernel.core.actor import Actor, Role

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"


def actor(person: Person) -> Actor:
    return person.as_actor()


@dataclass(frozen=True)
class Cast:
    ada: Person
    olga: Person
    carl: Person
    rhea: Person
    vera: Person
    otto: Person


def make_cast() -> Cast:
    """In two queries: nearly every test has them."""
    roles = {"ada": Role.ADMIN, "vera": Role.VIEWER}
    word = make_password(PASSWORD)
    people = Person.objects.bulk_create(
        Person(email=f"{name}@example.org", name=name.title(), password=word, role=roles.get(name, Role.MEMBER))
        for name in ("ada", "olga", "carl", "rhea", "vera", "otto")
    )
    ContactMethod.objects.bulk_create(
        ContactMethod(person=person, channel="email", address=person.email) for person in people
    )
    return Cast(*people)
