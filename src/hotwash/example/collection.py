"""Stage 3 of the example: a zip is dropped, moments are pinned, key times marked, impact written down."""

from hotwash.evidence.models import Entry, EvidenceFile, Moment
from hotwash.evidence.steps import (
    EntryValues,
    ImpactValues,
    Mark,
    Upload,
    add_evidence,
    mark_key_time,
    pin_moment,
    save_impact,
    set_zone,
    store,
    write_entry,
)
from hotwash.example.evidence import archive
from hotwash.example.people import Shop
from hotwash.example.teller import Teller
from hotwash.kernel.core.errors import BrokenContract
from hotwash.respond.models import Incident

NEXT_MORNING = 60 * 23
PINNED = {
    "applied": "Apply complete!",
    "limited": "ModifyDBParameterGroup (rds) by terraform-ci",
    "rolled_out": "PLAY [Roll out checkout",
    "failed_host": "fatal: [web-3]",
    "refused": "FATAL: remaining connection slots",
    "down": "Server checkout/web-3 is DOWN",
    "put_back": "ModifyDBParameterGroup (rds) by operations-oncall",
    "healthy": "connection pool is healthy again",
}


def collect(teller: Teller, shop: Shop, incident: Incident) -> dict[str, Entry]:
    """Everything of stage 3; the pinned entries by their names in ``PINNED``, and those written by hand."""
    olga = shop["olga"].as_actor()
    stored = store(archive(teller.began))
    teller.tell(NEXT_MORNING, add_evidence, actor=olga, incident=incident, upload=Upload("evidence.zip", stored))
    for file in EvidenceFile.objects.filter(incident=incident, zone="", name__contains="ansible"):
        teller.tell(NEXT_MORNING + 5, set_zone, actor=olga, file=file, zone="UTC", version=file.version)
    entries = {}
    for number, (name, text) in enumerate(PINNED.items()):
        moment = _moment(incident, text)
        entries[name] = teller.tell(
            NEXT_MORNING + 10 + number, pin_moment, actor=olga, incident=incident, moment=moment
        )
    said = EntryValues(
        at=teller.at(12),
        text="Customers write to support that paying fails; support does not know yet whom to tell.",
        precision="minute",
        lane="Customer care",
        why_known="Support saw eleven messages within five minutes. The alert had not fired.",
    )
    entries["support"] = teller.tell(
        NEXT_MORNING + 30, write_entry, actor=shop["sam"].as_actor(), incident=incident, values=said
    )
    _mark(teller, shop, incident, entries)
    _assess(teller, shop, incident)
    return entries


def _moment(incident: Incident, text: str) -> Moment:
    found = Moment.objects.filter(file__incident=incident, text__contains=text, at__isnull=False).order_by("at").first()
    if found is None:
        msg = f"The example's evidence proposes no moment that says {text!r}."
        raise BrokenContract(msg)
    return found


def _mark(teller: Teller, shop: Shop, incident: Incident, entries: dict[str, Entry]) -> None:
    olga = shop["olga"].as_actor()
    marks = [
        ("started", entries["refused"].at, entries["refused"]),
        ("mitigated", entries["healthy"].at, entries["healthy"]),
    ]
    for number, (name, at, entry) in enumerate(marks):
        mark = Mark(name=name, at=at, entry=entry)
        teller.let(NEXT_MORNING + 35 + number, mark_key_time, actor=olga, incident=incident, mark=mark)


def _assess(teller: Teller, shop: Shop, incident: Incident) -> None:
    for number, values in enumerate(_impacts(teller, shop)):
        at = NEXT_MORNING + 40 + number
        teller.let(at, save_impact, actor=shop["olga"].as_actor(), incident=incident, values=values)


def _impacts(teller: Teller, shop: Shop) -> tuple[ImpactValues, ...]:
    start, end, services = teller.at(4.1), teller.at(41.5), (shop.services["checkout"],)
    return (
        ImpactValues(
            "customers",
            start,
            end,
            amount=2140,
            unit="failed payments",
            confidence="measured",
            note="Counted from the load balancer's log. About nine in ten came back and paid within the hour.",
            services=services,
        ),
        ImpactValues(
            "availability",
            start,
            end,
            amount=31,
            unit="per cent of requests",
            confidence="measured",
            note="Share of checkout requests answered 502.",
            services=services,
        ),
        ImpactValues(
            "internal",
            start,
            end,
            amount=14,
            unit="hours of work",
            confidence="estimated",
            note="Customer care answered 63 messages; four people responded.",
        ),
    )
