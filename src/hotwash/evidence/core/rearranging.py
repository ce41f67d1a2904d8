"""Entries that become one, and one that becomes several: which values the result has, and what can't be."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, tzinfo

from hotwash.evidence.core.bounds import plain
from hotwash.evidence.core.typed_times import NoTimeError, typed_time
from hotwash.evidence.core.writing import LONGEST, PRECISIONS, Worded, Written
from hotwash.kernel.core.refusal import Reason, Refusal, refuse
from hotwash.ports.formats import Level

MOST = 50  # entries in one merge, parts of one split
_RANK = {"": 0, **{str(level): place for place, level in enumerate(Level, 1)}}
_TIME = r"(?:\d{4}-\d\d-\d\d[T ])?\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?"
_STAMPED = re.compile(rf"({_TIME})(?:\s*[:,-]?\s+)(?=\S)")
_CUT = re.compile(rf"\n+|(?<=[.;!?])\s+(?={_TIME}\s)|;\s+")


@dataclass(frozen=True, slots=True)
class Told(Worded):
    """What an entry says, as values. ``file_id`` and ``line`` are its proof."""

    zone_basis: str = ""
    level: str = ""
    file_id: int | None = None

    def kept(self) -> dict[str, object]:
        """For a JSON column; ``brought_back`` reads it."""
        times = {name: value.isoformat() for name in ("at", "until") if (value := getattr(self, name))}
        return {**asdict(self), "until": None, **times}


def brought_back(kept: Mapping[str, object]) -> Told:
    until, file_id, line = kept["until"], kept["file_id"], kept["line"]
    return Told(
        at=datetime.fromisoformat(str(kept["at"])),
        text=str(kept["text"]),
        until=datetime.fromisoformat(str(until)) if until else None,
        precision=str(kept["precision"]),
        zone_basis=str(kept["zone_basis"]),
        level=str(kept["level"]),
        detail=str(kept["detail"]),
        why_known=str(kept["why_known"]),
        file_id=file_id if isinstance(file_id, int) else None,
        line=line if isinstance(line, int) else None,
    )


def merged(stays: Told, others: Sequence[Told]) -> Told | Refusal:
    """One entry from several: the words of the one that stays, the others' beneath it with their times; from the
    earliest beginning to the latest end.
    """
    if not others:
        return refuse("others", "Choose at least one other entry to merge.", "others")
    if len(others) > MOST:
        return refuse("many", f"{MOST} entries can be merged at once at most.", "others")
    everyone = sorted([stays, *others], key=lambda told: told.at)
    first, last = everyone[0], max(told.until or told.at for told in everyone)
    detail = "\n".join(filter(None, [stays.detail, *(_line(told) for told in everyone if told is not stays)]))
    if len(detail) > LONGEST:
        return refuse("long", f"Together they are longer than {LONGEST:,} characters. Merge fewer.", "others")
    proof = next((told for told in [stays, *everyone] if told.file_id is not None), stays)
    return replace(
        stays,
        at=first.at,
        until=last if last > first.at else None,
        precision=first.precision,
        zone_basis=first.zone_basis,
        level=max((told.level for told in everyone), key=lambda level: _RANK.get(level, 0)),
        detail=detail,
        why_known="\n\n".join(dict.fromkeys(told.why_known for told in everyone if told.why_known))[:LONGEST],
        file_id=proof.file_id,
        line=proof.line,
    )


def _line(told: Told) -> str:
    return "\n".join(filter(None, [f"{told.at:%Y-%m-%d %H:%M:%S} UTC {told.text}", told.detail]))


@dataclass(frozen=True, slots=True)
class Part:
    """One of the entries that a split makes."""

    at: datetime
    text: str
    precision: str = "second"


def split(told: Told, parts: Sequence[Part]) -> list[Told] | Refusal:
    """The first part keeps what the entry had besides its words; the others share its proof."""
    if len(parts) < 2:
        return refuse("parts", "Write at least two parts, each on a line of its own.", "parts")
    if len(parts) > MOST:
        return refuse("many", f"An entry can be split into {MOST} parts at most.", "parts")
    for place, part in enumerate(parts, 1):
        unfit = Written(part.at, None, part.text, "", part.precision, None).unfit()
        if unfit:
            reasons = (Reason(one.code, f"Part {place}: {one.message}", "parts") for one in unfit.reasons)
            return Refusal(tuple(reasons))
    found = []
    for place, part in enumerate(parts):
        same = part.at == told.at
        values = replace(
            told,
            at=part.at,
            until=None,
            text=plain(part.text),
            precision=told.precision if same else part.precision,
            zone_basis=told.zone_basis if same else "setting",
        )
        found.append(values if place == 0 else replace(values, detail="", why_known=""))
    return found


def suggested(told: Told, zone: tzinfo) -> str:
    """The words of an entry cut where they may be cut, a part on each line, each with its time."""
    lines = told.detail.split("\n") if "\n" in told.detail and "\n" not in told.text else []
    texts = [part.strip() for part in _CUT.split(told.text) if part.strip()]
    own = told.at.astimezone(zone)
    rest = [line.strip() for line in lines if _STAMPED.match(line.strip())]
    return "\n".join(part if _STAMPED.match(part) else f"{own:%H:%M:%S} {part}" for part in [*texts, *rest][:MOST])


def parts_of(text: str, told: Told, zone: tzinfo) -> list[Part] | Refusal:
    """What somebody typed, a part on each line. A line without a time has that of the line before; a time of day is
    on the day of the entry.
    """
    at, precision, day = told.at, told.precision, told.at.astimezone(zone).date()
    found = []
    for place, line in enumerate((line for line in plain(text).splitlines() if line.strip()), 1):
        words = line.strip()
        if match := _STAMPED.match(words):
            when = _typed(match[1], zone, day)
            if isinstance(when, str):
                return refuse("time", f"Part {place}: {when}", "parts")
            (at, precision), words = when, words[match.end() :]
            if same_second(at, told.at):  # typed from what was shown, which has no fraction
                at, precision = told.at, told.precision
        found.append(Part(at, words, precision if precision in PRECISIONS else "second"))
    return found


def same_second(one: datetime, other: datetime) -> bool:
    return one.microsecond == 0 and one == other.replace(microsecond=0)


def _typed(text: str, zone: tzinfo, day: date) -> tuple[datetime, str] | str:
    try:
        return typed_time(text.replace(",", "."), zone, day)
    except NoTimeError as error:
        return str(error)
