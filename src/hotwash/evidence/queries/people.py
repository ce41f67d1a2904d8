"""Who is who in the chats of an incident, as the lists of users among its evidence tell."""

from collections.abc import Mapping

from hotwash.evidence.core.people import Known, directories, of_place, people_in
from hotwash.evidence.models import EvidenceFile
from hotwash.kernel import storage
from hotwash.ports.formats import Body, Format
from hotwash.ports.registry import plugins


def people_for(file: EvidenceFile) -> Mapping[str, str]:
    """Names by id, for one file. They come from the masked texts of the lists."""
    formats = list(plugins("formats", Format).values())  # type: ignore[type-abstract]
    rows = EvidenceFile.objects.filter(
        incident=file.incident_id, removed_at=None, format__in=directories(formats), status=EvidenceFile.Status.READ
    )
    known = [Known(_people(row, formats), place=row.archive) for row in rows.exclude(scrubbed="")]
    return of_place(file.archive, known)


def _people(row: EvidenceFile, formats: list[Format]) -> Mapping[str, str]:
    if not storage.path_of(row.scrubbed).exists():
        return {}
    with storage.open_blob(row.scrubbed) as stream:
        return people_in(Body(row.name, stream), formats)
