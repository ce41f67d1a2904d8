"""Building the example: all of it in one transaction, so that it is there whole or not at all."""

from datetime import datetime, timedelta

from django.db import transaction

from hotwash.example.afterwards import close, follow_up, improve_the_process
from hotwash.example.causes import analyse, talk
from hotwash.example.changes import carry_out, decide
from hotwash.example.collection import collect
from hotwash.example.people import Shop, found_shop
from hotwash.example.response import respond, set_the_watch
from hotwash.example.second import happen
from hotwash.example.sign import announce, hang_out_the_sign
from hotwash.example.team import assemble, come_together
from hotwash.example.teller import Teller
from hotwash.example.writing import share
from hotwash.kernel import clock
from hotwash.kernel.config import config, configured
from hotwash.respond.models import Incident

LONG_AGO = timedelta(days=41)
YESTERDAY = timedelta(hours=26)


def build(*, now: datetime) -> str:
    """Make the example, unless there is an incident; what was made, in words, or nothing."""
    mailbox = (config().data / "example-mail").absolute().as_uri()  # the people of the example read no mail
    with configured(HOTWASH_SMTP_URL=mailbox), transaction.atomic():
        if Incident.objects.exists():
            return ""
        shop, finished = _the_first(Teller(_morning(now - LONG_AGO)))
        middle = happen(Teller((now - YESTERDAY).replace(second=0, microsecond=0)), shop)
        announce(Teller(now))
    return f"The worked example is there: {finished.reference} from end to end, {middle.reference} in the middle."


def _the_first(teller: Teller) -> tuple[Shop, Incident]:
    with clock.pretending(teller.at(-60 * 24 * 30)):
        shop = found_shop()
        watch = set_the_watch(teller, shop)
        hang_out_the_sign(teller, shop)
    incident = respond(teller, shop, watch)
    assemble(teller, shop, incident)
    entries = collect(teller, shop, incident)
    factors = analyse(teller, shop, incident, entries)
    come_together(teller, shop, incident)
    talk(teller, shop, incident)
    actions = decide(teller, shop, incident, factors)
    share(teller, shop, incident)
    carry_out(teller, shop, actions)
    follow_up(teller, shop, incident, actions)
    close(teller, shop, incident)
    improve_the_process(teller, shop, incident)
    return shop, incident


def _morning(day: datetime) -> datetime:
    """Two minutes past nine in the morning, UTC, when the change of the example is applied."""
    return day.replace(hour=9, minute=2, second=0, microsecond=0)
