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
EPOCH_FIRST = (
    "- 1772460000 node-1 2026-03-02-06.00.00.675872 node-1 KERNEL up\n- 1772460004 n 2026-03-02-06.00.04.1 x\n"
)
DAYS = "03/04/2026 10:00:00 a\n04/04/2026 10:00:00 b\n05/04/2026 10:00:00 c\n"
DUMP = "==== Start of dump at Mon Mar  2 14:00:00 UTC 2026 ====\n" + "root  1  0.0  /sbin/init\n" * 8
CHAT = "**** BEGIN LOGGING AT Mon Mar  2 14:00:00 2026\n\nmar 02 14:00:05 <ana> it is down\nmar 02 14:00:09 <ben> yes\n"
DUMPED = """2026-03-02 14:00:00 DEBUG response:
HTTP/1.1 200 OK
Date: Sun, 01 Mar 2026 10:00:05 GMT
INSERT INTO t VALUES
('2020-01-01 00:00:00', 1);
2026-03-02 14:00:02 DEBUG done
"""
PANIC = """{"level":"info","ts":"2026-03-02T14:00:00Z","msg":"a"}
panic: runtime error

goroutine 1 [running]:
main.main()
	/x.go:1 +0x1
exit status 2
{"level":"info","ts":"2026-03-02T14:00:05Z","msg":"up"}
"""
ESCAPED = "Mar  2 14:00:00 h app[1]: error\n#011at com.x.Y(Z.java:1)\nMar  2 14:00:01 h app[1]: ok\n"
SESSION = (
    "Session Start: Mon Mar 02 13:59:00 2026\nSession Ident: #ops\n[14:00] <ana> it is down\n[14:05] * ben looks\n"
)
MIXED = "web-1  | 2026/03/02 14:00:00 [notice] up\ndb-1   | LOG:  ready\nweb-1  | 2026/03/02 14:00:01 [error] x\n"
LINES = [
    (DUMPED, (2, "2026-03-02T14:00:00", "2026-03-02T14:00:02")),
    (PANIC, (2, "2026-03-02T14:00:00Z", "2026-03-02T14:00:05Z")),
    (ESCAPED, (2, "--03-02T14:00:00", "--03-02T14:00:01")),
    (DAYS, (3, "2026-04-03T10:00:00", "2026-04-05T10:00:00")),
    (DUMP * 2, (2, "2026-03-02T14:00:00Z", "2026-03-02T14:00:00Z")),
    (CHAT, (3, "2026-03-02T14:00:00", "2026-03-02T14:00:09")),
    ("TCF 29:47.191: up\nTCF 30:11.475: 0: <--- R 2\n", (2, None, None)),
    (EPOCH_FIRST, (2, "2026-03-02T14:00:00Z", "2026-03-02T14:00:04Z")),
    ("<1>2 - - - - - -\n", (1, None, None)),
    (SESSION, (2, "2026-03-02T14:00", "2026-03-02T14:05")),
    ("Fri, 03/06/2026\n14:00\tAna\tit is down\n14:05\tBen\tyes\n", (2, "2026-03-06T14:00", "2026-03-06T14:05")),
    ("(9:00:05 AM) ana: x\n(9:00:09 PM) ben: y\n", (2, None, None)),
    (MIXED, (3, "2026-03-02T14:00:00", "2026-03-02T14:00:01")),
    (
        "1772460000|1772459995.123|support|a|ENTERQUEUE\n1772460005|1772459995.123|support|b|CONNECT\n",
        (2, "2026-03-02T14:00:00Z", "2026-03-02T14:00:05Z"),
    ),
    ("    2026, Mar 02 14:00:00.5\n", (1, "2026-03-02T14:00:00.5", "2026-03-02T14:00:00.5")),
    (
        "signal time=1772460000.5 path=/a\n   string x\n   array [\n   ]\nsignal time=1772460001.5 path=/b\n",
        (2, "2026-03-02T14:00:00.5Z", "2026-03-02T14:00:01.5Z"),
    ),
    ("[2026.03.02-14.00.00:123][  0]LogInit: up\n", (1, "2026-03-02T14:00:00.123", "2026-03-02T14:00:00.123")),
    ("lunes, 2 de marzo de 2026 14:00:00 - listo\n", (1, "2026-03-02T14:00:00", "2026-03-02T14:00:00")),
    ("2026年03月02日 14:00:00 [错误] x\n", (1, "2026-03-02T14:00:00", "2026-03-02T14:00:00")),
    ("1\n00:00:05,000 --> 00:00:08,000\nAna: x\n\n2\n00:00:09,5 --> 00:00:12,0\nBen: y\n", (2, None, None)),
    (" 2Mar2026 14:00:00 drop gw1 src: 192.0.2.1\n", (1, "2026-03-02T14:00:00", "2026-03-02T14:00:00")),
    ("2026-03-02.14:00:00 zpool create tank\n", (1, "2026-03-02T14:00:00", "2026-03-02T14:00:00")),
    ("CreateTime:1772460000123\tkey\tvalue\n", (1, "2026-03-02T14:00:00.123Z", "2026-03-02T14:00:00.123Z")),
    ("tank@a  Mon Mar  2 14:00 2026\ntank@b  Tue Mar  3 14:00 2026\n", (2, "2026-03-02T14:00", "2026-03-03T14:00")),
    (ANNOTATED, (3, "2026-03-02T14:00:00", "2026-03-02T14:00:05")),
    (TRACE, (2, "2026-03-02T14:00:00.100", "2026-03-02T14:00:01.100")),
    (EUROPEAN, (2, "2026-03-02T14:00:00", "2026-03-31T14:00:00")),
    (
        "# Outage, 2 March 2026\n14:00 paged, nobody saw\n14:10 Uma looked, rolled back\n",
        (2, "2026-03-02T14:00", "2026-03-02T14:10"),
    ),
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
    (2, {A: 1.0, B: 2.0}),
    (2, [{"sha": str(n), "commit": {"author": {"date": B}, "committer": {"date": A}}} for n in range(2)]),
    (
        2,
        {
            "tables": [
                {"columns": ["timestamp", "x"], "rows": [[A, 1], [B, 2]]},
                {"columns": ["a", "b"], "rows": [[1, 2]]},
            ]
        },
    ),
    (2, {"buckets": [{"key_as_string": A, "doc_count": 1}, {"key_as_string": B, "doc_count": 2}]}),
    (1, {"commit": {"author": {"date": "1772460000 -0800"}}}),
    (1, {"packed": {"inner": json.dumps({"timestamp": A, "x": 1})}}),
    (1, {"message": "x", "completedAt": A, "createdAt": "1970-01-01T00:00:00Z"}),
    (1, {"id": "a", "created_at": A, "stages": [{"startedAt": B}, {"startedAt": B}]}),
    (
        1,
        {
            "data": {"incident": {"id": "a", "started_at": A, "milestones": [{"occurred_at": B}, {"occurred_at": B}]}},
            "v": 1,
        },
    ),
    (1, {"event": {"type": "escalation", "time": A}, "payload": {"alerts": [{"startsAt": B}, {"startsAt": B}]}}),
    (1, {"state": "failed", "started_at": B, "finished_at": A, "matrix": []}),
    (1, {"name": "deploy", "created_at": B, "updated_at": A, "published_at": B}),
    (2, [{"instant": {"epochSecond": 1772460000 + n, "nanoOfSecond": 5}, "message": "x"} for n in range(2)]),
    (1, {"timestamp": {"seconds": 1772460000, "nanos": 5}, "message": "x"}),
    (1, {"change": {"createdOn": 1772400000}, "type": "merged", "eventCreatedOn": 1772460000}),
    (1, {"properties": {"createdTimeUtc": A, "lastModifiedTimeUtc": B, "firstActivityTimeUtc": B}, "title": "x"}),
    (1, {"error": {"message": "x", "firstReceived": B, "receivedAt": A}}),
    (1, {"error": {"first_occurred_at": B, "last_occurred_at": A}}),
]


@pytest.mark.parametrize(("count", "document"), SHAPES, ids=lambda value: json.dumps(value)[:40])
def test_records_of_a_document_in_any_shape(count: int, document: object) -> None:
    records, earliest, _ = read(json.dumps(document, indent=1))
    assert (records, str(earliest)[:19]) == (count, A[:19])


ANNOTATED_CSV = (
    "#group,false,true,true\n#datatype,string,dateTime:RFC3339,dateTime:RFC3339\n,result,_start,_time\n"
    ",,2026-03-02T13:00:00Z,2026-03-02T14:00:00Z\n,,2026-03-02T13:00:00Z,2026-03-02T14:01:00Z\n"
)
PLIST = (
    "<plist><array><dict><key>date</key><date>2026-03-02T14:00:00Z</date><key>x</key><array/></dict>"
    "<dict><key>date</key><date>2026-03-02T14:00:09Z</date></dict></array></plist>"
)
HEAD_OF_GLOG = (
    "Log file created at: 2026/03/02 14:00:00\nI0302 14:00:01.000001 7 a.cc:1] up\nE0302 14:00:02.5 7 b.cc:2] x\n"
)
TABLES = [
    ("Datum;Uhrzeit;X\n01.03.2026;22:00:00;\n31.03.2026;10:00:01\n", (2, "2026-03-01T22:00:00", "2026-03-31T10:00:01")),
    ("date,msg\n02/03/2026 10:00:00,a\n31/03/2026 10:00:01,b\n", (2, "2026-03-02T10:00:00", "2026-03-31T10:00:01")),
    ("date,time,timezone,msg\n03/02/2026,22:14:19,UTC,a\n", (1, "2026-03-02T22:14:19Z", "2026-03-02T22:14:19Z")),
    ('timestamp,message\n1772460000000,"a\nb"\n1772460001000,c\n', (2, f"{A[:-1]}.000Z", "2026-03-02T14:00:01.000Z")),
    ('"Time of Day","Operation"\n"10:00:00.1 AM","Read"\n"10:00:01.1 AM","Read"\n', (2, None, None)),
    (HEAD_OF_GLOG, (2, "2026-03-02T14:00:01.000001", "2026-03-02T14:00:02.5")),
    ("26/03/01 10:00:00 a\n26/03/02 10:00:00 b\n", (2, "2026-03-01T10:00:00", "2026-03-02T10:00:00")),
    ('{"header": "X", "secret": "y", "body_file": "z"}', (0, None, None)),
    ('{"title": "Disk is full", "state": "alerting"}', (1, None, None)),
    ("On 2026-03-02 14:00 Uma was paged, nobody saw\nAt 2026-03-02 14:10 we looked, rolled back\n",
     (2, "2026-03-02T14:00", "2026-03-02T14:10")),
    ("name,colour\na,red\nb,blue\n", (0, None, None)),
    (ANNOTATED_CSV, (2, "2026-03-02T14:00:00Z", "2026-03-02T14:01:00Z")),
    ("Report of shop\nts,a,b,c\n2026-03-02 14:00:00,1,2,3\n2026-03-02 14:00:01,1,2,3\n",
     (2, "2026-03-02T14:00:00", "2026-03-02T14:00:01")),
    ('[{"TimeCreated": "/Date(1772460000123)/"}]', (1, f"{A[:-1]}.123Z", f"{A[:-1]}.123Z")),
    ('{"build": {"message": "Build finished", "build_number": "8"}}', (1, None, None)),
    (PLIST,
     (2, "2026-03-02T14:00:00Z", "2026-03-02T14:00:09Z")),
    ('<?xml version="1.0"?><log><hit last="2026-03-02T14:00:00Z"/><hit last="2026-03-02T14:00:09Z"/></log>',
     (2, "2026-03-02T14:00:00Z", "2026-03-02T14:00:09Z")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TABLES, ids=lambda value: str(value)[:30])
def test_where_tables_heads_and_lone_objects_keep_their_times(
    text: str, expected: tuple[object, object, object]
) -> None:
    assert read(text) == expected


def test_holes_of_zeros_leave_a_log_a_log() -> None:
    raw = b"2026-03-02 14:00:00 a\n" * 40 + b"\x00" * 4000 + b"2026-03-02 14:00:01 b\n"
    got = as_json("x", Reading(Body("x", io.BytesIO(raw)), FORMATS.values()).summed_up())
    assert (got["records"], got["latest"], got["encoding"]) == (41, "2026-03-02T14:00:01", "utf-8")


def test_what_has_no_such_shape_is_left_alone() -> None:
    assert unfold({"columns": ["a", "b"], "values": [1, 2], "x": [[1, 2]]}) == []
