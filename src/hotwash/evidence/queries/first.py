"""Which moments of an incident to look at first: ranked across its files as they stand now."""

from datetime import UTC, datetime

from hotwash.evidence.core.moments.merge import MOST, Sourced
from hotwash.evidence.core.moments.rank import WEIGHED, ranked
from hotwash.evidence.models import Moment
from hotwash.evidence.queries.files import moments_of
from hotwash.ports.formats import Level, Record
from hotwash.ports.stamps import Stamp
from hotwash.respond.models import Incident

_HEAVY = ("file__density", "file__masked_places", "file__masked", "file__problems", "file__note")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def first_moments(incident: Incident, most: int = MOST) -> list[Moment]:
    """At most ``most`` proposed moments, the most telling first, with the score and the reason that all files together
    give them. Of the rows only the order of this list differs; nothing is written.
    """
    rows = list(moments_of(incident).defer(*_HEAVY)[:WEIGHED])
    sourced = [_sourced(row) for row in rows]
    origin = {id(one.record): row for one, row in zip(sourced, rows, strict=True)}
    found = []
    for one in ranked(sourced, most):
        row = origin[id(one.record)]
        row.score, row.why = one.score or 0.0, one.why
        found.append(row)
    return found


def _sourced(row: Moment) -> Sourced:
    level = Level(row.level) if row.level in set(Level) else None
    record = Record(_stamp(row.at), row.text, row.line, row.offset, level, row.kind)
    return Sourced(record, row.file.name, row.file.format, row.file_id, row.score, row.why, row.kind)


def _stamp(at: datetime | None) -> Stamp | None:
    if at is None:
        return None
    since = at - _EPOCH
    return Stamp(((since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds) * 1000, 6, 0)
