"""``incident.yaml`` and notes to the values of a report."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import YAMLError

from hotwash.reports.core.folder.schema import ActionPart, FactorKind, FactorPart, ImpactPart, IncidentFile
from hotwash.reports.core.folder.times import Times
from hotwash.reports.core.reading.document import read_text
from hotwash.reports.core.reading.events import instant
from hotwash.reports.core.reading.times import day_of
from hotwash.reports.core.template import DEFAULT
from hotwash.reports.core.values import Action, Because, Entry, Factor, Impact, KeyTime, Values

SECTIONS = frozenset(plan.key for plan in DEFAULT)
_NUMBERED = re.compile(r"^\d+[-_. ]+")


class _TextConstructor(SafeConstructor):
    """Times stay as they were written: YAML would throw their zone and their precision away."""


_TextConstructor.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


@dataclass(frozen=True, slots=True)
class Told:
    """What the folder says, and what in it could not be understood."""

    values: Values
    moments: int = 25
    problems: tuple[str, ...] = ()
    others: Mapping[str, str] = field(default_factory=dict)


def parse(text: str) -> IncidentFile | tuple[str, ...]:
    """The file as a value, or what is wrong with it, each with its place."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = _TextConstructor
    try:
        data = yaml.load(text)
    except YAMLError as error:
        return (f"This is not YAML: {' '.join(str(error).split())}",)
    if not isinstance(data, dict):
        return ("This is no incident.yaml: it needs at least a line `title: ...`.",)
    try:
        return IncidentFile.model_validate(data)
    except ValidationError as error:
        return tuple(_problem(row["type"], row["loc"], row["msg"]) for row in error.errors())


def _problem(kind: str, place: tuple[int | str, ...], message: str) -> str:
    if kind == "extra_forbidden":
        known = f" Known are: {', '.join(IncidentFile.model_fields)}." if len(place) == 1 else ""
        message = f"There is no such field here.{known}"
    return f"{'.'.join(str(part) for part in place) or 'file'}: {message}"


def told(file: IncidentFile, notes: Mapping[str, str]) -> Told:
    """Values of the file and of the notes beside it; ``notes`` are Markdown texts by file name without ending."""
    zone, problems = _zone(file.zone)
    times = Times(zone, file.date)
    key_times = tuple(_key_times(file, times))
    factors, because, references = _factors(file, problems)
    prose, others = _prose(file, notes)
    values = Values(
        title=file.title,
        reference=file.reference,
        severity=file.severity,
        state=file.state,
        services=file.services,
        people=tuple((role.replace("_", " ").capitalize(), name) for role, name in file.people.items()),
        zone=zone.key,
        found_by=file.found_by,
        near_miss=file.near_miss,
        key_times=key_times,
        entries=tuple(_entries(file, times)),
        impacts=tuple(_impact(part, times) for part in file.impact),
        factors=factors,
        because=because,
        actions=tuple(_actions(file.actions, references)),
        prose=prose,
    )
    return Told(values, file.moments, (*problems, *times.problems), others)


def _zone(name: str) -> tuple[ZoneInfo, list[str]]:
    try:
        return ZoneInfo(name), []
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC"), [f"zone: “{name}” is not known, UTC was taken. Write a name such as Europe/Berlin."]


def _key_times(file: IncidentFile, times: Times) -> Iterator[KeyTime]:
    for name, text in file.key_times.items():
        found = times.read(text, f"key_times.{name}")
        if found is not None:
            yield KeyTime(name, found.at, found.note)


def _entries(file: IncidentFile, times: Times) -> Iterator[Entry]:
    for index, part in enumerate(file.timeline):
        where = f"timeline.{index}"
        found = times.read(part.at, where)
        if found is None:
            continue
        until = times.read(part.until, where)
        yield Entry(
            reference="",
            at=found.at,
            text=part.text,
            until=until.at if until else found.until,
            precision=found.precision,
            lane=part.lane,
            detail=part.detail,
            note=found.note,
            evidence=part.evidence,
        )


def _impact(part: ImpactPart, times: Times) -> Impact:
    starts = times.read(part.starts, "impact.from")
    ends = times.read(part.ends, "impact.until") if part.ends != "ongoing" else None
    return Impact(
        audience=part.audience,
        starts=starts.at if starts else None,
        ends=ends.at if ends else None,
        amount=part.amount,
        unit=part.unit,
        confidence=part.confidence,
        services=part.services,
        note=part.note,
    )


def _factors(
    file: IncidentFile, problems: list[str]
) -> tuple[tuple[Factor, ...], tuple[Because, ...], Mapping[str, str]]:
    """Factors, the links between them, and their references by id and by statement."""
    short: tuple[tuple[FactorKind, tuple[str, ...]], ...] = (
        ("helped", file.helped),
        ("hindered", file.hindered),
        ("luck", file.lucky),
        ("question", file.questions),
    )
    parts = [*file.factors, *(FactorPart(statement=text, kind=kind) for kind, texts in short for text in texts)]
    references = {_name(part): f"F-{number}" for number, part in enumerate(parts, 1)}
    references.update({part.statement: f"F-{number}" for number, part in enumerate(parts, 1)})
    because = []
    for number, part in enumerate(parts, 1):
        for cause in part.because:
            if cause in references:
                because.append(Because(references[cause], f"F-{number}"))
            else:
                problems.append(f"factors.{number - 1}.because: no factor is called “{cause}”.")
    return tuple(_factor(part, f"F-{number}") for number, part in enumerate(parts, 1)), tuple(because), references


def _name(part: FactorPart) -> str:
    return part.id or part.statement


def _factor(part: FactorPart, reference: str) -> Factor:
    return Factor(
        reference=reference,
        statement=part.statement,
        kind=part.kind,
        category=part.category,
        subcategory=part.subcategory,
        confidence=part.confidence,
        made_sense=part.made_sense,
        evidence=part.evidence,
    )


def _actions(parts: Sequence[ActionPart], references: Mapping[str, str]) -> Iterator[Action]:
    for number, part in enumerate(parts, 1):
        day = day_of(part.due) if part.due else None
        yield Action(
            reference=f"A-{number}",
            title=part.title,
            kind=part.kind,
            detail=part.detail if day or not part.due else f"Due: {part.due}. {part.detail}".strip(),
            type=part.type,
            strength=part.strength,
            owner=part.owner,
            due=day.date() if day else None,
            priority=part.priority,
            state=part.state,
            end_state=part.end_state,
            measure=part.measure,
            factors=tuple(references.get(name, name) for name in part.factors),
        )


def _prose(file: IncidentFile, notes: Mapping[str, str]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Section texts, and the notes that belong to no section: their times become entries, see ``noted``."""
    prose: dict[str, str] = {"summary": file.notes} if isinstance(file.notes, str) else dict(file.notes)
    others: dict[str, str] = {}
    for name, text in notes.items():
        key = _NUMBERED.sub("", name.lower()).replace("-", "_").replace(" ", "_")
        if key in SECTIONS:
            prose[key] = f"{prose[key]}\n\n{text}" if prose.get(key) else text
        else:
            others[name] = text
    unknown = {key: text for key, text in prose.items() if key not in SECTIONS}
    for key, text in unknown.items():
        prose["summary"] = f"{prose.get('summary', '')}\n\n{text}".strip()
        del prose[key]
    return prose, others


@dataclass(frozen=True, slots=True)
class Noted:
    """What a note tells with a time, and what could not be placed for want of a day."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[str, ...] = ()


def noted(name: str, text: str, zone: ZoneInfo, day: date | None) -> Noted:
    """The entries of a note. A zone or a day that is not written is the incident's, and the entry says so."""
    entries, problems = [], []
    for event in read_text(text, name).events:
        place = f"{name} line {event.line}"
        remarks = ["about"] if event.about else []
        time = event.time
        if time.startswith("T") and day is not None:
            time = f"{day}{time}"
            remarks.append(f"day not written, {day} assumed")
        at = instant(time)
        if at is None:
            at = _in_zone(time, zone)
            remarks.append(f"zone not written, {zone.key} assumed")
        if at is None:
            problems.append(f"{place}: the time has no day. Write it, or mark a key time in incident.yaml.")
            continue
        note = ", ".join(remarks)
        entries.append(Entry("", at, event.text, precision=event.precision, lane="notes", note=note, evidence=place))
    return Noted(tuple(entries), tuple(problems))


def day_of_incident(values: Values) -> date | None:
    """The day on which it began, in its own zone, as far as the file tells."""
    times = [key.at for key in values.key_times if key.at is not None] or [entry.at for entry in values.entries]
    return min(times).astimezone(ZoneInfo(values.zone)).date() if times else None


def _in_zone(time: str, zone: ZoneInfo) -> datetime | None:
    """None for a time without a day or a year: it can't be placed."""
    try:
        return datetime.fromisoformat(time).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def numbered(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """In order of time, with references T-1, T-2 …"""
    ordered = sorted(entries, key=lambda entry: entry.at)
    return tuple(replace(entry, reference=f"T-{number}") for number, entry in enumerate(ordered, 1))
