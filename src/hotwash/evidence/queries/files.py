"""Reading evidence files, their records and their moments."""

from collections.abc import Iterator
from itertools import islice

from django.db.models import Count, Q, QuerySet

from hotwash.evidence.models import EvidenceFile, Moment
from hotwash.evidence.models.pictures import Sight
from hotwash.evidence.queries.records import STEP
from hotwash.kernel import storage
from hotwash.kernel.rows import existing
from hotwash.respond.models import Incident


def files_of(incident: Incident) -> QuerySet[EvidenceFile]:
    """The files that were not removed, with how many of their moments wait, are pinned, and are cited."""
    return (
        EvidenceFile.objects.filter(incident=incident, removed_at=None)
        .select_related("added_by")
        .annotate(
            waiting=Count("moments", filter=Q(moments__state=Moment.State.PROPOSED)),
            pinned=Count("moments", filter=Q(moments__state=Moment.State.PINNED)),
        )
        .order_by("number")
    )


def get_file(incident: Incident, number: int) -> EvidenceFile:
    """E-3 of an incident, removed ones included; ``NotFound`` where there is none."""
    return existing(
        EvidenceFile.objects.filter(incident=incident, number=number).select_related("added_by", "incident"),
        f"There is no evidence E-{number} in {incident.reference}.",
    )


def moments_of(incident: Incident, state: str = Moment.State.PROPOSED) -> QuerySet[Moment]:
    """Moments of all files, the highest score first."""
    rows = Moment.objects.filter(file__incident=incident, file__removed_at=None, state=state)
    return rows.select_related("file").order_by("-score", "at", "pk")


def pinned_lines(incident: Incident) -> set[tuple[int, int]]:
    """File and line of what stands on the timeline."""
    rows = Moment.objects.filter(file__incident=incident, file__removed_at=None, state=Moment.State.PINNED)
    return set(rows.values_list("file_id", "line"))


def sight_of(file: EvidenceFile) -> Sight | None:
    """What was seen in a picture; None of what is no picture, or was not looked at yet."""
    return Sight.objects.filter(file=file).first()


def get_moment(incident: Incident, pk: int) -> Moment:
    return existing(
        Moment.objects.filter(file__incident=incident, pk=pk).select_related("file"),
        f"There is no such moment in {incident.reference}. Its file may have been read anew; reload the page.",
    )


def lines_page(file: EvidenceFile, start: int = 0, count: int = STEP) -> list[tuple[int, str]]:
    """Masked lines by number, for a file without records."""
    if not file.scrubbed:
        return []
    with storage.open_blob(file.scrubbed) as stream:
        found = islice(stream, start, start + count)
        return [
            (start + place + 1, line.decode("utf-8", "replace").rstrip("\n")[:4000]) for place, line in enumerate(found)
        ]


def scrubbed_parts(file: EvidenceFile) -> Iterator[bytes]:
    """The masked text as a stream, for download."""
    with storage.open_blob(file.scrubbed) as stream:
        while part := stream.read(1 << 16):
            yield part
