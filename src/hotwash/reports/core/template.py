"""The default shape of a report: the sections that the field agrees on, in the order a reader needs them.

Sources: Google SRE book chapter 15 and workbook chapter 10, the PagerDuty post-mortem guide, the Atlassian handbook.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """``blocks`` are live blocks (see ``blocks.LIVE``) that stand below the prose; ``hint`` asks what belongs here.

    A section that is ``optional`` disappears from the document while it is empty; the others say that they are.
    """

    key: str
    title: str
    hint: str
    blocks: tuple[str, ...] = ()
    optional: bool = False


DEFAULT: tuple[SectionPlan, ...] = (
    SectionPlan(
        "summary", "Summary", "Three sentences for somebody who was not there: what happened, to whom, how it ended."
    ),
    SectionPlan(
        "impact",
        "Impact",
        "Who noticed what, from when to when, how many, and how you know.",
        ("impact", "availability", "customers", "metrics"),
    ),
    SectionPlan(
        "timeline",
        "Timeline",
        "What the reader has to know to follow the entries: where the times come from, what is not covered.",
        ("key_times", "durations", "timeline_picture", "timeline"),
    ),
    SectionPlan(
        "factors",
        "Contributing factors",
        "How the factors came together. What made sense at the time, and why.",
        ("whys", "fishbone", "factors"),
    ),
    SectionPlan(
        "helped", "What helped", "What went well: tools, habits, people's knowledge that shortened it.", ("helped",)
    ),
    SectionPlan(
        "hindered", "What got in the way", "What made it longer or harder: access, tools, documents.", ("hindered",)
    ),
    SectionPlan("lucky", "Where luck helped", "What could as well have gone the other way.", ("lucky",)),
    SectionPlan("actions", "Actions", "What will change, and how one will see that it did.", ("actions",)),
    SectionPlan("lessons", "Lessons", "What others can take from this, in other systems too."),
    SectionPlan(
        "questions", "Open questions", "What is still not known, and who would know.", ("questions",), optional=True
    ),
    SectionPlan(
        "follow_up", "Follow-up", "When the actions are looked at again, and by whom.", ("amendments",), optional=True
    ),
    SectionPlan("evidence", "Evidence", "Where the files are kept and who may see them.", ("evidence",), optional=True),
)


def plans_of(keys: Sequence[str]) -> tuple[SectionPlan, ...]:
    """The plans of a process document's sections, in its order; a key of its own is a section of prose."""
    known = {plan.key: plan for plan in DEFAULT}
    return tuple(known.get(key) or SectionPlan(key, key.replace("_", " ").capitalize(), "") for key in keys)


def plan_for(key: str, plans: tuple[SectionPlan, ...] = DEFAULT) -> SectionPlan | None:
    return next((plan for plan in plans if plan.key == key), None)
