"""The check itself: text and rules in, findings out. Knows no language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from hotwash.analysis.core.language.model import Context, Finding, Rule, Ruleset, Severity
from hotwash.analysis.core.language.patterns import Matcher
from hotwash.analysis.core.language.rulesets import RULESETS
from hotwash.analysis.core.language.text import Running

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.ADVICE: 2}
_CREDIT = re.compile(
    r"\b(thanks?|thank you|credit|author|owner|reviewer|facilitator|scribe|commander|lead|attendee|participant)s?\b"
)


@dataclass(frozen=True)
class Checker:
    """The rules of one language, compiled rule by rule as texts ask for them."""

    matchers: tuple[Matcher, ...]
    by_key: dict[str, Rule]

    def check(self, running: Running) -> list[Finding]:
        findings = [finding for matcher in self.matchers for finding in _found(matcher, running)]
        return _without_echoes(findings)


def _checker(ruleset: Ruleset) -> Checker:
    return Checker(
        tuple(Matcher(rule, ruleset.lexicon) for rule in ruleset.rules), {rule.key: rule for rule in ruleset.rules}
    )


@lru_cache(maxsize=8)
def checker(language: str = "en") -> Checker:
    """Falls back to English for a language without rules."""
    return _checker(RULESETS.get(language, RULESETS["en"]))


def check(
    text: str, *, language: str = "en", purpose: Context | None = None, people: Sequence[str] = ()
) -> list[Finding]:
    """Findings in reading order.

    `purpose` says what the whole text is for; without it the headings decide, section by section. `people` are names
    of persons to look for (a role would say the same and age better).
    """
    running = Running(text, purpose)
    findings = checker(language).check(running)
    if people:
        findings = sorted([*findings, *_named(running, people, checker(language))], key=lambda finding: finding.start)
    return findings


def _found(matcher: Matcher, running: Running) -> Iterable[Finding]:
    for start, end in sorted(_candidates(matcher.rule, running)):
        if running.context(start) not in matcher.rule.contexts:
            continue
        sentence = running.masked[start:end]
        for first, last, rewrite in matcher.spans(sentence):
            yield _finding(matcher.rule, running, (start + first, start + last), rewrite)


def _candidates(rule: Rule, running: Running) -> set[tuple[int, int]]:
    """Sentences that hold a trigger of the rule: plain substring search, because most sentences have none."""
    lower, found = running.lower, set()
    for trigger in rule.triggers:
        at = lower.find(trigger)
        while at >= 0:
            sentence = running.sentence(at)
            found.add(sentence)
            at = lower.find(trigger, max(sentence[1], at + 1))
    return found


def _finding(rule: Rule, running: Running, span: tuple[int, int], rewrite: str) -> Finding:
    start, end = span
    line, column, end_column = running.place(start, end)
    text = running.original[start:end]
    return Finding(
        rule=rule.key,
        kind=rule.kind,
        severity=rule.severity,
        start=start,
        end=end,
        line=line,
        column=column,
        end_column=end_column,
        text=text,
        message=rule.message,
        suggestion=rule.suggestion,
        replacement=_in_the_case_of(text, rewrite),
    )


def _in_the_case_of(text: str, rewrite: str) -> str:
    if rewrite and text[:1].isupper() and rewrite[:1].islower():
        return rewrite[:1].upper() + rewrite[1:]
    return rewrite


def _without_echoes(findings: list[Finding]) -> list[Finding]:
    """One finding for one place: of those that overlap the graver stays, then the longer."""
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda one: (_RANK[one.severity], one.start - one.end, one.start)):
        if not any(finding.start < other.end and other.start < finding.end for other in kept):
            kept.append(finding)
    return sorted(kept, key=lambda one: one.start)


def _named(running: Running, people: Sequence[str], rules: Checker) -> Iterable[Finding]:
    rule = rules.by_key.get("person-named")
    names = [re.escape(name) for name in sorted(people, key=len, reverse=True) if len(name) > 1]
    if rule is None or not names:
        return
    for match in re.finditer(rf"\b(?:{'|'.join(names)})\b", running.masked):
        start, _ = running.sentence(match.start())
        if not _CREDIT.search(running.lower, start, match.start()):
            yield _finding(rule, running, match.span(), "[role]")
