"""The values of the language check: what a rule is, what a finding is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


class Kind(StrEnum):
    """What is wrong with the wording; one family of rules for each."""

    BLAME = "blame"
    COUNTERFACTUAL = "counterfactual"
    HINDSIGHT = "hindsight"
    HUMAN_ERROR = "human-error"
    JUDGEMENT = "judgement"
    PERSON = "person"
    GENERALISATION = "generalisation"
    SINGLE_CAUSE = "single-cause"
    VAGUE_ACTION = "vague-action"


class Context(StrEnum):
    """What the text is for. Recommendations may say "should"; only actions need a verb that can be finished."""

    DESCRIPTION = "description"
    RECOMMENDATION = "recommendation"
    ACTION = "action"


EVERYWHERE = frozenset(Context)


@dataclass(frozen=True, slots=True)
class Rule:
    r"""A declaration, never code.

    Patterns are regular expressions in which `<word>` stands for an entry of the language's lexicon and one space
    for any white space. A rule looks only at sentences that hold one of its `triggers`
    (lower case), so that a long text is fast.
    `before`, `after` and `anywhere` take a match back: text of the same sentence before it, after it, or all of it.
    A pattern may come with a rewrite, a proposal for the matched words: `\1` is its first group, `[...]` a gap that the
    author fills.
    """

    key: str
    name: str
    kind: Kind
    severity: Severity
    message: str
    rationale: str
    source: str
    suggestion: str
    triggers: tuple[str, ...]
    patterns: tuple[str | tuple[str, str], ...]
    bad: tuple[str, ...]
    good: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    anywhere: tuple[str, ...] = ()
    contexts: frozenset[Context] = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Ruleset:
    """All of one language: its rules and the word lists that their patterns name."""

    language: str
    rules: tuple[Rule, ...]
    lexicon: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in a text. Offsets count characters from 0; lines and columns from 1.

    `end_column` is the column after the last character, on the line where the finding starts. `replacement` is empty
    where no rewrite can be proposed.
    """

    rule: str
    kind: Kind
    severity: Severity
    start: int
    end: int
    line: int
    column: int
    end_column: int
    text: str
    message: str
    suggestion: str
    replacement: str
