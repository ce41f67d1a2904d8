"""The lists of a Slack export (users, channels, groups): who and where, but nothing that happened."""

from collections.abc import Iterator
from dataclasses import dataclass

from hotwash.ports.formats import Body, Record, Sample
from hotwash.ports.reading.documents import parse_documents

_USER, _CHANNEL = {"team_id", "profile"}, {"members", "created"}


@dataclass(frozen=True)
class SlackLists:
    key: str = "slack.lists"
    title: str = "Lists of a Slack export"
    family: str = "JSON"

    def recognise(self, sample: Sample) -> float:
        if not sample.complete or sample.text.strip()[:1] != "[":
            return 0.0
        found, _ = parse_documents(sample.text)
        items = found[0] if found and isinstance(found[0], list) else None
        if items is None:
            return 0.0
        if not items:
            return 0.6
        first = items[0]
        return (
            0.97
            if isinstance(first, dict) and (set(first) >= _USER or set(first) >= _CHANNEL) and "ts" not in first
            else 0.0
        )

    def read(self, body: Body) -> Iterator[Record]:
        for line in body.lines():
            body.understood += bool(line.text.strip())
        yield from ()


plugin = SlackLists()
