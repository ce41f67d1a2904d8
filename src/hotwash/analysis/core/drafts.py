"""What people write about a factor, before it is a row: what it may hold, and what is wrong with it in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields

from hotwash.analysis.core.graph import Confidence, Kind, State
from hotwash.kernel.core.refusal import Reason, Refusal

MAX_STATEMENT = 2000  # characters
MAX_TEXT = 20_000

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
