"""The reader families on shapes that no declaration knows."""

import io
import json

import pytest

from hotwash.evidence.core.reading import Reading, as_json
from hotwash.ports.formats import Body, Format
from hotwash.ports.reading.shapes import unfold
from hotwash.ports.registry import plugins

FORMATS = plugins("formats", Format)


def read(text: str) -> tuple[object, object, object]:
    got = as_json("x", Reading(Body("x", io.BytesIO(text.encode())), FORMATS.values()).summed_up())
    return got["records"], got["earliest"], got["latest"]


ANNOTATED = """# a comment above each line
2026-03-02 14:00:00 first
# another
no time in this one
# and one with its time inside
host app[1]: 2026/03/02 14:00:05 [error] third
"""
TRACE = """2026-03-02 14:00:00,100 - root - ERROR - bad value
Traceback (most recent call last):
  File "x.py", line 3, in <module>
    raise ValueError("2026-01-01 00:00:00")
ValueError: 2026-01-01 00:00:00
2026-03-02 14:00:01,100 - root - INFO - on
#0 /app/index.php(12): run()
#1 {main}
"""
EUROPEAN = "02/03/2026 14:00:00 a\n31/03/2026 14:00:00 b\n"
LINES = [
    (ANNOTATED, (3, "2026-03-02T14:00:00", "2026-03-02T14:00:05")),
    (TRACE, (2, "2026-03-02T14:00:00.100", "2026-03-02T14:00:01.100")),
    (EUROPEAN, (2, "2026-03-02T14:00:00", "2026-03-31T14:00:00")),
]


@pytest.mark.parametrize(("text", "expected"), LINES)
def test_what_begins_a_record(text: str, expected: tuple[object, object, object]) -> None:
    assert read(text) == expected


A, B = "2026-03-02T14:00:00Z", "2026-03-02T14:01:00Z"
SHAPES = [
    (2, {"tables": [{"columns": [{"name": "TimeGenerated"}, {"name": "Message"}], "rows": [[A, "x"], [B, "y"]]}]}),
    (2, {"results": [{"series": [{"columns": ["time", "value"], "values": [[A, 1], [B, 2]]}]}]}),
    (2, {"MetricDataResults": [{"Label": "CPU", "Timestamps": [B, A], "Values": [1.0, 2.0]}], "Messages": []}),
    (2, [{"target": "cpu", "datapoints": [[1.0, 1772460000], [2.0, 1772460060]]}]),
    (2, {"results": [[{"field": "@timestamp", "value": at}] for at in (A, B)], "status": "Complete"}),
    (2, {"posts": {"a": {"create_at": 1772460000, "m": "x"}, "b": {"create_at": 1772460060, "m": "y"}}}),
    (2, {"resources": [{"scopes": [{"spans": [{"startTime": A}]}]}, {"scopes": [{"spans": [{"startTime": B}]}]}]}),
    (1, {"Event": {"System": {"Inner": {"TimeCreated": {"SystemTime": A}}}}}),
    (1, {"action": "done", "repository": {"created_at": "2020-01-01T00:00:00Z"}, "check": {"finished_at": A}}),
    (1, {"message": "x", "completedAt": A, "createdAt": "1970-01-01T00:00:00Z"}),
]


@pytest.mark.parametrize(("count", "document"), SHAPES, ids=lambda value: json.dumps(value)[:40])
def test_records_of_a_document_in_any_shape(count: int, document: object) -> None:
    records, earliest, _ = read(json.dumps(document, indent=1))
    assert (records, str(earliest)[:19]) == (count, A[:19])


def test_what_has_no_such_shape_is_left_alone() -> None:
    assert unfold({"columns": ["a", "b"], "values": [1, 2], "x": [[1, 2]]}) == []
