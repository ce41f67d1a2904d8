"""The whole timeline as a file."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from hotwash.evidence.core.tables import csv_lines, json_lines
from hotwash.evidence.queries.export import COLUMNS, rows_of
from hotwash.evidence.views.common import asked

TYPES = {"json": "application/x-ndjson", "csv": "text/csv; charset=utf-8"}


@require_safe
@login_required
def export(request: HttpRequest, reference: str, form: str) -> StreamingHttpResponse:
    """JSON lines or CSV, streamed."""
    _, incident = asked(request, reference)
    rows = rows_of(incident)
    parts = json_lines(rows) if form == "json" else csv_lines(rows, COLUMNS)
    answer = StreamingHttpResponse(parts, content_type=TYPES[form])
    name = f"{incident.reference}-timeline.{'jsonl' if form == 'json' else 'csv'}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
