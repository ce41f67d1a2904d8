"""What the tests of status pages begin with."""

from datetime import datetime

from hotwash.directory.models import Service
from hotwash.kernel.core.actor import SYSTEM
from hotwash.respond.core.status.settings import ComponentValues, PageValues
from hotwash.respond.models import StatusComponent, StatusPage
from hotwash.respond.steps import save_component, save_status_page
from tests.cast import NOON


def a_page(slug: str = "acme", now: datetime = NOON, **values: object) -> StatusPage:
    given = {"slug": slug, "title": slug.title(), "public": True, "audience": "customers", **values}
    page = save_status_page(actor=SYSTEM, values=PageValues(**given), now=now)
    assert isinstance(page, StatusPage), page
    return page


def a_part(page: StatusPage, service: Service | None = None, name: str = "", now: datetime = NOON) -> StatusComponent:
    values = ComponentValues(name=name, service_id=service.pk if service else None)
    part = save_component(actor=SYSTEM, page=page, values=values, now=now)
    assert isinstance(part, StatusComponent), part
    return part
