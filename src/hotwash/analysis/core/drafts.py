"""What people write about a factor, before it is a row: what it may hold, and what is wrong with it in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields

from hotwash.analysis.core.graph import CAUSAL, Confidence, Graph, Kind, Link, State
from hotwash.kernel.core.refusal import Reason, Refusal, refuse

MAX_STATEMENT = 2000  # characters
MAX_TEXT = 20_000
MOST_FACTORS = 500  # of one import

NAMES: Mapping[str, str] = {
    "statement": "statement",
    "kind": "kind",
    "category": "category",
    "subcategory": "sub-category",
    "confidence": "confidence",
    "made_sense": "why it made sense",
    "state": "state",
}


@dataclass(frozen=True, slots=True)
class FactorDraft:
    statement: str
    kind: str = Kind.FACTOR
    category: str = ""
    subcategory: str = ""
    confidence: str = Confidence.MEDIUM
    made_sense: str = ""
    state: str = State.OPEN

    def tidy(self) -> FactorDraft:
        """Without blanks at the ends and without characters that a database refuses."""
        return FactorDraft(**{field.name: _clean(getattr(self, field.name)) for field in fields(self)})


@dataclass(frozen=True, slots=True)
class Change:
    field: str
    before: str
    after: str


def changes(before: FactorDraft, after: FactorDraft) -> tuple[Change, ...]:
    """What differs, field by field."""
    pairs = ((field.name, getattr(before, field.name), getattr(after, field.name)) for field in fields(before))
    return tuple(Change(name, old, new) for name, old, new in pairs if old != new)


def problems(draft: FactorDraft, categories: Mapping[str, Collection[str]]) -> Refusal | None:
    """Why this can't be kept, None when it can. `categories` has the sub-categories of each category."""
    found: list[Reason] = []
    if not draft.statement:
        found.append(Reason("empty", "Say what it was, in a sentence.", "statement"))
    if len(draft.statement) > MAX_STATEMENT:
        message = f"That is {len(draft.statement)} characters; a factor is one statement of at most {MAX_STATEMENT}."
        found.append(Reason("too-long", f"{message} Split it: each part is a why of its own.", "statement"))
    too_long = f"That is longer than {MAX_TEXT} characters. Keep the rest in a file."
    found += [Reason("too-long", too_long, "made_sense")] if len(draft.made_sense) > MAX_TEXT else []
    found += _unknown("kind", draft.kind, [one.value for one in Kind])
    found += _unknown("state", draft.state, [one.value for one in State])
    found += _unknown("confidence", draft.confidence, [one.value for one in Confidence])
    found += _category(draft, categories)
    return Refusal(tuple(found)) if found else None


def drafts_of(graph: Graph, categories: Mapping[str, Collection[str]]) -> list[FactorDraft]:
    """The factors of a graph from elsewhere. Categories that are not known here are left open."""
    drafts = []
    for node in graph.nodes:
        values = {name: str(getattr(node, name)) for name in NAMES if hasattr(node, name)}
        if values["category"] not in categories:
            values |= {"category": "", "subcategory": ""}
        elif values["subcategory"] not in categories[values["category"]]:
            values["subcategory"] = ""
        drafts.append(FactorDraft(**values).tidy())
    return drafts


def problem_of_import(
    graph: Graph, drafts: Sequence[FactorDraft], categories: Mapping[str, Collection[str]]
) -> Refusal | None:
    """Why a graph can't be taken in, if so: nothing of it is, then."""
    if len(graph.nodes) > MOST_FACTORS:
        return refuse("too-many", f"More than {MOST_FACTORS} factors at once. Split the file.", "file")
    if graph.circles:
        names = ", ".join(node.reference for node in graph.circles[0])
        return refuse("circle", f"{names} explain one another in a circle. Take one of the links out.", "file")
    return next((found for draft in drafts if (found := problems(draft, categories))), None)


def problem_of_link(graph: Graph, link: Link) -> Refusal | None:
    """Why one factor can't be said to be the cause of another, if so."""
    effect, cause = graph.by_id.get(link.effect), graph.by_id.get(link.cause)
    if effect is None or cause is None:
        return refuse("removed", "One of the two was removed in the meantime. Put it back first.", "cause")
    if effect is cause:
        return refuse("circle", f"{cause.reference} can't be a cause of itself.", "cause")
    if not {effect.kind, cause.kind} <= CAUSAL:
        return refuse(
            "not-causal",
            "What helped, luck and questions explain nothing; link factors, triggers and outcomes.",
            "cause",
        )
    if graph.would_circle(link):
        message = f"{cause.reference} already happened because of {effect.reference}; a circle explains nothing."
        return refuse("circle", f"{message} Unlink one side first, or add what started both.", "cause")
    return None


def _unknown(name: str, value: str, known: Collection[str]) -> list[Reason]:
    if value in known:
        return []
    return [Reason("unknown", f"There is no {NAMES[name]} “{value[:40]}”. Choose one of: {', '.join(known)}.", name)]


def _category(draft: FactorDraft, categories: Mapping[str, Collection[str]]) -> list[Reason]:
    if draft.category and draft.category not in categories:
        return _unknown("category", draft.category, list(categories))
    if draft.subcategory and draft.subcategory not in categories.get(draft.category, ()):
        return _unknown(
            "subcategory", draft.subcategory, list(categories.get(draft.category, ())) or ["a category first"]
        )
    return []


def _clean(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()
