"""Reading a stored file: scrubbed first, then recognised, its records and moments kept beside it. Rows come last.

All the long work happens outside a transaction; a crash leaves a file that is still waiting, and reading twice gives
the same.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast
from zoneinfo import ZoneInfo

from hotwash.evidence.core.aliases import Aliases
from hotwash.evidence.core.bulk import Unfit
from hotwash.evidence.core.columns import TYPES, UNKNOWN_NS, UNKNOWN_OFFSET, Batch, batches
from hotwash.evidence.core.detectors import library_rules
from hotwash.evidence.core.inference import Setting
from hotwash.evidence.core.landmarks import Landmarks
from hotwash.evidence.core.moments import Moment
from hotwash.evidence.core.opening import Member, open_members
from hotwash.evidence.core.progress import MASKING, Tell, Watched
from hotwash.evidence.core.reading import Reading, Tally
from hotwash.evidence.core.scrub import Scrubber
from hotwash.evidence.core.watching import Watching
from hotwash.evidence.models import EvidenceFile
from hotwash.evidence.queries.people import people_for
from hotwash.evidence.steps.masking import aliases_of
from hotwash.evidence.steps.seeing import Look, look_closer
from hotwash.kernel import storage
from hotwash.kernel.columns import WRITING, engine
from hotwash.kernel.core.errors import TooLarge
from hotwash.ports.formats import Body, Directory, Format
from hotwash.ports.reading.body import LimitReachedError
from hotwash.ports.reading.pictures import is_picture
from hotwash.ports.registry import plugins

if TYPE_CHECKING:
    from hotwash.evidence.core.sweep import Table

_CHUNK = 1 << 20


@dataclass(slots=True)
class Intake:
    """What came of reading one file, before it is written to rows."""

    tally: Tally
    moments: list[Moment] = field(default_factory=list)
    scrubber: Scrubber = field(default_factory=Scrubber)
    scrubbed: str = ""
    book: str = ""
    landmarks: str = ""
    density: dict[str, object] = field(default_factory=dict)
    look: Look | None = None  # only of a picture
    tells_people: bool = False  # a list of users


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A file inside an archive, stored by itself; or what hindered."""

    name: str
    stored: storage.Stored | None
    problem: str = ""


def members_of(file: EvidenceFile, tell: Tell) -> list[Unpacked]:
    """The files inside an archive, each stored whole; nothing for a file that is read as it is."""
    found: list[Unpacked] = []
    with storage.open_blob(file.sha256) as stream:
        for member in open_members(file.name, _watched(stream, file.size, tell, (0, file.size))):
            if member.name == file.name or not member.name.startswith(f"{file.name}/"):
                return []
            found.append(_stored(member, file.name))
    return found


def _stored(member: Member, archive: str) -> Unpacked:
    name = member.name.removeprefix(f"{archive}/")
    if member.stream is None:
        return Unpacked(name, None, f"{name}: {member.problem}")
    try:
        return Unpacked(name, storage.put(_parts(member.stream)))
    except (LimitReachedError, TooLarge) as error:
        return Unpacked(name, None, f"{name}: {error}")
    except (OSError, EOFError, ValueError, RuntimeError) as error:
        return Unpacked(name, None, f"{name}: the archive is damaged here ({error}).")


def _parts(stream: BinaryIO) -> Iterator[bytes]:
    while part := stream.read(_CHUNK):
        yield part


def _watched(stream: BinaryIO, size: int, tell: Tell, span: tuple[int, int]) -> BinaryIO:
    return cast("BinaryIO", Watched(stream, size, tell, span))


def read_file(file: EvidenceFile, tell: Tell, *, reference: datetime) -> Intake:
    """``reference`` is a time near the end of the incident, for times without a year. ``tell`` hears how many bytes
    of the file were done, and may raise ``ReadingStopped``.
    """
    setting = Setting(
        ZoneInfo(file.zone) if file.zone_basis == "setting" and file.zone else None,
        int(reference.timestamp()) * 1_000_000_000,
        -file.clock_offset_ms,
    )
    with storage.open_blob(file.sha256) as stream:
        half = int(file.size * MASKING)
        member = next(iter(open_members(file.name, _watched(stream, file.size, tell, (0, half)))))
        body = Body(file.name, member.stream or io.BytesIO())
        if member.problem:
            body.fail(member.problem)
            return Intake(Reading(body, ()).summed_up())
        body.people = partial(people_for, file)
        found = _read(body, setting, _Telling(tell, (half, file.size)), aliases_of(file.incident))
    if found.tally.format == "picture":
        found.look = look_closer(file.sha256, file.size)
    return found


@dataclass(frozen=True, slots=True)
class _Telling:
    tell: Tell
    span: tuple[int, int]


def _read(body: Body, setting: Setting, telling: _Telling, aliases: Aliases) -> Intake:
    from hotwash.evidence.core.masking import masked_blocks  # noqa: PLC0415 - arrays take a tenth of a second to load

    formats = list(plugins("formats", Format).values())  # type: ignore[type-abstract]
    scrubber = Scrubber(more=library_rules())
    if body.encoding == "binary" or is_picture(body.sample.head):
        return _take(Reading(body, formats, setting), Intake(Tally(), scrubber=scrubber), setting)
    stored = storage.put(masked_blocks(body, scrubber, aliases)) if body.consumed else storage.put(b"")
    scrubber.counts.update({f"{kind.called} address": count for kind, count in aliases.counts.items()})
    with storage.open_blob(stored.sha256) as masked:
        second = Body(body.name, _watched(masked, stored.size, telling.tell, telling.span))
        second.problems, second.failed, second.people = body.problems, body.failed, body.people
        intake = Intake(Tally(), scrubber=scrubber, scrubbed=stored.sha256 if stored.size else "")
        taken = _take(Reading(second, formats, setting), intake, setting)
        taken.tally.encoding = body.encoding
        return taken


def _take(reading: Reading, intake: Intake, setting: Setting) -> Intake:
    """All records once: into the book, the moments, the landmarks and the density at the same time. By columns where
    the file allows it, which gives the same.
    """
    watching = _swept(reading, intake, setting)
    if watching is None:
        watching = Watching()
        records = watching.watched(reading.records())
        intake.book = _store_tables(map(_arrays, batches(records, ahead=setting.ahead_ms * 1_000_000)))
    intake.moments, intake.density = watching.finder.moments(), watching.density.summed_up()
    intake.landmarks = _store_landmarks(watching.landmarks, setting.ahead_ms)
    intake.tally, intake.tells_people = reading.tally, isinstance(reading.format, Directory)
    return intake


def _swept(reading: Reading, intake: Intake, setting: Setting) -> Watching | None:
    from hotwash.evidence.core.sweep import sweep_of  # noqa: PLC0415 - as above

    sweep = sweep_of(reading, setting)
    if sweep is None:
        return None
    try:
        intake.book = _store_tables(sweep.tables())
    except Unfit:
        reading.body.rewind()
        return None
    return sweep.watching


def _store_landmarks(landmarks: Landmarks, ahead_ms: int) -> str:
    """Kept with the times that stand in the file: a correction of its clock may change later."""
    found = {token: ns + ahead_ms * 1_000_000 for token, ns in landmarks.found().items()}
    return storage.put(json.dumps(found).encode()).sha256 if found else ""


def _store_tables(tables: Iterable[Table]) -> str:
    """The records as a columnar file in the store; its SHA-256. Memory: a batch, and what the engine is allowed."""
    columns = ", ".join(f'"{name}" {kind}' for name, kind in TYPES.items())
    missing = {"ns": UNKNOWN_NS, "zone": UNKNOWN_OFFSET}
    taken = ", ".join(f'nullif("{name}", {missing[name]})' if name in missing else f'"{name}"' for name in TYPES)
    with engine(WRITING) as connection, tempfile.NamedTemporaryFile(suffix=".parquet") as written:
        connection.execute(f"CREATE TABLE records ({columns})")
        for table in tables:
            connection.register("batch", table)
            connection.execute(f"INSERT INTO records SELECT {taken} FROM batch")  # noqa: S608 - names of columns
            connection.unregister("batch")
        connection.execute(
            "COPY records TO ? (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2, ROW_GROUP_SIZE 50000)",
            [written.name],
        )
        with open(written.name, "rb") as stream:  # noqa: PTH123 - written anew under that name
            return storage.put(_parts(stream)).sha256


_NUMPY = {
    "INTEGER": "int32",
    "BIGINT": "int64",
    "TINYINT": "int8",
    "UTINYINT": "uint8",
    "BOOLEAN": "bool",
    "VARCHAR": "object",
}


def _arrays(batch: Batch) -> Table:
    import numpy as np  # noqa: PLC0415 - with the engine, and only where it is

    return {name: np.array(column, dtype=_NUMPY[TYPES[name]]) for name, column in batch.columns().items()}
