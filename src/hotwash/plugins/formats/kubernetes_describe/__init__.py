"""``kubectl describe``: its events have ages only; when the thing and its containers started and ended is told."""

import re
from collections.abc import Iterator

from hotwash.ports.formats import Body, Level, Record, Sample
from hotwash.ports.stamps import from_text

_HEAD = re.compile(r"Name: {2,}\S")
_STATE = re.compile(r"\s*(Start Time|Started|Finished|CreationTimestamp|Created|Last \w+ ?Time): +(?P<when>\S.*\d.*)")
_EVENTS = re.compile(r"Events: *(?P<none><none>)?$")
_EVENT = re.compile(
    r"  (?P<type>Normal|Warning) {2,}(?P<reason>\S+) {2,}(?P<age>\S+(?: \(.*?\))?) {2,}(?P<by>\S+) {2,}(?P<message>.*)"
)
_LONGEST = 8192


class Describe:
    """Each event of the last table is a record without a time; the states are placed beside, as they have one."""

    key = "kubernetes.describe"
    title = "Kubernetes object described"
    family = "marked text"

    def recognise(self, sample: Sample) -> float:
        lines = sample.filled[:1500]
        if not lines or not _HEAD.match(lines[0]):
            return 0.0
        return 0.95 if any(_EVENTS.match(text) for text in lines) else 0.0

    def read(self, body: Body) -> Iterator[Record]:
        thing, inside = "", False
        for line in body.lines():
            body.understood += bool(line.text.strip())
            if _HEAD.match(line.text):
                thing, inside = line.text.split()[1], False
            elif match := _EVENTS.match(line.text):
                inside = True
            elif inside and (match := _EVENT.match(line.text)):
                level = Level.WARNING if match["type"] == "Warning" else None
                text = f"{match['reason']} {thing}: {match['message']} (age {match['age']})"
                yield Record(
                    None, text[:_LONGEST], line.number, line.offset, level, "kubernetes.event", {"age": match["age"]}
                )
            elif not inside and (match := _STATE.match(line.text)) and (stamp := from_text(match["when"])):
                text = f"{thing}: {match[1].lower()}"
                yield Record(stamp, text, line.number, line.offset, None, "kubernetes.state", aside=True)


plugin = Describe()
