"""A reading as the JSON object that `hotwash read` writes and the archive keeps."""

from hotwash.reports.core.reading.actions import ReadAction
from hotwash.reports.core.reading.document import Reading


def as_object(name: str, reading: Reading) -> dict[str, object]:
    """The object of the contract: no time is null, as is a field that the document does not tell."""
    return {
        "file": name,
        "title": reading.title,
        "date": reading.date or None,
        "severity": reading.severity or None,
        "zone": reading.zone or None,
        "zone_basis": reading.zone_basis,
        "events": [
            {"time": event.time or None, "precision": event.precision, "text": event.text, "line": event.line}
            for event in reading.events
        ],
        "factors": list(reading.factors),
        "actions": [_action(action) for action in reading.actions],
        "questions": list(reading.questions),
    }


def _action(action: ReadAction) -> dict[str, object]:
    return {
        "text": action.text,
        "owners": list(action.owners),
        "due": action.due or None,
        "ticket": action.ticket or None,
        "status": action.status or None,
    }
