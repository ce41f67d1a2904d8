"""W3C extended log (IIS, CloudFront, Exchange) and the like of Zeek: columns are named in ``#Fields``, times are UTC by
definition (a firewall that writes local ones says so); without a date column the
date stands in ``#Date``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from hotwash.ports.formats import Body, Record, Sample
from hotwash.ports.reading.levels import of_status
from hotwash.ports.reading.lines import in_zone
from hotwash.ports.stamps import Basis, Stamp, find_stamp, from_text

_DATE = re.compile(r"#Date:\s*(\S+)")


_NAMES = re.compile(r"#[Ff]ields(?::|(?=\t))\s*(.*)")
_LOCAL = re.compile(r"#Time Format:\s*Local")


@dataclass(frozen=True)
class W3cFormat:
    key: str = "w3c"
    title: str = "W3C extended log"
    family: str = "table"

    def recognise(self, sample: Sample) -> float:
        return 0.98 if any(_NAMES.match(line) for line in sample.lines[:50]) else 0.0

    def read(self, body: Body) -> Iterator[Record]:
        names: list[str] = []
        date, local = "", False
        for line in body.lines():
            text = line.text
            if text.startswith("#"):
                body.understood += 1
                names = cells(match[1]) if (match := _NAMES.match(text)) else names
                date = match[1] if (match := _DATE.match(text)) else date
                local = local or bool(_LOCAL.match(text))
            elif text.strip():
                row = dict(zip(names, cells(text), strict=False))
                stamp = when(row, date, text)
                body.understood += stamp is not None
                if stamp and stamp.offset is None and not local:
                    stamp = in_zone(stamp, 0, Basis.FORMAT)
                yield request(row, Record(stamp, text, line.number, line.offset))


def cells(text: str) -> list[str]:
    """The columns of a line: parted by tabs, by blanks, or (Exchange) by commas."""
    if "\t" in text:
        return text.split("\t")
    return text.split(",") if "," in text and " " not in text.strip() else text.split()


def request(row: dict[str, str], record: Record) -> Record:
    """The record, told as a request where its row is one."""
    status = row.get("sc-status", row.get("status_code", ""))
    level = of_status(int(status)) if status.isdigit() and len(status) == 3 else None
    parts = (row.get("cs-method", row.get("method", "")), row.get("cs-uri-stem", row.get("uri", "")), status)
    said = " ".join(part for part in parts if part and part != "-")
    return replace(record, text=said, level=level, kind="request", fields={"status": status}) if said else record


def when(row: dict[str, str], date: str, text: str) -> Stamp | None:
    stamp = from_text(row["ts"]) if "ts" in row else None
    if stamp is None and "time" in row:
        stamp = from_text(f"{row.get('date', date)} {row['time']}")
    if stamp is None:
        found = find_stamp(text)
        stamp = found.stamp if found else None
    return stamp


plugin = W3cFormat()
