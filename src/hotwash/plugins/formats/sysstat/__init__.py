"""What ``sar``, ``mpstat`` and ``pidstat`` print: the day in the first line, then rows of figures by time of day."""

import re
from collections.abc import Iterator

from hotwash.ports.formats import Body, Record, Sample
from hotwash.ports.stamps import Stamp, from_text
from hotwash.ports.stamps.stamp import DAY, NS

_HEAD = re.compile(
    r"(?:Linux|AIX|SunOS) \S+ \(?[\w.-]+\)?\s+(?P<day>\d\d/\d\d/\d{2,4}|\d{4}-\d\d-\d\d|\d\d\.\d\d\.\d{2,4})"
)
_ROW = re.compile(r"(?P<clock>\d\d:\d\d:\d\d(?: [AP]M)?)\s+(?P<rest>\S.*)")
_FIGURE = re.compile(r"-?\d+(?:[.,]\d+)?%?")


class Sysstat:
    """A row whose figures are words is the head of the rows below it. Averages have no time and are left out."""

    key = "sysstat"
    title = "Figures of sar, mpstat or pidstat"
    family = "table"

    def recognise(self, sample: Sample) -> float:
        lines = sample.filled[:40]
        rows = bool(lines and _HEAD.match(lines[0])) and any(_ROW.match(text) for text in lines)
        return 0.95 if rows else 0.0

    def read(self, body: Body) -> Iterator[Record]:
        day, names, before = "", "", -1
        for line in body.lines():
            body.understood += bool(line.text.strip())
            if head := _HEAD.match(line.text):
                day, before = head["day"], -1
            row = _ROW.match(line.text)
            if not row:
                continue
            cells = row["rest"].split()
            if not any(_FIGURE.fullmatch(cell) for cell in cells):
                names = row["rest"]
                continue
            stamp = from_text(f"{day} {row['clock']}")
            if stamp and before >= 0 and stamp.ns < before:
                stamp = _next_day(stamp)
            before = stamp.ns if stamp else before
            text = " ".join(f"{name}={cell}" for name, cell in zip(names.split(), cells, strict=False)) or row["rest"]
            yield Record(stamp, text, line.number, line.offset, None, "metric.sample")


def _next_day(stamp: Stamp) -> Stamp:
    return Stamp(stamp.ns + DAY * NS, stamp.digits, stamp.offset, stamp.zone, raw=stamp.raw, year=stamp.year)


plugin = Sysstat()
