"""Values and a template in, a document out. Everything that is published or shown goes through here."""

from hotwash.reports.core import wording
from hotwash.reports.core.blocks import live
from hotwash.reports.core.document import Block, Document, Fact, Note, Prose, Section
from hotwash.reports.core.template import DEFAULT, SectionPlan
from hotwash.reports.core.values import Values

EMPTY = "Nothing is recorded here."


def compose(values: Values, plans: tuple[SectionPlan, ...] = DEFAULT) -> Document:
    sections = (section_of(values, plan) for plan in plans)
    return Document(
        title=values.title,
        reference=values.reference,
        meta=meta(values),
        sections=tuple(section for section in sections if section is not None),
    )


def section_of(values: Values, plan: SectionPlan) -> Section | None:
    """One section; None when it is optional and nothing is in it."""
    written = values.prose.get(plan.key, "").strip()
    blocks: list[Block] = [Prose(written)] if written else []
    for name in plan.blocks:
        blocks.extend(live(name, values))
    if not blocks and plan.optional:
        return None
    return Section(plan.key, plan.title, tuple(blocks) or (Note(EMPTY),))


def meta(values: Values) -> tuple[Fact, ...]:
    rows = [
        Fact("Incident", values.reference),
        Fact("Severity", values.severity + (" · near miss" if values.near_miss else "")),
        Fact("State", values.state.replace("_", " ").capitalize()),
        Fact("Services", ", ".join(values.services)),
        Fact("Found by", wording.words(values.found_by, wording.FOUND_BY) if values.found_by else ""),
        *(Fact(role, name) for role, name in values.people),
        Fact("Times in", values.zone),
    ]
    return tuple(row for row in rows if row.value)
