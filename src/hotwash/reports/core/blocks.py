"""Live blocks: each turns the current values into blocks of the document, or into none if there is nothing to show."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from hotwash.reports.core import wording
from hotwash.reports.core.document import (
    Block,
    Fact,
    Facts,
    Figure,
    Moment,
    Note,
    Statement,
    Statements,
    Table,
    Timeline,
    Why,
    Whys,
)
from hotwash.reports.core.values import Action, Entry, Factor, Impact, Values

MAX_DEPTH = 12  # a chain of whys deeper than this is cut with a mark: it would not fit a page either
IN_GRAPH = frozenset({"outcome", "factor", "trigger", "hypothesis"})


def key_times(values: Values) -> tuple[Block, ...]:
    rows = tuple(
        Fact(wording.words(key.name, wording.KEY_TIMES), wording.moment(key.at, values.zone), key.note)
        for key in values.key_times
        if key.at is not None
    )
    return (Facts("Key times", rows),) if rows else ()


PHASES = (
    ("Until detected", "started", "detected"),
    ("Until acknowledged", "detected", "acknowledged"),
    ("Until mitigated", "detected", "mitigated"),
    ("Until resolved", "detected", "resolved"),
    ("Whole duration", "started", "resolved"),
)


def spans(values: Values) -> tuple[tuple[str, timedelta], ...]:
    """The durations that follow from the key times, by name."""
    at = {key.name: key.at for key in values.key_times if key.at is not None}
    return tuple((name, at[end] - at[start]) for name, start, end in PHASES if start in at and end in at)


def durations(values: Values) -> tuple[Block, ...]:
    rows = tuple(Fact(name, wording.span(length)) for name, length in spans(values))
    return (Facts("Durations", rows),) if rows else ()


def impact(values: Values) -> tuple[Block, ...]:
    if not values.impacts:
        return ()
    columns = ("Audience", "From", "Until", "How much", "How sure", "Services", "Note")
    rows = tuple(_impact_row(row, values.zone) for row in values.impacts)
    kept = [index for index in range(len(columns)) if index < 4 or any(row[index] for row in rows)]
    return (Table("Impact", tuple(columns[i] for i in kept), tuple(tuple(row[i] for i in kept) for row in rows)),)


def _impact_row(row: Impact, zone: str) -> tuple[str, ...]:
    return (
        wording.words(row.audience, wording.AUDIENCES),
        wording.moment(row.starts, zone) if row.starts else "unknown",
        wording.moment(row.ends, zone) if row.ends else "ongoing",
        f"{row.amount} {row.unit}".strip() or "unknown",
        row.confidence.replace("_", " "),
        ", ".join(row.services),
        row.note,
    )


def availability(values: Values) -> tuple[Block, ...]:
    if not values.availability:
        return ()
    columns = ("Service", "Downtime", "Weighed by share", "Availability, 30 days", "Target", "Error budget used")
    rows = tuple(
        (
            (row.service or "All that is affected") + (", goes on" if row.goes_on else ""),
            wording.span(row.downtime),
            wording.span(row.lost),
            f"{row.availability} %",
            f"{row.target} %" if row.target else "",
            f"{row.budget_used} %" if row.budget_used else "",
        )
        for row in values.availability
    )
    kept = [index for index in range(len(columns)) if any(row[index] for row in rows)]
    shown = tuple(tuple(row[index] for index in kept) for row in rows)
    return (Table("Availability", tuple(columns[index] for index in kept), shown),)


def timeline(values: Values) -> tuple[Block, ...]:
    ordered = sorted(values.entries, key=lambda entry: (entry.at, entry.reference))
    moments = tuple(_moment(entry, values.zone) for entry in ordered)
    return (Timeline(values.zone, moments),) if moments else ()


def _moment(entry: Entry, zone: str) -> Moment:
    time = wording.clock(entry.at, zone, entry.precision)
    if entry.until is not None:
        time = f"{time}–{wording.clock(entry.until, zone, entry.precision)}"
    return Moment(
        reference=entry.reference,
        day=wording.day(entry.at, zone),
        time=time,
        iso=wording.machine(entry.at),
        text=entry.text,
        kind=entry.kind,
        lane=entry.lane,
        detail=entry.detail,
        note=entry.note,
        evidence=entry.evidence,
    )


def whys(values: Values) -> tuple[Block, ...]:
    """Chains of "because" from what happened to what made it possible; a factor met twice is shown in full once."""
    by_reference = {factor.reference: factor for factor in values.factors}
    causes: dict[str, list[str]] = {}
    for link in values.because:
        if link.cause in by_reference and link.effect in by_reference:
            causes.setdefault(link.effect, []).append(link.cause)
    caused = {cause for found in causes.values() for cause in found}
    roots = [
        factor.reference for factor in values.factors if factor.reference in causes and factor.reference not in caused
    ]
    seen: set[str] = set()
    built = tuple(_why(root, by_reference, causes, seen) for root in roots or list(causes)[:1])
    return (Whys(built),) if built else ()


def _why(
    reference: str, factors: Mapping[str, Factor], causes: Mapping[str, list[str]], seen: set[str], depth: int = 0
) -> Why:
    again = reference in seen or depth >= MAX_DEPTH
    seen.add(reference)
    answers = (
        () if again else tuple(_why(cause, factors, causes, seen, depth + 1) for cause in causes.get(reference, ()))
    )
    return Why(reference, factors[reference].statement, answers, again=again and bool(causes.get(reference)))


def factors(values: Values) -> tuple[Block, ...]:
    shown = [factor for factor in values.factors if factor.kind in {"factor", "trigger", "hypothesis"}]
    if not shown:
        return ()
    names = dict(values.categories) or wording.CATEGORIES
    return (Statements("Factors", tuple(_factor(factor, names) for factor in shown)),)


def _factor(factor: Factor, names: dict[str, str]) -> Statement:
    lines = [
        Fact("Made sense because", factor.made_sense),
        Fact("Evidence", ", ".join(factor.evidence)),
        Fact("How sure", factor.confidence.replace("_", " ")),
    ]
    category = wording.words(factor.category, names) if factor.category else ""
    tag = " · ".join(part for part in (category, factor.subcategory.replace("_", " ")) if part)
    if factor.kind != "factor":
        tag = f"{factor.kind.capitalize()} · {tag}" if tag else factor.kind.capitalize()
    return Statement(factor.reference, factor.statement, tag, tuple(line for line in lines if line.value))


def _of_kind(kind: str) -> Callable[[Values], tuple[Block, ...]]:
    def live(values: Values) -> tuple[Block, ...]:
        found = tuple(_factor_line(factor) for factor in values.factors if factor.kind == kind)
        return (Statements("", found),) if found else ()

    return live


def _factor_line(factor: Factor) -> Statement:
    lines = (Fact("Evidence", ", ".join(factor.evidence)),) if factor.evidence else ()
    return Statement(factor.reference, factor.statement, "", lines)


def actions(values: Values) -> tuple[Block, ...]:
    groups = (("Corrective actions", "corrective"), ("Preventive actions", "preventive"))
    found = []
    for name, kind in groups:
        rows = [action for action in values.actions if action.kind == kind]
        if rows:
            found.append(Statements(name, tuple(_action(action) for action in rows)))
    return tuple(found)


def _action(action: Action) -> Statement:
    lines = [
        Fact("Owner", action.owner or "nobody yet"),
        Fact("Due", action.due.isoformat() if action.due else "no date yet"),
        Fact("Done when", action.end_state),
        Fact("Measured by", action.measure),
        Fact("Answers", ", ".join(action.factors)),
        Fact("Detail", action.detail),
    ]
    parts = (
        wording.words(action.state, wording.STATES),
        action.type.replace("_", " "),
        action.strength,
        action.priority,
    )
    tag = " · ".join(part for part in parts if part)
    return Statement(action.reference, action.title, tag, tuple(line for line in lines if line.value))


def evidence(values: Values) -> tuple[Block, ...]:
    if not values.evidence:
        return ()
    rows = tuple(
        (row.reference, row.name, row.format, wording.size(row.size) if row.size else "", row.sha256[:12], row.note)
        for row in values.evidence
    )
    columns = ("No.", "File", "Format", "Size", "SHA-256", "Note")
    kept = [index for index in range(len(columns)) if index < 2 or any(row[index] for row in rows)]
    shown = tuple(tuple(row[i] for i in kept) for row in rows)
    return (Table("Evidence", tuple(columns[i] for i in kept), shown, tuple(row.reference for row in values.evidence)),)


def amendments(values: Values) -> tuple[Block, ...]:
    if not values.amendments:
        return ()
    rows = tuple(
        (str(row.number), wording.moment(row.at, values.zone), row.by, row.note or "No note was left.")
        for row in values.amendments
    )
    columns = ("Revision", "Published", "By", "What changed")
    kept = [index for index in range(len(columns)) if any(row[index] for row in rows)]
    shown = tuple(tuple(row[index] for index in kept) for row in rows)
    return (Table("Revisions", tuple(columns[index] for index in kept), shown),)


def _picture(name: str) -> Callable[[Values], tuple[Block, ...]]:
    def live(values: Values) -> tuple[Block, ...]:
        picture = values.pictures.get(name)
        return (Figure(name, picture.svg, picture.alt, picture.caption),) if picture else ()

    return live


def _numbered(name: str) -> Callable[[Values], tuple[Block, ...]]:
    """Pictures called ``name_1``, ``name_2`` and so on."""

    def live(values: Values) -> tuple[Block, ...]:
        places = range(1, 1 + sum(key.startswith(f"{name}_") for key in values.pictures))
        return tuple(figure for place in places for figure in _picture(f"{name}_{place}")(values))

    return live


LIVE: Mapping[str, Callable[[Values], tuple[Block, ...]]] = {
    "key_times": key_times,
    "durations": durations,
    "impact": impact,
    "availability": availability,
    "customers": _picture("customers"),
    "metrics": _numbered("metric"),
    "timeline_picture": _picture("timeline_picture"),
    "timeline": timeline,
    "whys": whys,
    "fishbone": _picture("fishbone"),
    "factors": factors,
    "helped": _of_kind("helped"),
    "hindered": _of_kind("hindered"),
    "lucky": _of_kind("luck"),
    "actions": actions,
    "questions": _of_kind("question"),
    "amendments": amendments,
    "evidence": evidence,
}


def live(name: str, values: Values) -> tuple[Block, ...]:
    """The blocks of a live block; a name that this version does not know leaves a note instead of failing."""
    found = LIVE.get(name)
    return found(values) if found else (Note(f"The block “{name}” is not known to this version of Hotwash."),)
