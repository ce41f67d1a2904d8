"""Entries of the timeline whose times contradict each other: shown with both, never settled by the program."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hotwash.evidence.core.keytimes import Contradiction, span_text
from hotwash.evidence.core.precise import When, order, surely_before

MOST = 50


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as far as its order matters. ``file`` and ``line`` say where it was read, 0 for nowhere."""

    reference: str
    when: When
    text: str = ""
    kind: str = ""
    file: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Marked:
    """A key time that stands on an entry."""

    name: str
    when: When
    entry: Told


def entry_contradictions(entries: Iterable[Told]) -> list[Contradiction]:
    """Spans that end before they begin, lines of a file whose times run backwards, alerts over before they began."""
    rows = list(entries)
    found = [*_backward_spans(rows), *_backward_lines(rows), *_backward_alerts(rows)]
    return found[:MOST]


def mark_contradictions(marks: Iterable[Marked]) -> list[Contradiction]:
    """Key times that were moved away from the entry they stand on."""
    found = []
    for mark in marks:
        if order(mark.when, mark.entry.when) is not None:
            away = span_text(mark.when.at - mark.entry.when.at)
            side = "before" if surely_before(mark.when, mark.entry.when) else "after"
            text = f"“{mark.name}” is marked {away} {side} {mark.entry.reference}, the entry it stands on."
            found.append(Contradiction("mark", text))
    return found


def _backward_spans(rows: Sequence[Told]) -> list[Contradiction]:
    return [
        Contradiction("span", f"{row.reference} ends before it begins.")
        for row in rows
        if row.when.until is not None and row.when.until < row.when.earliest
    ]


def _backward_lines(rows: Sequence[Told]) -> list[Contradiction]:
    """A log is written in the order of time. Where most of a file's entries run forward, one that runs back is told;
    a file that is written newest first is turned round before.
    """
    files: dict[int, list[Told]] = defaultdict(list)
    for row in rows:
        if row.file and row.line:
            files[row.file].append(row)
    found = []
    for own in files.values():
        lines = sorted(own, key=lambda row: row.line)
        steps = [order(one.when, two.when) for one, two in pairwise(lines)]
        if steps.count(1) > steps.count(-1):
            lines, steps = lines[::-1], [-step if step else step for step in reversed(steps)]
        if steps.count(1) * 4 > len(steps) and len(steps) > 1:
            continue  # a file without an order of its own
        for (one, two), step in zip(pairwise(lines), steps, strict=True):
            if step == 1:
                early = span_text(one.when.at - two.when.at)
                text = f"{two.reference} stands {early} before {one.reference}, but in their file it comes after it."
                found.append(Contradiction("line", text))
    return found


def _backward_alerts(rows: Sequence[Told]) -> list[Contradiction]:
    """Only where an alert fired once and was resolved once is it known which belong together."""
    states: dict[str, list[Told]] = defaultdict(list)
    for row in rows:
        if row.kind in {"alert.firing", "alert.resolved"}:
            states[_alert(row)].append(row)
    found = []
    for own in states.values():
        began, over = ([row for row in own if row.kind == f"alert.{state}"] for state in ("firing", "resolved"))
        if len(began) == len(over) == 1 and surely_before(over[0].when, began[0].when):
            text = f"{over[0].reference} says that an alert was resolved before {began[0].reference}, where it fired."
            found.append(Contradiction("alert", text))
    return found


def _alert(row: Told) -> str:
    """The name of an alert is the first word of its text."""
    return row.text.split(" ", 1)[0]
