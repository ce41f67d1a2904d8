"""How people can be reached."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from hotwash.directory.models import ContactMethod, ContactRules, Person
from hotwash.process.queries import current_document
from hotwash.respond.core.messages.quiet import Quiet
from hotwash.respond.core.messages.rungs import Way, ladder
from hotwash.respond.queries.plugins import channel_title, shown_address


def ways_of(people: Iterable[Person]) -> dict[int, list[Way]]:
    """The confirmed contact methods of each person, in the person's own order."""
    found: dict[int, list[Way]] = {person.pk: [] for person in people}
    methods = ContactMethod.objects.filter(person__in=list(found), confirmed=True).order_by("order", "pk")
    for method in methods:
        found[method.person_id].append(Way(method.channel, method.address, method.minutes))
    return found


def quiet_of(people: Collection[int]) -> dict[int, Quiet]:
    """The quiet hours of those who have any."""
    if not people:
        return {}
    rules = ContactRules.objects.filter(person__in=people, quiet_from__isnull=False, quiet_until__isnull=False)
    return {
        row.person_id: Quiet(row.quiet_from, row.quiet_until, row.person.timezone, row.as_digest)
        for row in rules.select_related("person")
        if row.quiet_from is not None and row.quiet_until is not None
    }


def contact_methods_of(person_id: int) -> QuerySet[ContactMethod]:
    return ContactMethod.objects.filter(person_id=person_id).order_by("order", "pk")


def contact_rules_of(person_id: int) -> ContactRules:
    """A person's rules; those without quiet hours where there are none yet."""
    return ContactRules.objects.filter(person_id=person_id).first() or ContactRules(person_id=person_id)


def hard_to_reach() -> QuerySet[Person]:
    """Active people with no confirmed contact method, or with mail alone: mail wakes nobody."""
    loud = Q(contact_methods__confirmed=True) & ~Q(contact_methods__channel="email")
    with_loud = Person.objects.filter(loud).values("pk")
    return Person.objects.filter(is_active=True).exclude(pk__in=with_loud).order_by("name", "pk")


def person_at(channel: str, address: str) -> Person | None:
    """Whose confirmed contact method this is; None when it is nobody's, or that of more than one."""
    found = Person.objects.filter(
        contact_methods__channel=channel, contact_methods__address=address, contact_methods__confirmed=True
    )
    people = list(found.filter(is_active=True).distinct()[:2])
    return people[0] if len(people) == 1 else None


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact method as its person sees it. ``wait``: minutes after a page, None while it is not confirmed."""

    method: ContactMethod
    title: str
    shown: str
    wait: int | None


def contact_rows_of(person_id: int) -> list[ContactRow]:
    """One's own contact methods, and when a page uses each by the process as it is now."""
    methods = list(contact_methods_of(person_id))
    ways = [Way(one.channel, one.address, one.minutes) for one in methods if one.confirmed]
    rungs = ladder(ways, current_document().escalation.channels, Way("", "")) if ways else []
    waits = {(rung.way.channel, rung.way.address): int(rung.wait.total_seconds() // 60) for rung in rungs}
    return [
        ContactRow(
            one,
            channel_title(one.channel),
            shown_address(one.channel, one.address),
            waits.get((one.channel, one.address)) if one.confirmed else None,
        )
        for one in methods
    ]
