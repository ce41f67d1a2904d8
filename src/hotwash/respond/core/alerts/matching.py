"""Routing by labels: which rule decides about an alert, and why."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hotwash.kernel.core.refusal import Reason
from hotwash.ports.sources import Signal
from hotwash.respond.core.states import Again, RuleAction

MAX_PATTERN = 500
MAX_MATCHERS = 50


class Operator(StrEnum):
    """As in Alertmanager: patterns hold against the whole value, and an absent label is an empty text."""

    IS = "="
    IS_NOT = "!="
    FITS = "=~"
    FITS_NOT = "!~"


@dataclass(frozen=True, slots=True)
class Matcher:
    label: str
    operator: Operator
    value: str

    def holds(self, labels: Mapping[str, str]) -> bool:
        found = labels.get(self.label, "")
        match self.operator:
            case Operator.IS:
                return found == self.value
            case Operator.IS_NOT:
                return found != self.value
            case Operator.FITS:
                return re.fullmatch(self.value, found) is not None
            case Operator.FITS_NOT:
                return re.fullmatch(self.value, found) is None

    def __str__(self) -> str:
        return f"{self.label} {self.operator} {self.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """``source`` None means any source. ``group_by`` are labels: alerts equal in them share one incident.

    ``again`` is what becomes of an alert within ``again_minutes`` of its group's incident being resolved. One that
    begins more often than ``flap_times`` in ``flap_minutes`` is damped. More incidents than ``storm_limit`` in
    ``STORM_MINUTES`` are a storm, for which one incident stands. 0 switches either off. ``raises``: a worse alert
    makes its incident worse.
    """

    id: int
    name: str
    action: RuleAction
    matchers: tuple[Matcher, ...] = ()
    source: int | None = None
    severity: str = ""
    group_by: tuple[str, ...] = ()
    group_minutes: int = 60
    service: int | None = None
    again: Again = Again.DECLARE
    again_minutes: int = 0
    flap_times: int = 0
    flap_minutes: int = 30
    storm_limit: int = 0
    raises: bool = True

    def takes(self, labels: Mapping[str, str], source: int | None) -> bool:
        return self.source in {None, source} and self.first_failing(labels) is None

    def first_failing(self, labels: Mapping[str, str]) -> Matcher | None:
        return next((matcher for matcher in self.matchers if not matcher.holds(labels)), None)

    def group_key(self, labels: Mapping[str, str]) -> str:
        parts = [f"{name}={labels.get(name, '')}" for name in self.group_by]
        return "\x1f".join([f"rule {self.id}", *parts])[:300]

    @property
    def storm_key(self) -> str:
        """The group of all alerts of a storm."""
        return f"storm of rule {self.id}"


@dataclass(frozen=True, slots=True)
class Trial:
    """What the simulator shows for one rule: it decided, or why it did not."""

    rule: Rule
    matched: bool
    why: str


def labels_of(signal: Signal) -> dict[str, str]:
    """What rules look at: the labels, and the signal's own title and severity where no label is called so."""
    return {"title": signal.title, "severity": signal.severity, **signal.labels}


def route(labels: Mapping[str, str], source: int | None, rules: Sequence[Rule]) -> Rule | None:
    """The first rule, in order, whose matchers all hold."""
    return next((rule for rule in rules if rule.takes(labels, source)), None)


def simulate(labels: Mapping[str, str], source: int | None, rules: Sequence[Rule]) -> list[Trial]:
    """The rules as they would be tried, down to the one that decides: what would happen to this alert?"""
    trials: list[Trial] = []
    for rule in rules:
        trials.append(_try(rule, labels, source))
        if trials[-1].matched:
            break
    return trials


def parse_matcher(text: str) -> Matcher | Reason:
    """A matcher as people write it: ``severity=critical``, ``service =~ "web|api"``."""
    found = re.fullmatch(r"\s*([^\s=!~]+)\s*(=~|!~|!=|=)\s*(.*?)\s*", text)
    if found is None:
        return Reason(
            "matcher", f"“{text.strip()}” is no matcher. Write a label, one of = != =~ !~, and a value.", "matchers"
        )
    label, operator, value = found.groups()
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1]
    problem = _problem_of_pattern(value) if operator.endswith("~") else ""
    if problem:
        return Reason("pattern", f"The pattern “{value}” can't be used: {problem}.", "matchers")
    return Matcher(label, Operator(operator), value)


def parsed_matchers(text: str) -> tuple[list[dict[str, str]], list[Reason]]:
    """The matchers of some lines as they are kept, and what is wrong with the others."""
    lines = [line for line in text.splitlines() if line.strip()]
    found = [parse_matcher(line) for line in lines]
    problems = [item for item in found if isinstance(item, Reason)]
    if len(lines) > MAX_MATCHERS:
        problems.append(Reason("matchers", f"There are at most {MAX_MATCHERS} matchers.", "matchers"))
    kept = [
        {"label": item.label, "op": item.operator.value, "value": item.value}
        for item in found
        if not isinstance(item, Reason)
    ]
    return kept, problems


def _try(rule: Rule, labels: Mapping[str, str], source: int | None) -> Trial:
    if rule.source is not None and rule.source != source:
        return Trial(rule, matched=False, why="it is for another source")
    failing = rule.first_failing(labels)
    if failing is None:
        return Trial(rule, matched=True, why="all its matchers hold" if rule.matchers else "it takes every alert")
    found = labels.get(failing.label)
    said = f"{failing.label} is “{found}”" if found is not None else f"there is no label {failing.label}"
    return Trial(rule, matched=False, why=f"{failing} does not hold: {said}")


def _problem_of_pattern(pattern: str) -> str:
    if len(pattern) > MAX_PATTERN:
        return f"it is longer than {MAX_PATTERN} characters"
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return str(error)
    return ""
