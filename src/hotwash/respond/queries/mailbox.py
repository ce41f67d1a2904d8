"""Which source, which page an address of this server's own mail domain means, and the other way round."""

import hashlib
from datetime import datetime

from django.conf import settings

from hotwash.kernel.config import config
from hotwash.respond.core.mailbox import AddressKind, address_of, opened, sealed
from hotwash.respond.models import Page, Source
from hotwash.respond.queries.paging import LINK_LIVES


def page_address(page: Page) -> str:
    """Where an answer to a page's mail goes; empty where the server has no mail domain."""
    token = sealed([page.pk, page.person_id], _key())
    return address_of(AddressKind.PAGE, token, config().mail_domain)


def page_of_address(token: str, now: datetime) -> Page | None:
    """The page that a ``page+<token>@`` address answers; None as for the signed link: too old, changed, person gone."""
    numbers = opened(token, _key())
    if numbers is None:
        return None
    page, person = numbers
    found = Page.objects.select_related("incident__process_version", "person")
    return found.filter(pk=page, person_id=person, person__is_active=True, sent_at__gt=now - LINK_LIVES).first()


def source_address(source: Source) -> str:
    """Where mail for a source goes; empty where the server has no mail domain."""
    return address_of(AddressKind.ALERTS, source.secret, config().mail_domain)


def source_of_address(secret: str) -> Source | None:
    """The enabled source of an ``alerts+<secret>@`` address. The case of its letters may have been lost on the way."""
    return Source.objects.filter(secret__iexact=secret, enabled=True).first()


def _key() -> bytes:
    return hashlib.sha256(b"respond.page.mail\x1f" + settings.SECRET_KEY.encode()).digest()
