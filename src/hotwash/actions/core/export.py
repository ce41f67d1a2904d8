"""Actions as plain files: CSV for a spreadsheet, JSON for a program. All values as text a person can read."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Final

# A cell that begins so is a formula to a spreadsheet: an apostrophe before it keeps it a text (OWASP, CSV injection).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class ExportRow:
    incident: str
    reference: str
    title: str
    kind: str
    type: str
    strength: str
    state: str
    owner: str
    due: date | None
    overdue: bool
    priority: str
    factors: tuple[str, ...]
    services: tuple[str, ...]
    end_state: str
    measure: str
    evidence: str
    verdict: str


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case tuple():
            return " ".join(map(str, value))
        case _:
            text = str(value)
            return f"'{text}" if text.startswith(_FORMULA) else text


def to_csv(rows: Iterable[ExportRow]) -> str:
    """With a head line; fields by the names of `ExportRow`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    names = [field.name for field in fields(ExportRow)]
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(getattr(row, name)) for name in names])
    return out.getvalue()


def to_json(rows: Iterable[ExportRow]) -> str:
    return json.dumps(
        [asdict(row) for row in rows], ensure_ascii=False, indent=2, default=lambda value: value.isoformat()
    )
