"""The public status page of the shop of the example: what its customers see."""

from hotwash.example.people import Shop
from hotwash.example.teller import Teller, sure
from hotwash.kernel.core.actor import SYSTEM
from hotwash.respond.core.status.settings import ComponentValues, PageValues, WorkValues
from hotwash.respond.models import StatusComponent, StatusPage
from hotwash.respond.steps import save_component, save_maintenance, save_status_page

_PARTS = (
    ("checkout", "Checkout", "Shop", "Paying for what is in your basket."),
    ("status", "Order status", "Shop", "Where is my parcel?"),
)
DAY = 24 * 60


def hang_out_the_sign(teller: Teller, shop: Shop) -> None:
    """A page for customers, two of its components follow services and one a hand; and one for the crew."""
    values = PageValues(slug="shop", title="Shop status", public=True, timezone="Europe/Berlin", audience="customers")
    page = sure(save_status_page(actor=SYSTEM, values=values, now=teller.at(-DAY * 30)))
    for order, (key, name, group, words) in enumerate(_PARTS):
        part = ComponentValues(name=name, group=group, description=words, order=order, service_id=shop.services[key].pk)
        sure(save_component(actor=SYSTEM, page=page, values=part, now=teller.at(-DAY * 30)))
    inside = PageValues(slug="crew", title="Shop, from the inside", audience="internal", timezone="Europe/Berlin")
    crew = sure(save_status_page(actor=SYSTEM, values=inside, now=teller.at(-DAY * 30)))
    for order, service in enumerate(shop.services.values()):
        part = ComponentValues(order=order, service_id=service.pk)
        sure(save_component(actor=SYSTEM, page=crew, values=part, now=teller.at(-DAY * 30)))
    by_hand = ComponentValues(name="Telephone", group="Customer care", order=2)
    sure(save_component(actor=SYSTEM, page=page, values=by_hand, now=teller.at(-DAY * 20)))


def announce(teller: Teller) -> None:
    """Maintenance that is planned for next week; ``teller`` begins now."""
    page = StatusPage.objects.get(slug="shop")
    part = StatusComponent.objects.get(page=page, name="Order status")
    began = teller.began.replace(hour=21, minute=0, second=0, microsecond=0)
    values = WorkValues(
        title="The orders database moves to new machines",
        text="Orders can be placed as usual. Their status may be a few minutes old.",
        begins_at=Teller(began).at(DAY * 6),
        ends_at=Teller(began).at(DAY * 6 + 90),
        component_ids=(part.pk,),
    )
    teller.tell(0, save_maintenance, actor=SYSTEM, page=page, values=values)
