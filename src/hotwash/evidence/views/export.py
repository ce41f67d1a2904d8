"""The whole timeline as a file."""

import csv
import io
import json
from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from hotwash.evidence.queries.export import COLUMNS, rows_of
from hotwash.evidence.views.common import asked

TYPES = {"json": "application/x-ndjson", "csv": "text/csv; charset=utf-8"}


@require_safe
@login_required
def export(request: HttpRequest, reference: str, form: str) -> StreamingHttpResponse:
    """JSON lines or CSV, streamed."""
    _, incident = asked(request, reference)
    rows = rows_of(incident)
    parts = _json(rows) if form == "json" else _csv(rows)
    answer = StreamingHttpResponse(parts, content_type=TYPES[form])
    name = f"{incident.reference}-timeline.{'jsonl' if form == 'json' else 'csv'}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _json(rows: Iterator[dict[str, object]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def _csv(rows: Iterator[dict[str, object]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS)
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _safe(value) for name, value in row.items()})
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _safe(value: object) -> object:
    """A spreadsheet must not take a text for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text
