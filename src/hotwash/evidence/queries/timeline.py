"""Reading the timeline: windows by key, so that ten thousand entries cost no more than a hundred."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import Count, Max, Min, Q, QuerySet

from hotwash.evidence.core.bounds import plain, storable
from hotwash.evidence.core.draw import BINS, Lane, Picture, Rule, axis
from hotwash.evidence.core.keytimes import ORDER, Contradiction, Duration, contradictions, durations
from hotwash.evidence.core.precise import When
from hotwash.evidence.models import Entry, EvidenceFile, KeyTime
from hotwash.evidence.queries.notes import live_annotations, live_attachments
from hotwash.kernel.rows import existing
from hotwash.respond.models import Incident

WINDOW = 40
MOST_LANES = 12
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Shown:
    """Which entries are asked for: a lane, words, a span of time."""

    lane: str = ""
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def narrowed(self) -> bool:
        return bool(self.lane or self.words or self.since or self.until)


@dataclass(frozen=True, slots=True)
class Window:
    """``before`` and ``after`` are cursors to the windows around this one, empty at the ends."""

    entries: Sequence[Entry]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Summary:
    count: int
    first: datetime | None
    last: datetime | None


def entries_of(incident: Incident, shown: Shown | None = None) -> QuerySet[Entry]:
    rows = Entry.objects.filter(incident=incident, deleted_at=None)
    shown = shown or Shown()
    if shown.lane:
        rows = rows.filter(lane=plain(shown.lane))
    if words := plain(shown.words):
        rows = rows.filter(Q(text__icontains=words) | Q(detail__icontains=words))
    if shown.since:
        rows = rows.filter(at__gte=shown.since)
    if shown.until:
        rows = rows.filter(at__lt=shown.until)
    return rows


def window(incident: Incident, shown: Shown, *, after: str = "", before: str = "", size: int = WINDOW) -> Window:
    """Entries in time order after or before a cursor; a cursor that cannot be read is taken as absent."""
    rows = (
        entries_of(incident, shown)
        .select_related("file", "created_by", "split_from")
        .prefetch_related(live_attachments(), live_annotations())
        .order_by("at", "pk")
    )
    cursor = _cursor(after or before)
    if cursor and before:
        earlier = rows.filter(Q(at__lt=cursor[0]) | Q(at=cursor[0], pk__lt=cursor[1])).order_by("-at", "-pk")
        found = list(earlier[: size + 1])
        more, found = len(found) > size, found[:size][::-1]
        return Window(found, _key(found[0]) if more else "", _key(found[-1]) if found else "")
    if cursor:
        rows = rows.filter(Q(at__gt=cursor[0]) | Q(at=cursor[0], pk__gt=cursor[1]))
    found = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    return Window(found, _key(found[0]) if cursor and found else "", _key(found[-1]) if more else "")


def _key(entry: Entry) -> str:
    return f"{entry.at.isoformat()}_{entry.pk}"


def _cursor(text: str) -> tuple[datetime, int] | None:
    moment, _, key = text.rpartition("_")
    try:
        at, row = datetime.fromisoformat(moment), int(key)
        return (at, row) if at.tzinfo and storable(at) and 0 <= row < 2**62 else None
    except ValueError:
        return None


def get_entry(incident: Incident, number: int, *, removed: bool = False) -> Entry:
    """T-12 of an incident; ``NotFound`` where there is none. ``removed`` finds deleted ones too."""
    rows = Entry.objects.filter(incident=incident, number=number).select_related(
        "file", "moment", "created_by", "merged_into", "split_from"
    )
    return existing(
        (rows if removed else rows.filter(deleted_at=None)),
        f"There is no T-{number} on the timeline of {incident.reference}.",
    )


def summary(incident: Incident) -> Summary:
    found = entries_of(incident).aggregate(count=Count("pk"), first=Min("at"), last=Max("at"))
    return Summary(found["count"], found["first"], found["last"])


def lanes(incident: Incident) -> list[tuple[str, int]]:
    """Lanes with their numbers of entries, the fullest first."""
    rows = entries_of(incident).values_list("lane").annotate(count=Count("pk")).order_by("-count", "lane")
    return [(lane, count) for lane, count in rows[:50]]


def key_times(incident: Incident) -> list[KeyTime]:
    """The five in their order, then those of one's own by time."""
    order = {str(name): place for place, name in enumerate(ORDER)}
    rows = KeyTime.objects.filter(incident=incident).select_related("entry__merged_into")
    return sorted(rows, key=lambda row: (order.get(row.name, len(order)), row.at))


def clockwork(
    incident: Incident, marked: Sequence[KeyTime], told: Summary
) -> tuple[list[Duration], list[Contradiction]]:
    """Durations between the marked times, and what contradicts what."""
    times = {row.name: row.at for row in marked}
    known = {row.name: When(row.at, row.precision) for row in marked}
    ends = [moment for moment in (told.first, told.last) if moment]
    return durations(times), contradictions(known, incident.declared_at, ends)


def picture(incident: Incident, told: Summary, marked: Sequence[KeyTime], shown: Shown | None = None) -> Picture | None:
    """What the drawing function needs, from one aggregate query; nothing where there is nothing to draw.

    A span that is asked for becomes the time axis.
    """
    times = [moment for moment in (told.first, told.last, *(row.at for row in marked)) if moment]
    if not times:
        return None
    start, end = axis(min(times), max(times), [row.at for row in marked])
    if end - start < timedelta(minutes=1):
        end = start + timedelta(minutes=1)
    margin = (end - start) / 40
    start, end = _back(start, margin), _on(end, margin)
    if shown:
        start, end = shown.since or start, shown.until or end
    if start >= end:
        return None
    rules = [Rule(row.name, row.at) for row in marked if start <= row.at <= end]
    return Picture(start, end, _lanes(incident, start, end), rules)


def _back(moment: datetime, margin: timedelta) -> datetime:
    earliest = datetime.min.replace(tzinfo=UTC)
    return earliest if moment - earliest < margin else moment - margin


def _on(moment: datetime, margin: timedelta) -> datetime:
    latest = datetime.max.replace(tzinfo=UTC)
    return latest if latest - moment < margin else moment + margin


_COUNTED = """
SELECT lane, least(%s, greatest(1, width_bucket(extract(epoch FROM at), %s, %s, %s))) AS bin, count(*)
FROM hotwash_entry WHERE incident_id = %s AND deleted_at IS NULL AND at BETWEEN %s AND %s GROUP BY lane, bin
"""


def _lanes(incident: Incident, start: datetime, end: datetime) -> list[Lane]:
    counts: dict[str, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, [BINS, start.timestamp(), end.timestamp(), BINS, incident.pk, start, end])
        for lane, place, count in cursor.fetchall():
            counts.setdefault(lane or "notes", [0] * BINS)[place - 1] += count
    full = sorted(counts, key=lambda name: (name != "response", -sum(counts[name]), name))
    for name in full[MOST_LANES - 1 :] if len(full) > MOST_LANES else []:
        others = counts.setdefault(OTHERS, [0] * BINS)
        counts[OTHERS] = [one + two for one, two in zip(others, counts.pop(name), strict=True)]
    weights = _weights(incident, list(counts), start, end)
    return [Lane(name, row, weights.get(name, ())) for name, row in counts.items()]


def _weights(incident: Incident, names: list[str], start: datetime, end: datetime) -> dict[str, list[int]]:
    """The density of log lines behind the lanes of files."""
    files = EvidenceFile.objects.filter(incident=incident, removed_at=None).exclude(density={}).only("name", "density")
    found: dict[str, list[int]] = {}
    length = (end - start).total_seconds()
    for file in files[:200]:
        name = file.name.rsplit("/", 1)[-1][:120]
        if name not in names:
            continue
        row = found.setdefault(name, [0] * BINS)
        for place, count in enumerate(file.density.get("counts", [])):
            at = file.density["start"] + place * file.density["step"] - start.timestamp()
            if count and 0 <= at < length:
                row[int(at / length * BINS)] += count
    return found
