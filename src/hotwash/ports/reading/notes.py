"""Plain notes: what people wrote down, with times in the text; and any other text, still searched for times."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from hotwash.ports.formats import Body, Record, Sample
from hotwash.ports.reading.levels import level_in
from hotwash.ports.reading.openers import time_in
from hotwash.ports.stamps import Stamp, from_text
from hotwash.ports.stamps.stamp import DAY, NS, Basis
from hotwash.ports.stamps.zones import ZONE, offset_of

_CLOCK = re.compile(
    rf"^[\s>*+#|\[(-]*(?:at )?~?(?P<hour>[01]?\d|2[0-4])[:h.](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,](?P<fraction>\d{{1,9}}))?)?"
    rf"(?:\s?(?P<half>[AaPp]\.?[Mm])\b)?(?:\s?{ZONE})?(?![\w:%.])(?P<rest>.*)$",
    re.DOTALL,
)
_IN_BRACKETS = re.compile(rf"[(\[,]\s*(?:times in |all times )?{ZONE}\s*[)\],]")
_DATE = re.compile(
    r"(?<![\d-])\d{4}-\d\d-\d\d(?![\d-])|(?<!\d)\d{1,2} [A-Z][a-z]{2,8} \d{4}|[A-Z][a-z]{2,8} \d{1,2},? \d{4}"
)


def day_of(text: str) -> Stamp | None:
    """The day that a line of prose names: a heading such as "Notes, 3 May 2026"."""
    match = _DATE.search(text)
    if not match:
        return None
    if match[0][:4].isdigit():
        return from_text(match[0])
    found = from_text(f"{match[0]} 00:00:00".replace(",", ""))
    return replace(found, digits=-2, raw=match[0]) if found else None


def clock_in(text: str, day: Stamp | None) -> tuple[Stamp, str] | None:
    """A time of day at the start of a line, on the day that was named before it, and the words after it."""
    match = _CLOCK.match(text)
    if not match or day is None:
        return None
    hour = int(match["hour"])
    if match["half"] and hour <= 12:
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    offset, assumed = offset_of(match["zone"]) if match["zone"] else (None, False)
    fraction = match["fraction"] or ""
    seconds = hour * 3600 + int(match["minute"]) * 60 + int(match["second"] or 0) - (offset or 0)
    ns = day.ns // (DAY * NS) * DAY * NS + seconds * NS + int(fraction.ljust(9, "0") or 0)
    basis = Basis.NONE if offset is None else Basis.ASSUMED if assumed else Basis.LINE
    digits = len(fraction) if match["second"] else -1
    raw = text[: match.start("rest")].strip()
    stamp = Stamp(ns, digits, offset, basis, day.yearless, raw, Basis.FILE)
    return stamp, match["rest"].strip(" \t:-|–—]*)")


def _zone_in(text: str, before: int | None) -> int | None:
    """The zone that a heading names beside its day: "Notes, 3 May 2026 (UTC)"; it holds until another one does."""
    match = _IN_BRACKETS.search(text)
    return offset_of(match["zone"])[0] if match else before


@dataclass(frozen=True)
class NotesFormat:
    """Prose. A line that begins with a time is an event, on the last day that was named; a line that holds a whole
    date and time is one too. The rest is kept and searchable.
    """

    key: str = "notes"
    title: str = "Notes or other text"
    family: str = "prose"

    def recognise(self, sample: Sample) -> float:
        return 0.0 if sample.body.encoding == "binary" or not sample.filled else 0.05

    def read(self, body: Body) -> Iterator[Record]:
        zone: int | None = None
        day: Stamp | None = next((found for line in body.sample.lines[:50] if (found := day_of(line))), None)
        current: Record | None = None
        times = 0
        for line in body.lines():
            text = line.text.strip()
            dated = day_of(text)
            day, zone = (dated, _zone_in(text, zone)) if dated else (day, zone)
            clocked = clock_in(text, day)
            stamp = clocked[0] if clocked else time_in(text)
            if stamp and stamp.offset is None and zone is not None:
                stamp = replace(stamp, ns=stamp.ns - zone * NS, offset=zone, zone=Basis.FILE)
            if stamp:
                if current:
                    yield current
                words = clocked[1] if clocked else text
                current = Record(stamp, words[:8192] or text, line.number, line.offset, level_in(text), "note")
                body.understood += 1
                times += 1
            elif current and text and len(current.text) < 8192 and not text.startswith(("#", "=", "- ", "* ")):
                current = replace(current, text=f"{current.text}\n{text}", size=current.size + 1)
        if current:
            yield current
        if not times:
            body.problems.append("No times were found in this text: it is kept and can be searched and cited.")
