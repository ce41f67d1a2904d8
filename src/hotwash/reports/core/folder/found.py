"""What the evidence of a report folder adds: the moments near the incident's key times, and a line for each file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hotwash.evidence.core.inference import Setting
from hotwash.evidence.core.moments import Sourced, ranked
from hotwash.evidence.core.moments.merge import with_years
from hotwash.evidence.core.reading import Tally
from hotwash.evidence.core.scrub import scrub_text
from hotwash.ports.stamps import Basis
from hotwash.ports.stamps.stamp import to_datetime
from hotwash.reports.core.folder.incident import Told
from hotwash.reports.core.values import Entry

MARGIN = timedelta(days=1)  # moments further from the key times than this are another story
NOTES = {
    Basis.FILE: "zone taken from the file",
    Basis.ASSUMED: "zone assumed",
    Basis.REFERENCE: "day or year taken from the incident",
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def setting_of(incident: Told) -> Setting:
    """The incident's zone for times without one; its last key time for times without a year."""
    marks = _marks(incident)
    reference = int((max(marks) - _EPOCH).total_seconds()) * 1_000_000_000 if marks else None
    return Setting(ZoneInfo(incident.values.zone), reference)


def entries_of(moments: Iterable[Sourced], references: Mapping[str, str], incident: Told) -> Iterator[Entry]:
    """The most telling moments of all files as entries. ``references`` names each file's piece of evidence (E-1)."""
    chosen = ranked((one for one in with_years(list(moments)) if _near(one, incident)), incident.moments)
    for one in chosen:
        entry = _entry(one, references.get(one.file, ""), incident)
        if entry is not None:
            yield entry


def form_of(tallies: Sequence[Tally]) -> str:
    """What a file is: the format of the one that it is, or how many files an archive holds."""
    if len(tallies) > 1:
        return f"{len(tallies)} files"
    return next((tally.title for tally in tallies if tally.title), "")


def problem_of(tallies: Iterable[Tally]) -> str:
    """The first of what hindered the reading; empty where nothing did."""
    return next((problem for tally in tallies for problem in tally.problems), "")


def _marks(incident: Told) -> list[datetime]:
    return [key.at for key in incident.values.key_times if key.at is not None]


def _near(one: Sourced, incident: Told) -> bool:
    stamp, marks = one.record.stamp, _marks(incident)
    at = to_datetime(stamp) if stamp else None
    return at is not None and (not marks or min(marks) - MARGIN <= at <= max(marks) + MARGIN)


def _entry(one: Sourced, reference: str, incident: Told) -> Entry | None:
    stamp = one.record.stamp
    at = to_datetime(stamp) if stamp else None
    if stamp is None or at is None:
        return None
    zone = f"zone not written, {incident.values.zone} assumed" if stamp.zone is Basis.SETTING else ""
    notes = [zone or NOTES.get(stamp.zone, ""), NOTES.get(stamp.year, "")]
    lines = scrub_text(one.record.text).strip().split("\n")
    more = f", and {one.like} more like it" if one.like else ""
    return Entry(
        reference="",
        at=at,
        text=lines[0][:300] + more,
        precision=stamp.precision.value,
        lane=one.file.rsplit("/", 1)[-1],
        kind=one.kind,
        note=", ".join(note for note in dict.fromkeys(notes) if note),
        evidence=f"{reference} line {one.record.line}" if one.record.line else reference,
    )
