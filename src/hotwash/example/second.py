"""The second incident of the example: reported by a customer, resolved yesterday, and in the middle of its analysis."""

from hotwash.analysis.core.drafts import FactorDraft
from hotwash.analysis.steps import add_factor, add_why, cite_entry
from hotwash.evidence.models import Entry
from hotwash.evidence.steps import EntryValues, ImpactValues, save_impact, write_entry
from hotwash.example.people import Shop
from hotwash.example.teller import Teller
from hotwash.respond.core.lifecycle import Change
from hotwash.respond.core.states import FoundBy
from hotwash.respond.models import Incident
from hotwash.respond.steps import Declaration, acknowledge, change_state, declare_incident, send_update, take_role

DECLARED = 18


def happen(teller: Teller, shop: Shop) -> Incident:
    """Order status is slow for an hour; the factors begin to show, and one of them has been seen before."""
    sam, rhea, theo = shop["sam"].as_actor(), shop["rhea"].as_actor(), shop["theo"].as_actor()
    declaration = Declaration(
        title="Order status takes half a minute to answer",
        severity="sev2",
        summary="Customers ask where their parcel is and wait half a minute for the page.",
        found_by=FoundBy.CUSTOMER,
        started_at=teller.at(0),
        service_ids=(shop.services["status"].pk,),
    )
    incident = teller.tell(DECLARED, declare_incident, actor=sam, declaration=declaration)
    teller.tell(DECLARED + 3, acknowledge, actor=rhea, incident=incident, via="page")
    teller.tell(DECLARED + 4, take_role, actor=rhea, incident=incident, person=shop["theo"], role="commander")
    told = {"actor": sam, "incident": incident, "audiences": ["support", "customers"]}
    teller.tell(DECLARED + 9, send_update, text="The page is slow, not wrong. Orders are not affected.", **told)
    teller.tell(61, change_state, actor=theo, incident=incident, change=Change.MITIGATE)
    teller.tell(88, change_state, actor=theo, incident=incident, change=Change.RESOLVE)
    _look_back(teller, shop, incident)
    return Incident.objects.get(pk=incident.pk)


def _look_back(teller: Teller, shop: Shop, incident: Incident) -> None:
    entries = [
        teller.tell(
            200 + number,
            write_entry,
            actor=shop["theo"].as_actor(),
            incident=incident,
            values=EntryValues(at=teller.at(minutes), text=text, precision="minute", lane="Order status"),
        )
        for number, (minutes, text) in enumerate(_ENTRIES)
    ]
    impact = ImpactValues(
        "customers", teller.at(0), teller.at(61), amount=900, unit="slow pages", confidence="estimated"
    )
    teller.let(210, save_impact, actor=shop["theo"].as_actor(), incident=incident, values=impact)
    _ask_why(teller, shop, incident, entries)


_ENTRIES = (
    (0, "A search index of the orders database is rebuilt after the nightly import"),
    (6, "Order status answers slower from minute to minute; connections wait for a worker"),
    (55, "The number of workers is set from 4 to 12, as it had been in spring"),
)


def _ask_why(teller: Teller, shop: Shop, incident: Incident, entries: list[Entry]) -> None:
    theo = shop["theo"].as_actor()
    outcome = FactorDraft("Order status took half a minute to answer for an hour", kind="outcome")
    top = teller.tell(215, add_factor, actor=theo, incident=incident, draft=outcome)
    few = FactorDraft(
        "Four workers were too few while the search index was rebuilt", category="technical", subcategory="capacity"
    )
    first = teller.tell(218, add_why, actor=theo, effect=top, draft=few)
    teller.tell(219, cite_entry, actor=theo, factor=first, entry=entries[1])
    again = FactorDraft(
        "The number of workers was set by hand during an earlier peak and never brought into the module",
        category="process",
        subcategory="documentation",
    )
    second = teller.tell(222, add_why, actor=theo, effect=first, draft=again)
    teller.tell(223, cite_entry, actor=theo, factor=second, entry=entries[2])
