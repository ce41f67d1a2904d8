import contextlib
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotwash.reports.core.reading.document import read_document, read_text
from hotwash.reports.core.reading.docx import NotReadable

BULLETS = """\
+++
title = "Search answered late"
date = 2025-04-01
+++

Search was slow on 2025-03-04. Severity: SEV-2

## Timeline

Unless noted otherwise all events happened on 2025-03-04, and all times are in CET.

- **2025-03-03 22:10: the index job begins**
- 08:15: alerts for slow search fire and the
  person on call is paged
- **08:40: the job is stopped**

```
2025-03-04T08:41:00Z a log line is not an entry
```

## Root cause

1. The job and the readers share a disk.
2. No alert on queue length

## Action items (open)

* [x] Move the job to its own disk ([#12](https://git.example.org/search/issues/12))
* Alert on queue length (owner: Olga, due: 2025-04-15)
  - Ticket: OPS-77
* @carl writes the runbook

## Open questions

- Why was the night quiet?
"""

HEADINGS = """\
# 2025-03-04, the night of the flood

## Timeline

All times in CEST

### 2025-03-04 22:35

Upgrade is rolled out. Tests pass.

Nobody sees anything.

### ~23:30-23:45

Launches stop.

### 00:10

- the hub is restarted

### 6. March, 11:00

Everything is back.
"""

TABLE = """\
# Certificates expired

| Date and Time (UTC) | Event | Who |
|---|---|---|
| 2025-03-04 12:06 | Certificates expire | |
| 12:11 | First reports of users | Rhea |

## Actions

| Action | Owner | Due | Ticket | Status |
|:--|--|--|--|--|
| Monitor expiry | Olga, Carl | 2025-04-01 | OPS-1 | In progress |
| Rotate by machine | TBD | - | | Done |
"""

HTML = """<h2>Incident on 2025-03-04</h2>
<ul><li><p><strong>Key events</strong></p><ul><li>First detected: 2025-03-04 12:10</li></ul></li>
<li><p><strong>Context</strong>:</p>
<ul>
<li>2025-03-04 12:10: writes are blocked &amp; logged</li>
<li>2025-03-04 12:30: writes are <em>free</em> again</li>
</ul></li>
<li><p><strong>Review actions</strong>:</p><ul>
<li><a href="https://git.example.org/logs/issues/9">Alert on &ldquo;blocked&rdquo;</a></li></ul></li></ul>
<script>var x = "13:00 not this"; var y = "14:00 nor this";</script>"""

WIKI = """\
== Summary ==
'''Search''' was slow.
== Timeline ==
All times UTC, 2025-03-04.
* 13:02 {{bug|T123}} deploy
* 13:40 [https://example.org rolled back] OUTAGE ENDS
{| class="wikitable"
! Time !! What
|-
| 14:00 || all clear
|}
== Actionables ==
* Alert on latency ({{phab|T1234567}})
"""

PLAIN = """\
Search was slow on 4 March 2025.

Timeline
• 7:39 UTC: alert for search
• 7:41 UTC: recovery of search

Action items
• Find out why search1003 was slow phab:T192759
"""


def events(text: str, name: str = "") -> list[tuple[str, str, str]]:
    return [(event.time, event.precision, event.text) for event in read_text(text, name).events]


def test_bullets() -> None:
    reading = read_text(BULLETS)
    assert (reading.title, reading.date, reading.severity) == ("Search answered late", "2025-03-04", "SEV-2")
    assert (reading.zone, reading.zone_basis) == ("CET", "file")
    assert [(event.time, event.line, event.text) for event in reading.events] == [
        ("2025-03-03T22:10+01:00", 12, "the index job begins"),
        ("2025-03-04T08:15+01:00", 13, "alerts for slow search fire and the person on call is paged"),
        ("2025-03-04T08:40+01:00", 15, "the job is stopped"),
    ]
    assert reading.factors == ("The job and the readers share a disk.", "No alert on queue length")
    assert reading.questions == ("Why was the night quiet?",)


def test_actions_of_bullets() -> None:
    first, second, third = read_text(BULLETS).actions
    assert (first.status, first.ticket) == ("done", "https://git.example.org/search/issues/12")
    assert (second.text, second.owners, second.ticket, second.status) == (
        "Alert on queue length",
        ("Olga",),
        "OPS-77",
        "open",
    )
    assert second.due == "2025-04-15"
    assert third.owners == ("carl",)


def test_headings_that_are_times_go_over_midnight() -> None:
    assert events(HEADINGS) == [
        ("2025-03-04T22:35+02:00", "minute", "Upgrade is rolled out. Tests pass."),
        ("2025-03-04T23:30+02:00", "minute", "Launches stop."),
        ("2025-03-05T00:10+02:00", "minute", "the hub is restarted"),
        ("2025-03-06T11:00+02:00", "minute", "Everything is back."),
    ]
    assert read_text(HEADINGS).events[1].about


def test_tables() -> None:
    reading = read_text(TABLE)
    assert events(TABLE) == [
        ("2025-03-04T12:06Z", "minute", "Certificates expire"),
        ("2025-03-04T12:11Z", "minute", "First reports of users Rhea"),
    ]
    assert [(a.text, a.owners, a.due, a.ticket, a.status) for a in reading.actions] == [
        ("Monitor expiry", ("Olga", "Carl"), "2025-04-01", "OPS-1", "in progress"),
        ("Rotate by machine", (), "", "", "done"),
    ]


def test_html() -> None:
    reading = read_text(HTML)
    assert reading.title == "Incident on 2025-03-04"
    assert [(event.time, event.text) for event in reading.events] == [
        ("2025-03-04T12:10", "writes are blocked & logged"),
        ("2025-03-04T12:30", "writes are free again"),
    ]
    assert reading.zone_basis == "none"
    assert [(action.text, action.ticket) for action in reading.actions] == [
        ("Alert on “blocked”", "https://git.example.org/logs/issues/9")
    ]


def test_wiki() -> None:
    reading = read_text(WIKI)
    assert [(event.time, event.text) for event in reading.events] == [
        ("2025-03-04T13:02Z", "T123 deploy"),
        ("2025-03-04T13:40Z", "[rolled back](https://example.org) OUTAGE ENDS"),
        ("2025-03-04T14:00Z", "all clear"),
    ]
    assert [action.ticket for action in reading.actions] == ["T1234567"]


def test_plain_text() -> None:
    reading = read_text(PLAIN)
    assert [(event.time, event.text) for event in reading.events] == [
        ("2025-03-04T07:39Z", "alert for search"),
        ("2025-03-04T07:41Z", "recovery of search"),
    ]
    assert [action.text for action in reading.actions] == ["Find out why search1003 was slow phab:T192759"]


def test_a_time_without_a_day_is_not_given_one() -> None:
    text = "## Timeline\n\n- 13:02 deploy\n- 13:40 rolled back\n"
    assert [time for time, _, _ in events(text)] == ["T13:02", "T13:40"]
    assert [time for time, _, _ in events(text, "pm/2025-03-04_search.md")] == ["2025-03-04T13:02", "2025-03-04T13:40"]


def test_a_day_without_a_year_says_so() -> None:
    assert events("## Timeline\n\n- May 4, 13:02 UTC: deploy\n- 13:40 UTC: back\n") == [
        ("--05-04T13:02Z", "minute", "deploy"),
        ("--05-04T13:40Z", "minute", "back"),
    ]


def test_sentences_are_read_where_nothing_begins_with_a_time() -> None:
    text = "# Outage of 4 March 2025\n\nAt 13:02 UTC the pool ran dry. We scaled it. By 13:40 UTC all was well.\n"
    assert events(text) == [
        ("2025-03-04T13:02Z", "minute", "At 13:02 UTC the pool ran dry."),
        ("2025-03-04T13:40Z", "minute", "By 13:40 UTC all was well."),
    ]


def docx(body: str) -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
    return stream.getvalue()


def paragraph(text: str, style: str = "", level: int | None = None) -> str:
    number = f'<w:numPr><w:ilvl w:val="{level}"/></w:numPr>' if level is not None else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{number}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def test_docx() -> None:
    row = "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in ("Time", "Event"))
    other = "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in ("2025-03-04 13:02 UTC", "deploy"))
    content = docx(
        paragraph("Search was slow", "Title")
        + paragraph("Timeline", "Heading1")
        + f"<w:tbl><w:tr>{row}</w:tr><w:tr>{other}</w:tr></w:tbl>"
        + paragraph("Actions", "Heading1")
        + paragraph("Alert on latency", "ListParagraph", 0)
    )
    reading = read_document(content, "report.docx")
    assert reading.title == "Search was slow"
    assert [(event.time, event.text) for event in reading.events] == [("2025-03-04T13:02Z", "deploy")]
    assert [action.text for action in reading.actions] == ["Alert on latency"]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 not a zip",
        docx("<broken"),
        docx("").replace(b"word/document.xml", b"word/documant.xml"),
        b"\x00\x01\x02 noise",
    ],
)
def test_what_cannot_be_read_says_so(content: bytes) -> None:
    with pytest.raises(NotReadable) as caught:
        read_document(content)
    assert str(caught.value)


def test_entities_are_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(NotReadable, match="entities"):
        read_document(stream.getvalue())


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    read_text(text)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["13:02 a\n", "- x\n", "# T\n", "| a | b |\n|-|-|\n", "<li>", "<table><tr>", "== H ==\n", "{|\n", "| c\n"]
        )
    )
)
def test_any_mixture_of_marks_is_read(pieces: list[str]) -> None:
    read_text("".join(pieces))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(NotReadable):
        read_document(content)
