"""Stage 4 of the example: the factors, what each rests on, what helped and where luck helped; the debrief."""

from collections.abc import Mapping

from hotwash.analysis.core.drafts import FactorDraft
from hotwash.analysis.models import Debrief, Factor
from hotwash.analysis.steps import (
    Plan,
    add_factor,
    add_why,
    cite_entry,
    hold_debrief,
    link_because,
    plan_debrief,
    save_notes,
)
from hotwash.evidence.models import Entry
from hotwash.example.people import Shop
from hotwash.example.team import DEBRIEF
from hotwash.example.teller import Teller
from hotwash.respond.models import Incident

SECOND_DAY = 60 * 26

OUTCOME = "A third of checkout requests were answered 502 for 37 minutes"
# name, what it explains, statement, category, sub-category, why it made sense, the entries it cites
FACTORS: tuple[tuple[str, str, str, str, str, str, tuple[str, ...]], ...] = (
    (
        "exhausted",
        "outcome",
        "The orders database refused new connections: three hosts asked for 40 each, the limit was 100",
        "technical",
        "capacity",
        "Each value was within its own limit; nothing compares the two.",
        ("refused", "down"),
    ),
    (
        "reset",
        "exhausted",
        "Upgrading the database module set max_connections from 400 back to the module's default of 100",
        "technical",
        "configuration",
        "The plan showed an update of the parameter group, as every upgrade does.",
        ("applied", "limited"),
    ),
    (
        "pool",
        "exhausted",
        "The rollout of checkout 4.18 raised the connection pool from 20 to 40 on each host",
        "technical",
        "configuration",
        "The release note asked for it, and staging runs on one host only.",
        ("rolled_out", "failed_host"),
    ),
    (
        "override",
        "reset",
        "The limit of 400 was set by hand during an earlier peak and never brought into the module",
        "process",
        "documentation",
        "It was to be for one evening; the change itself worked.",
        ("limited",),
    ),
    (
        "review",
        "reset",
        "The review of a plan lists which resources change, but not which values fall back to defaults",
        "process",
        "change_release",
        "Plans of upgrades are long; reviewers look for things that are destroyed.",
        ("applied",),
    ),
    (
        "together",
        "exhausted",
        "Two changes that share the database went out within five minutes, from pipelines unaware of each other",
        "process",
        "planning",
        "Both were within their own change window.",
        ("applied", "rolled_out"),
    ),
    (
        "late",
        "outcome",
        "The alert fires after four minutes above 5 %; support knew two minutes earlier and had no way to say so",
        "monitoring",
        "threshold",
        "Shorter alerts had been noisy in the spring.",
        ("support", "refused"),
    ),
    (
        "blind",
        "late",
        "Nothing watches how many connections are left in the database",
        "monitoring",
        "missing_alert",
        "Connections had never run out before.",
        ("refused",),
    ),
)
OTHERS = (
    ("trigger", "The apply of 09:02 UTC rebooted the database with the new limit", ("limited",)),
    ("helped", "Terraform writes its plan and its run as JSON, so the change was found within minutes", ("applied",)),
    ("luck", "It happened on a weekday morning, with everybody at work", ("support",)),
)


def analyse(teller: Teller, shop: Shop, incident: Incident, entries: Mapping[str, Entry]) -> dict[str, Factor]:
    """The graph of factors by name; each cites what it rests on."""
    olga = shop["olga"].as_actor()
    outcome = FactorDraft(OUTCOME, kind="outcome")
    found = {"outcome": teller.tell(SECOND_DAY, add_factor, actor=olga, incident=incident, draft=outcome)}
    for number, (name, explains, statement, category, subcategory, made_sense, cites) in enumerate(FACTORS, 1):
        draft = FactorDraft(
            statement, category=category, subcategory=subcategory, made_sense=made_sense, state="confirmed"
        )
        at = SECOND_DAY + 3 * number
        found[name] = teller.tell(at, add_why, actor=olga, effect=found[explains], draft=draft)
        _cite(teller, shop, found[name], [entries[cite] for cite in cites], at + 1)
    for number, (kind, statement, cites) in enumerate(OTHERS):
        at = SECOND_DAY + 40 + 2 * number
        categories = {"category": "technical", "subcategory": "configuration"} if kind == "trigger" else {}
        draft = FactorDraft(statement, kind=kind, **categories)
        found[kind] = teller.tell(at, add_factor, actor=olga, incident=incident, draft=draft)
        _cite(teller, shop, found[kind], [entries[cite] for cite in cites], at + 1)
    teller.let(SECOND_DAY + 50, link_because, actor=olga, effect=found["reset"], cause=found["trigger"])
    return found


def _cite(teller: Teller, shop: Shop, factor: Factor, entries: list[Entry], at: float) -> None:
    for entry in entries:
        teller.tell(at, cite_entry, actor=shop["olga"].as_actor(), factor=factor, entry=entry)


def talk(teller: Teller, shop: Shop, incident: Incident) -> Debrief:
    """The debrief: planned on the second day, held on the third."""
    nadia = shop["nadia"].as_actor()
    plan = Plan(planned_at=teller.at(DEBRIEF), minutes=60, place="Room Elbe and video", facilitator=shop["nadia"])
    debrief = teller.tell(SECOND_DAY + 60, plan_debrief, actor=nadia, incident=incident, plan=plan)
    debrief = teller.let(DEBRIEF + 55, save_notes, actor=nadia, debrief=debrief, notes=NOTES, version=debrief.version)
    present = [shop[key] for key in ("olga", "carl", "rhea", "theo", "sam", "nadia")]
    return teller.tell(DEBRIEF + 60, hold_debrief, actor=nadia, debrief=debrief, people=present)


NOTES = """\
- What did the plan look like? Long; the one line that mattered stood between forty others.
- Support saw it first. There was no button for them: they asked in two rooms whether somebody knew.
- What made it short: the run was logged as JSON and the limit was in it, old and new.
"""
