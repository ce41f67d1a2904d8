"""How the clocks of an incident's files stand to each other, and entries that contradict each other's times."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hotwash.evidence.core.clocks import Offset, Source, is_zoned, suggestions, told
from hotwash.evidence.core.keytimes import Contradiction
from hotwash.evidence.core.order import Marked, Told, entry_contradictions, mark_contradictions
from hotwash.evidence.core.precise import When
from hotwash.evidence.models import Entry, EvidenceFile, KeyTime
from hotwash.kernel import storage
from hotwash.kernel.core.errors import NotFound
from hotwash.ports.stamps import Stamp
from hotwash.ports.stamps.stamp import to_datetime
from hotwash.respond.models import Incident

MOST_FILES = 60
MOST_ENTRIES = 5_000
MS = 1_000_000


@dataclass(frozen=True, slots=True)
class Proof:
    """Something that both files report, and when each of them says it was."""

    what: str
    at: datetime | None
    against_at: datetime | None


@dataclass(frozen=True, slots=True)
class ClockHint:
    """``clock_offset_ms`` is what the file's correction would be if the hint is taken."""

    file: EvidenceFile
    against: EvidenceFile
    offset: Offset
    clock_offset_ms: int
    text: str

    @property
    def seconds(self) -> str:
        """The correction as it is typed on the file's page."""
        return f"{self.clock_offset_ms / 1000:g}"

    @property
    def proofs(self) -> list[Proof]:
        return [Proof(pair.token, _at(pair.two), _at(pair.one)) for pair in self.offset.pairs]


def _at(ns: int) -> datetime | None:
    return to_datetime(Stamp(ns, 9, 0))


def clock_hints(incident: Incident, file: EvidenceFile | None = None) -> list[ClockHint]:
    """For files whose clock or zone seems to be off, the likeliest correction, the surest first; or for one of them.
    Nothing is applied. At most 60 files are compared.
    """
    rows = EvidenceFile.objects.filter(incident=incident, removed_at=None).exclude(landmarks="").order_by("number")
    files = {row.reference: row for row in rows[:MOST_FILES]}
    if len(files) < 2 or (file is not None and file.reference not in files):
        return []
    found = suggestions([Source(name, _marks(row), is_zoned({row.zone_basis})) for name, row in files.items()])
    hints = [
        ClockHint(
            files[one.name],
            files[one.against],
            one.offset,
            files[one.name].clock_offset_ms + round(one.offset.shift / MS),
            told(one),
        )
        for one in found
    ]
    return [hint for hint in hints if file is None or hint.file.pk == file.pk]


def _marks(row: EvidenceFile) -> Mapping[str, int]:
    """The landmarks of a file with its clock as it is set now; none where they are gone."""
    try:
        with storage.open_blob(row.landmarks) as stream:
            values: dict[str, int] = json.loads(stream.read())
    except (NotFound, ValueError):
        return {}
    return {token: ns + row.clock_offset_ms * MS for token, ns in values.items()}


def order_contradictions(incident: Incident) -> list[Contradiction]:
    """Where key times stand apart from the entries they are marked on, and where entries contradict each other.

    The first 5,000 entries are looked at, in the order of time.
    """
    rows = Entry.objects.filter(incident=incident, deleted_at=None).order_by("at", "pk")[:MOST_ENTRIES]
    marks = KeyTime.objects.filter(incident=incident, entry__deleted_at=None, entry__isnull=False)
    marked = [
        Marked(mark.name, When(mark.at, mark.precision), _told(mark.entry))
        for mark in marks.select_related("entry").order_by("at", "pk")
        if mark.entry is not None
    ]
    return [*mark_contradictions(marked), *entry_contradictions(map(_told, rows))]


def _told(row: Entry) -> Told:
    when = When(row.at, row.precision, row.until)
    return Told(row.reference, when, row.text, row.kind, row.file_id or 0, row.line or 0)
