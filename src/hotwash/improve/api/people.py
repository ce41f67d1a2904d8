"""Ids of people in a body, as rows."""

from hotwash.directory.models import Person
from hotwash.kernel.core.errors import NotFound


def people_of(ids: list[int]) -> list[Person]:
    found = list(Person.objects.filter(pk__in=ids))
    missing = set(ids) - {person.pk for person in found}
    if missing:
        msg = f"There is no person {min(missing)}."
        raise NotFound(msg)
    return found
