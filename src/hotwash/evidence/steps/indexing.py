"""Entries in the full-text index."""

from hotwash.evidence.models import Entry
from hotwash.kernel import search


def index_entry(entry: Entry) -> None:
    incident = entry.incident
    search.index(
        search.Entry(
            kind="entry",
            object_id=entry.pk,
            title=f"{incident.reference} {entry.reference} {entry.text[:200]}",
            body=f"{entry.text}\n{entry.detail}\n{entry.why_known}",
            url=f"/incidents/{incident.reference}/evidence/entries/{entry.number}/",
            at=entry.at,
            incident_id=entry.incident_id,
        )
    )
