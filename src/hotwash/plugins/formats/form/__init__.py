"""The body of a form post (``Name=checkout&Status=Down``), as StatusCake and other monitors send it: one event."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

from hotwash.ports.formats import Body, Record, Sample
from hotwash.ports.reading.fields import describe, find_time

_FORM = re.compile(r"[\w.%\[\]-]{1,80}=[^\s&]{0,4000}(?:&[\w.%\[\]-]{1,80}=[^\s&]{0,4000})+&?")
_MOST_FIELDS = 200


@dataclass(frozen=True)
class FormFormat:
    key: str = "form"
    title: str = "Form post"
    family: str = "form"

    def recognise(self, sample: Sample) -> float:
        return 0.8 if len(sample.filled) == 1 and sample.complete and _FORM.fullmatch(sample.filled[0].strip()) else 0.0

    def read(self, body: Body) -> Iterator[Record]:
        for line in body.lines():
            if not line.text.strip():
                continue
            pairs = parse_qsl(line.text.strip()[:100_000], keep_blank_values=True)
            fields = dict(pairs[:_MOST_FIELDS])
            detail, found = describe(fields), find_time(fields, 1)
            body.understood += 1
            yield Record(
                found[0] if found else None,
                detail.text,
                line.number,
                line.offset,
                detail.level,
                "alert.state",
                detail.fields,
            )


plugin = FormFormat()
