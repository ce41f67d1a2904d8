"""Statuspage: its webhook and the answers of its incidents API. Each update of an incident is one event, newest first."""

from collections.abc import Iterator

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.fields import Item, first_text, get
from hotwash.ports.reading.objects import JsonFormat, as_list

_DONE = {"resolved", "completed", "operational", "postmortem"}


def updates(document: object) -> Iterator[object]:
    """The updates of all incidents of a document, each with the name of its incident."""
    if not isinstance(document, dict):
        return
    incidents = [get(document, "incident"), *as_list(document.get("incidents")), document]
    for incident in incidents:
        for update in as_list(get(incident, "incident_updates")):
            if isinstance(update, dict):
                yield {**update, "incident_name": get(incident, "name"), "update": True}


def describe(item: Item) -> Detail:
    status = first_text(item, "status")
    text = f"{first_text(item, 'incident_name')} {status}: {first_text(item, 'body')}".strip(": ")
    done = status in _DONE
    level = Level.INFO if done else Level.WARNING
    return Detail(text, level, "alert.resolved" if done else "alert.state", {"state": status})


plugin = JsonFormat(
    "statuspage",
    "Statuspage incidents",
    has=("update", "status"),
    time=("display_at", "created_at", "updated_at"),
    describe=describe,
    expand=updates,
    score=0.97,
)
