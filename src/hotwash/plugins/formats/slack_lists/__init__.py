"""The lists of a Slack export (users, channels, groups) and the answers of ``users.list``: who and where, but nothing
that happened.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hotwash.ports.formats import Body, Record, Sample
from hotwash.ports.reading.fields import first_text, text_at
from hotwash.ports.reading.objects import as_list

_USER, _CHANNEL = {"team_id", "profile"}, {"members", "created"}


@dataclass(frozen=True)
class SlackLists:
    key: str = "slack.lists"
    title: str = "Lists of a Slack export"
    family: str = "JSON"

    def recognise(self, sample: Sample) -> float:
        found = sample.objects or sample.documents
        if len(found) == 1 and found[0] == []:
            return 0.6
        items = [item for document in found[:5] for item in _items(document)[:5]]
        fits = bool(items) and all(isinstance(item, dict) and _is_listed(item) for item in items)
        return 0.97 if fits and not any(isinstance(one, dict) and "ok" not in one for one in found[:5]) else 0.0

    def read(self, body: Body) -> Iterator[Record]:
        for line in body.lines():
            body.understood += bool(line.text.strip())
        yield from ()

    def people(self, body: Body) -> Mapping[str, str]:
        """Users by their id, called as they call themselves."""
        sample = body.sample
        users = [user for document in sample.objects or sample.documents for user in _items(document)]
        found = {text_at(user, "id"): first_text(user, *_CALLED) for user in users if isinstance(user, dict)}
        return {number: name for number, name in found.items() if number and name}


_CALLED = ("profile.display_name", "profile.real_name", "real_name", "name")


def _items(document: object) -> list[object]:
    """Of a list itself, or of an answer of the API."""
    return list(as_list(document.get("members") if isinstance(document, dict) else document))


def _is_listed(item: dict[str, object]) -> bool:
    return (set(item) >= _USER or set(item) >= _CHANNEL) and "ts" not in item


plugin = SlackLists()
