"""W3C extended log (IIS and others): columns are named in ``#Fields``, times are UTC by definition; without a date column the
date stands in ``#Date``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hotwash.ports.formats import Body, Record, Sample
from hotwash.ports.reading.levels import of_status
from hotwash.ports.reading.lines import in_zone
from hotwash.ports.stamps import Basis, Stamp, find_stamp, from_text

_DATE = re.compile(r"#Date:\s*(\d{4}-\d\d-\d\d)")


@dataclass(frozen=True)
class W3cFormat:
    key: str = "w3c"
    title: str = "W3C extended log"
    family: str = "table"

    def recognise(self, sample: Sample) -> float:
        return 0.98 if any(line.startswith("#Fields:") for line in sample.lines[:50]) else 0.0

    def read(self, body: Body) -> Iterator[Record]:
        names: list[str] = []
        date = ""
        for line in body.lines():
            text = line.text
            if text.startswith("#"):
                body.understood += 1
                names = text.removeprefix("#Fields:").split() if text.startswith("#Fields:") else names
                date = match[1] if (match := _DATE.match(text)) else date
            elif text.strip():
                row = dict(zip(names, text.split("\t") if "\t" in text else text.split(), strict=False))
                stamp = when(row, date, text)
                body.understood += stamp is not None
                status = row.get("sc-status", "")
                level = of_status(int(status)) if status.isdigit() and len(status) == 3 else None
                said = " ".join(
                    part
                    for part in (row.get("cs-method", ""), row.get("cs-uri-stem", ""), status)
                    if part and part != "-"
                )
                kind = "request" if said else "log"
                yield Record(
                    stamp, said or text, line.number, line.offset, level, kind, {"status": status} if status else {}
                )


def when(row: dict[str, str], date: str, text: str) -> Stamp | None:
    stamp = from_text(f"{row.get('date', date)} {row.get('time', '')}") if "time" in row else None
    if stamp is None:
        found = find_stamp(text)
        stamp = found.stamp if found else None
    return in_zone(stamp, 0, Basis.FORMAT) if stamp and stamp.offset is None else stamp


plugin = W3cFormat()
