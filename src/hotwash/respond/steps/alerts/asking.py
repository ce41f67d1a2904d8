"""Fetching what a source needs before a delivery of it can be read. Never in the middle of a decision."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import Http
from hotwash.kernel.http import http_client
from hotwash.kernel.outbox import wake
from hotwash.ports.sources import Ask, asked
from hotwash.respond.core.messages.sending import next_attempt
from hotwash.respond.core.states import DeliveryState
from hotwash.respond.events import DeliveryAsks
from hotwash.respond.models import Delivery, Fetched, Source
from hotwash.respond.queries.plugins import options_of, sources

ATTEMPT = timedelta(minutes=1)


def answer_ask(event: DeliveryAsks, *, now: datetime, http: Http | None = None) -> Delivery | None:
    """Fetch what a delivery waits for and have it decided; tried again for a day, then it is left unread with why."""
    row = Delivery.objects.select_related("source").filter(pk=event.delivery, state=DeliveryState.ASKING).first()
    plugin = sources().get(row.source.plugin) if row is not None else None
    if row is None or plugin is None:
        return None
    try:
        ask = asked(plugin, bytes(row.body), row.headers, options_of(row.source))
        if ask is not None:
            _keep(row.source, ask, _fetch(ask, http or http_client()), now)
    except PluginError as error:
        return _failed(row, error, now)
    return _decide_again(row)


def _fetch(ask: Ask, http: Http) -> str:
    answer = http.request("GET", ask.url)
    if answer.status != 200 or answer.cut:
        msg = f"{ask.why} The answer was {answer.status}."
        raise PluginError(msg, retry=answer.status >= 500 or answer.status == 429)
    return answer.body.replace(b"\x00", b"").decode("utf-8", "replace")


def _keep(source: Source, ask: Ask, text: str, now: datetime) -> None:
    Fetched.objects.update_or_create(source=source, url=ask.url, defaults={"text": text, "fetched_at": now})


def _decide_again(row: Delivery) -> Delivery:
    """All that waited for the same thing go on together, so that their order stays."""
    with transaction.atomic():
        waiting = Delivery.objects.filter(source=row.source_id, state=DeliveryState.ASKING)
        waiting.update(state=DeliveryState.WAITING, processed_at=None, error="")
        tell_of_deliveries()
    return row


def tell_of_deliveries() -> None:
    """Wake the worker that decides, as the fast door does. Part of the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('hotwash_delivery', '')")


def _failed(row: Delivery, error: PluginError, now: datetime) -> Delivery:
    attempts = max(1, (now - row.received_at) // ATTEMPT)
    again = next_attempt(attempts, row.received_at, now, error.after) if error.retry else None
    row.error = str(error)[:1000]
    with transaction.atomic():
        if again is None:
            row.state = DeliveryState.UNREADABLE
        else:
            wake(DeliveryAsks(delivery=row.pk), at=again)
        row.save(update_fields=["state", "error"])
    return row
