"""The self-check of paging: administrators are told of each urgent trouble once, and when it is over."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from hotwash.directory.models import Person
from hotwash.kernel.core.actor import SYSTEM, Role
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.steps import step
from hotwash.respond.core.letters import trouble_letter
from hotwash.respond.core.oncall.checks import Trouble
from hotwash.respond.events import PagingFails, PagingWorksAgain
from hotwash.respond.models import PagingTrouble
from hotwash.respond.notify import Reached, absolute, account_of, everywhere, tell
from hotwash.respond.queries.contacts import ways_of
from hotwash.respond.queries.oncall import paging_troubles


def check_paging(*, now: datetime) -> int:
    """Again and again: what has begun to fail and what works again is told; how many troubles there are."""
    found = {one.key: one for one in paging_troubles(now) if one.urgent}
    open_ones = {row.key: row for row in PagingTrouble.objects.filter(over_at=None)}
    if found.keys() != open_ones.keys():
        _tell(found, open_ones, now)
    return len(found)


def _tell(found: Mapping[str, Trouble], open_ones: Mapping[str, PagingTrouble], now: datetime) -> None:
    link = absolute("/alerts/on-call/")
    with step(actor=SYSTEM, permission=Permission.ADMIN) as record:
        reached = _administrators()
        for key in found.keys() - open_ones.keys():
            row = PagingTrouble.objects.create(key=key, words=found[key].words, since=now)
            record(PagingFails(what=row.words))
            text = f"{row.words}\n\n{found[key].todo}"
            tell(trouble_letter("Paging fails", text, link, f"trouble:{row.pk}"), reached, now=now)
        for key in open_ones.keys() - found.keys():
            row = open_ones[key]
            row.over_at = now
            row.save(update_fields=["over_at"])
            record(PagingWorksAgain(what=row.words))
            text = f"This is over: {row.words}"
            tell(trouble_letter("Paging works again", text, link, f"trouble-over:{row.pk}"), reached, now=now)


def _administrators() -> Sequence[Reached]:
    """By every way there is: the usual one may be what fails."""
    people = list(Person.objects.filter(is_active=True, role=Role.ADMIN))
    known = ways_of(people)
    ways = {(person, way.channel, way.address) for person in people for way in [*known[person.pk], account_of(person)]}
    return [*ways, *(one for one in everywhere(people, []) if one not in ways)]
