"""Building the example: all of it in one transaction, so that it is there whole or not at all."""

from datetime import datetime, timedelta

from django.db import transaction

from hotwash.example.collection import collect
from hotwash.example.people import found_shop
from hotwash.example.response import respond, set_the_watch
from hotwash.example.teller import Teller
from hotwash.kernel import clock
from hotwash.respond.models import Incident

LONG_AGO = timedelta(days=41)


def build(*, now: datetime) -> str:
    """Make the example, unless there is an incident; what was made, in words, or nothing."""
    with transaction.atomic():
        if Incident.objects.exists():
            return ""
        first = Teller(_morning(now - LONG_AGO))
        with clock.pretending(first.at(-60 * 24 * 30)):
            shop = found_shop()
            watch = set_the_watch(first, shop)
        finished = respond(first, shop, watch)
        collect(first, shop, finished)
    return f"The worked example is there: {finished.reference}."


def _morning(day: datetime) -> datetime:
    """Two minutes past nine in the morning, UTC, when the change of the example is applied."""
    return day.replace(hour=9, minute=2, second=0, microsecond=0)
