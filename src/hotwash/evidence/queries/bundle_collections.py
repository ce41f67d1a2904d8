"""What was collected, in a bundle: a file for each run of a collector, and for each dry run."""

from collections.abc import Iterator
from datetime import datetime

from hotwash.evidence.core.bagging import Part, text_part
from hotwash.evidence.core.collecting import shown
from hotwash.evidence.core.custody import AskedFor
from hotwash.evidence.core.tables import as_json
from hotwash.evidence.events import CollectionTried
from hotwash.evidence.models import Collection
from hotwash.kernel.models import Event
from hotwash.respond.models import Incident


def collection_parts(incident: Incident) -> Iterator[Part]:
    rows = Collection.objects.filter(incident=incident).select_related("asked_by", "collector").order_by("pk")
    for place, row in enumerate(rows.prefetch_related("files", "answers"), start=1):
        yield text_part(f"collections/run-{place}.json", [as_json(_run(row), indent=2), "\n"])
    tried = Event.objects.filter(incident_id=incident.pk, type=CollectionTried.type).order_by("pk")
    for place, event in enumerate(tried, start=1):
        yield text_part(f"collections/dry-run-{place}.json", [as_json(_tried(event), indent=2), "\n"])


def _run(row: Collection) -> dict[str, object]:
    who = row.asked_by.name if row.asked_by else None
    asked = AskedFor(row.name, who, row.asked_at, row.question, row.begin, row.end, row.told, dry_run=False)
    answers = [
        {
            "series": answer.series,
            "question": shown(answer.query),
            "records": answer.records,
            "size": answer.size,
            "sha256": answer.sha256 or None,
        }
        for answer in row.answers.all()
    ]
    return asked.told(
        kind=row.collector.kind if row.collector else None,
        state=row.state,
        ended_by=row.cut or None,
        error=row.error or None,
        files=sorted(file.reference for file in row.files.all()),
        answers=answers,
    )


def _tried(event: Event) -> dict[str, object]:
    """A dry run of an earlier version did not say what it asked for."""
    said = event.payload
    begin, end = (datetime.fromisoformat(said[name]) if said.get(name) else None for name in ("begin", "end"))
    who, text = event.actor_name, said.get("text", "")
    return AskedFor(said["name"], who, event.at, text, begin, end, said["told"], dry_run=True).told()
