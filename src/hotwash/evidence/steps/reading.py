"""What the worker does with a file that waits: unpack it or read it, then write what was found, in one transaction."""

from dataclasses import asdict
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from hotwash.evidence.core.bounds import storable_time
from hotwash.evidence.core.moments import Moment as FoundMoment
from hotwash.evidence.core.progress import ReadingStopped as Stopped
from hotwash.evidence.core.reading import Tally, weakest
from hotwash.evidence.core.scrub import scrub_text
from hotwash.evidence.events import EvidenceRead, ReadDue
from hotwash.evidence.models import Entry, EvidenceFile, Moment
from hotwash.evidence.models.pictures import Sight
from hotwash.evidence.steps.files import Upload, add_evidence
from hotwash.evidence.steps.intake import Intake, Unpacked, members_of, read_file
from hotwash.evidence.steps.rereading import read_with_names
from hotwash.evidence.steps.seeing import Look
from hotwash.kernel import search, storage
from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.errors import NotFound
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import step
from hotwash.ports.reading.attachments import LARGEST, attachments_of

PLACES = 500
SEARCHED = 40
MOST_MOMENTS = 300


def read_waiting_file(event: ReadDue, *, now: datetime) -> EvidenceFile | None:
    """Follower of ``ReadDue``. A file that is gone or removed, or whose reading was stopped, is left alone.

    A reading that is stopped, or overtaken by a newer one, leaves nothing behind.
    """
    file = _begun(event.file_id)
    if file is None:
        return None
    telling = partial(_go_on, file)
    try:
        inside = members_of(file, telling)
        if inside:
            return _unpack(file, inside, now)
        reference = file.incident.resolved_at or file.incident.declared_at or now
        intake = read_file(file, telling, reference=reference)
        row = _write(file, intake)
        _add_attached(row, intake, now)
        if intake.tells_people:
            read_with_names(incident=row.incident, now=now)
        return row
    except Stopped:
        return None
    except NotFound as error:
        lost = Tally(failed=True, problems=[str(error)])
        return _write(file, Intake(lost))


def _begun(file_id: int) -> EvidenceFile | None:
    """The file, if it is to be read, as that of a new run."""
    wanted = EvidenceFile.objects.filter(pk=file_id, removed_at=None).exclude(status=EvidenceFile.Status.STOPPED)
    with transaction.atomic():
        file = wanted.select_related("incident").select_for_update(of=("self",)).first()
        if file is not None:
            file.status, file.run, file.done = EvidenceFile.Status.READING, file.run + 1, 0
            file.save(update_fields=["status", "run", "done"])
    return file


def _go_on(file: EvidenceFile, done: int) -> None:
    """Writes how far a run came; ``Stopped`` where it is not wanted any more."""
    if not _run(file).update(done=done):
        raise Stopped


def _run(file: EvidenceFile) -> "QuerySet[EvidenceFile]":
    return EvidenceFile.objects.filter(pk=file.pk, run=file.run, status=EvidenceFile.Status.READING, removed_at=None)


def _held(file: EvidenceFile) -> EvidenceFile:
    """The row of a run, locked, to write what it found."""
    row = _run(file).select_for_update().first()
    if row is None:
        raise Stopped
    row.done = row.size
    return row


def _unpack(file: EvidenceFile, inside: list[Unpacked], now: datetime) -> EvidenceFile:
    problems = [one.problem for one in inside if one.problem]
    for one in inside:
        if one.stored is None:
            continue
        upload = Upload(one.name, one.stored, file.reference)
        added = add_evidence(actor=SYSTEM, incident=file.incident, upload=upload, now=now)
        if isinstance(added, Refusal) and added.reasons[0].code != "duplicate":
            problems.append(str(added))
    with step(actor=SYSTEM, permission=Permission.EDIT, scope=file.incident) as record:
        row = _held(file)
        row.status, row.format, row.problems = EvidenceFile.Status.READ, "archive", problems[:100]
        row.records = sum(one.stored is not None for one in inside)
        row.save(update_fields=["status", "format", "problems", "records", "done"])
        record(_event(row, 0))
    return row


def _write(file: EvidenceFile, intake: Intake) -> EvidenceFile:
    tally = intake.tally
    with step(actor=SYSTEM, permission=Permission.EDIT, scope=file.incident) as record:
        row = _held(file)
        nothing = tally.failed and not tally.records
        row.status = EvidenceFile.Status.FAILED if nothing else EvidenceFile.Status.READ
        row.format, row.encoding, row.records = tally.format, tally.encoding[:40], tally.records
        row.explained, row.problems = tally.explained, [scrub_text(problem) for problem in tally.problems[:100]]
        row.earliest, row.latest = storable_time(tally.earliest), storable_time(tally.latest)
        if row.zone_basis != "setting":
            row.zone = _only(tally.zones)
            row.zone_basis = weakest(tally.bases).value if tally.timed else ""
        row.year_basis = weakest(tally.years).value if tally.timed else ""
        row.masked = dict(intake.scrubber.counts)
        row.masked_places = [asdict(found) for found in intake.scrubber.found[:PLACES]]
        row.scrubbed, row.book, row.density = intake.scrubbed, intake.book, intake.density
        row.landmarks = intake.landmarks
        row.save()
        count = _renew_moments(row, intake.moments)
        _keep_look(row, intake.look)
        record(_event(row, count))
        _index(row, intake)
    return row


def _add_attached(file: EvidenceFile, intake: Intake, now: datetime) -> None:
    """What was attached to mail becomes evidence of its own, out of the mail."""
    if intake.tally.format != "mail" or file.size > LARGEST:
        return
    with storage.open_blob(file.sha256) as stream:
        for one in attachments_of(stream.read()):
            upload = Upload(one.name, storage.put(one.content), file.reference)
            add_evidence(actor=SYSTEM, incident=file.incident, upload=upload, now=now)


def _keep_look(row: EvidenceFile, look: Look | None) -> None:
    if look is None:
        Sight.objects.filter(file=row).delete()
        return
    seen = look.seen
    values = {"thumbnail": look.thumbnail, "text": seen.text, "by": seen.by, "problem": seen.problem[:200]}
    Sight.objects.update_or_create(file=row, defaults=values)


def _event(row: EvidenceFile, moments: int) -> EvidenceRead:
    return EvidenceRead(
        incident_id=row.incident_id,
        file_id=row.pk,
        reference=row.reference,
        status=row.status,
        format=row.format,
        records=row.records,
        moments=moments,
        masked=sum(row.masked.values()),
    )


def _only(zones: set[str]) -> str:
    named = {zone for zone in zones if zone}
    return named.pop() if len(zones) == 1 and named else "mixed" if named else ""


def _renew_moments(row: EvidenceFile, found: list[FoundMoment]) -> int:
    """Proposals are made anew. What people pinned or dismissed stays, its time put right unless changed by hand."""
    kept = {
        (moment.line, moment.kind, moment.text): moment for moment in row.moments.exclude(state=Moment.State.PROPOSED)
    }
    row.moments.filter(state=Moment.State.PROPOSED).delete()
    fresh = []
    for one in sorted(found, key=lambda moment: -moment.score)[:MOST_MOMENTS]:
        made = _row_of(row, one)
        old = kept.get((made.line, made.kind, made.text))
        if old is None:
            fresh.append(made)
        elif old.at != made.at and made.at is not None:
            Entry.objects.filter(moment=old, at=old.at or made.at).update(at=made.at, zone_basis=made.zone_basis)
            Moment.objects.filter(pk=old.pk).update(at=made.at, precision=made.precision, zone_basis=made.zone_basis)
    Moment.objects.bulk_create(fresh)
    return len(fresh)


def _row_of(row: EvidenceFile, one: FoundMoment) -> Moment:
    record, stamp = one.record, one.record.stamp
    like = f"; {one.like} more like it" if one.like and "more like it" not in one.why else ""
    return Moment(
        file=row,
        at=storable_time(stamp),
        precision=stamp.precision.value if stamp else "unknown",
        zone_basis=stamp.zone.value if stamp else "",
        kind=one.kind[:60],
        level=record.level.value if record.level else "",
        text=record.text[:4000].replace("\x00", ""),
        source=row.name.rsplit("/", 1)[-1],
        score=one.score,
        why=f"{one.why}{like}",
        line=record.line,
        offset=record.offset,
    )


def _index(row: EvidenceFile, intake: Intake) -> None:
    """A file is found by its name, by what its moments say, by the words in a picture. Only masked text gets here."""
    best = sorted(intake.moments, key=lambda moment: -moment.score)[:SEARCHED]
    told = [moment.record.text[:400].replace("\x00", "") for moment in best]
    if intake.look is not None:
        told.append(intake.look.seen.text)
    search.index(
        search.Entry(
            kind="evidence",
            object_id=row.pk,
            title=f"{row.reference} {row.name}",
            body="\n".join(told),
            url=f"/incidents/{row.incident.reference}/evidence/files/{row.number}/",
            at=row.added_at,
            incident_id=row.incident_id,
        )
    )
