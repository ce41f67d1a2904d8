"""What is still missing from a report, as advice to its author; nothing here stops a publication by itself.

The checks are those of the field (PagerDuty, Google SRE, Etsy): impact with numbers (1), a whole timeline (2), what
went well, badly and luckily said or left empty on purpose (9), one immutable numbered publication (12).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from hotwash.reports.core.values import Impact, Values

ON_PURPOSE = frozenset({"none", "nothing", "no", "n/a", "-", "none.", "nothing."})


@dataclass(frozen=True, slots=True)
class Advice:
    """``check`` is the number of the rule; ``severity`` is "gap" (readers will miss it) or "hint"."""

    check: int
    section: str
    message: str
    severity: str = "gap"


@dataclass(frozen=True, slots=True)
class Published:
    """The last publication: its number, and whether the report differs from it by now."""

    number: int
    changed: bool


def completeness(values: Values, published: Published | None = None) -> tuple[Advice, ...]:
    found = [*_summary(values), *_impact(values), *_timeline(values), *_lessons(values)]
    if published is not None and published.changed:
        message = (
            f"Revision {published.number} stays as it was published. What changed since is seen by nobody "
            f"until you publish revision {published.number + 1}."
        )
        found.append(Advice(12, "follow_up", message))
    return tuple(found)


def _summary(values: Values) -> Iterator[Advice]:
    if not values.prose.get("summary", "").strip():
        yield Advice(
            1, "summary", "There is no summary. Three sentences are enough: what happened, to whom, how it ended."
        )


def _impact(values: Values) -> Iterator[Advice]:
    if not values.impacts:
        yield Advice(
            1, "impact", "No impact is entered. Say who noticed what; “unknown” is an answer too, if you say it."
        )
    for row in values.impacts:
        yield from _one_impact(row)


def _one_impact(row: Impact) -> Iterator[Advice]:
    if row.starts is None:
        yield Advice(1, "impact", f"The impact on {row.audience} has no start.")
    if not row.amount:
        yield Advice(1, "impact", f"The impact on {row.audience} has no number. Enter one with its unit, or “unknown”.")
    elif row.amount != "unknown" and not row.unit:
        yield Advice(1, "impact", f"The impact on {row.audience} is {row.amount} of what? Add a unit.")
    if row.starts and row.ends and row.ends < row.starts:
        yield Advice(1, "impact", f"The impact on {row.audience} ends before it starts.")


def _timeline(values: Values) -> Iterator[Advice]:
    if not values.entries:
        yield Advice(
            2, "timeline", "The timeline is empty. Pin moments from the evidence or write the first entry by hand."
        )
        return
    at = {key.name: key.at for key in values.key_times if key.at is not None}
    missing = [name for name in ("started", "detected", "mitigated", "resolved") if name not in at]
    if missing:
        yield Advice(2, "timeline", f"No time is marked for: {', '.join(missing)}. Durations need them.")
    started = at.get("started")
    if started and not any(entry.at < started for entry in values.entries):
        message = "No entry lies before the start. What changed in the hours before helps the reader."
        yield Advice(2, "timeline", message, "hint")
    yield from _order(values)
    texts = [entry.text.strip().lower() for entry in values.entries]
    twice = sorted({text for text in texts if texts.count(text) > 1}) if len(texts) < 2000 else []
    for text in twice[:3]:
        yield Advice(2, "timeline", f"The same text stands twice: “{text[:60]}”.", "hint")


def _order(values: Values) -> Iterator[Advice]:
    at = {key.name: key.at for key in values.key_times if key.at is not None}
    names = [name for name in ("started", "detected", "mitigated", "resolved") if name in at]
    for earlier, later in pairwise(names):
        if at[later] < at[earlier]:
            yield Advice(2, "timeline", f"“{later}” is marked before “{earlier}”. Correct one of the two times.")
    for entry in values.entries:
        if entry.until is not None and entry.until < entry.at:
            yield Advice(2, "timeline", f"{entry.reference} ends before it starts.")


def _lessons(values: Values) -> Iterator[Advice]:
    sections = (
        (
            "helped",
            "helped",
            "What helped is empty. Something went well: write it, or write “none” if you looked and found nothing.",
        ),
        ("hindered", "hindered", "What got in the way is empty. Write it, or “none” if you looked and found nothing."),
        (
            "lucky",
            "luck",
            "Where luck helped is empty. What could as well have gone the other way? Write it, or “none”.",
        ),
    )
    for key, kind, message in sections:
        written = values.prose.get(key, "").strip()
        if not written and not any(factor.kind == kind for factor in values.factors):
            yield Advice(9, key, message)
        elif key == "helped" and written.lower() in ON_PURPOSE:
            yield Advice(
                9,
                key,
                "“What helped” says none. Readers learn most from what worked: ask the responders once more.",
                "hint",
            )
