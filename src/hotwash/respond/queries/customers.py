"""The public forms, what came by them, and what its senders are told."""

import re
from datetime import datetime

from hotwash.kernel.core.errors import NotFound
from hotwash.ports.sources import Door, door_of
from hotwash.process.queries import current_document
from hotwash.respond.core.customers import WINDOW, Fate, Told, told
from hotwash.respond.core.states import AlertState
from hotwash.respond.models import Alert, AlertFile, CustomerMessage, Incident, Source, StakeholderUpdate
from hotwash.respond.queries.plugins import sources

CUSTOMERS = "customers"


def forms() -> list[Source]:
    """The sources that are public pages and switched on."""
    keys = [key for key, plugin in sources().items() if door_of(plugin) is Door.PAGE]
    return list(Source.objects.filter(plugin__in=keys, enabled=True))


def form_of(address: str) -> Source:
    """The form at an address: by its name, else by its secret. Raises ``NotFound``."""
    for source in forms():
        if address in {source.secret, source.options.get("slug")} and address:
            return source
    msg = "There is no form at this address. Look whether the whole address was copied."
    raise NotFound(msg)


def services_of(form: Source) -> list[str]:
    return [name.strip() for name in str(form.options.get("services", "")).split(",") if name.strip()]


def counts_since(form: Source, client: str, now: datetime) -> tuple[int, int]:
    """How many messages came of late: from one sender, and from all."""
    of_late = CustomerMessage.objects.filter(source=form, received_at__gt=now - WINDOW)
    return of_late.filter(client=client).count(), of_late.count()


def message_of(token: str) -> CustomerMessage:
    """The message of a secret link. Raises ``NotFound``."""
    found = CustomerMessage.objects.select_related("source").filter(token=token).first() if _is_token(token) else None
    if found is None:
        msg = "There is no message at this address. Look whether the whole link was copied."
        raise NotFound(msg)
    return found


def told_of(message: CustomerMessage) -> Told:
    """What its sender is told: nothing of the incident but its state, and what all customers are told."""
    alert = (
        Alert.objects.filter(source=message.source_id, fingerprint=message.fingerprint)
        .select_related("incident")
        .order_by("-pk")
        .first()
    )
    if alert is None:
        return told(Fate(is_over=message.ended_at is not None), current_document().templates)
    update = _last_update(alert.incident)
    is_over = message.ended_at is not None or alert.state == AlertState.RESOLVED
    fate = Fate(triage=alert.triage, is_over=is_over, incident=alert.incident.state if alert.incident else "")
    text, at = (update.text, update.sent_at) if update is not None else ("", None)
    return told(fate, current_document().templates, text, at)


def files_of(alert: Alert) -> list[AlertFile]:
    return list(AlertFile.objects.filter(source=alert.source_id, fingerprint=alert.fingerprint))


def _last_update(incident: Incident | None) -> StakeholderUpdate | None:
    if incident is None or incident.private:
        return None
    return StakeholderUpdate.objects.filter(incident=incident, audience=CUSTOMERS).order_by("-pk").first()


def _is_token(token: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9_-]{20,64}", token) is not None
