"""Entries in the full-text index."""

from hotwash.evidence.models import Entry
from hotwash.kernel import search


def index_entry(entry: Entry) -> None:
    incident = entry.incident
    added = entry.annotations.filter(removed_at=None).values_list("text", flat=True)
    search.index(
        search.Entry(
            kind="entry",
            object_id=entry.pk,
            title=f"{incident.reference} {entry.reference} {entry.text[:200]}",
            body="\n".join([entry.text, entry.detail, entry.why_known, *added]),
            url=f"/incidents/{incident.reference}/evidence/entries/{entry.number}/",
            at=entry.at,
            incident_id=entry.incident_id,
        )
    )
