"""Mail: one message as it came, or a mailbox of them. The time is that of the ``Date`` field."""

import re
from collections.abc import Iterator

from hotwash.ports.formats import Body, Detail, Record, Sample
from hotwash.ports.reading.blocks import BlockFormat, Lines, pairs_of

_BOX = re.compile(r"From \S+ +[A-Z][a-z]{2} [A-Z][a-z]{2} +\d+ [\d:]{5,8}(?: [A-Z+\d-]+)? \d{4}")
_FIRST = re.compile(
    r"(?:Return-Path|Received|Delivered-To|From|To|Date|Subject|Message-ID|MIME-Version|X-[\w-]+): ", re.IGNORECASE
)
_NEEDED = (re.compile(r"(?mi)^From: .+"), re.compile(r"(?mi)^Date: .+\d{4}"))


def describe(lines: Lines) -> Detail:
    head = pairs_of(lines[:60])
    return Detail(f"{head.get('From', '')}: {head.get('Subject', '')}".strip(": "), None, "chat.mail")


class Mail(BlockFormat):
    """A mailbox has a line ``From `` with a time before each message; without one the file is a single message."""

    def recognise(self, sample: Sample) -> float:
        first = sample.filled[0] if sample.filled else ""
        if not _BOX.match(first) and not _FIRST.match(first):
            return 0.0
        return self.score if all(part.search(sample.text[:16384]) for part in _NEEDED) else 0.0

    def read(self, body: Body) -> Iterator[Record]:
        if not body.sample.filled:
            return
        first = body.sample.filled[0]
        begin = _BOX if _BOX.match(first) else re.compile(re.escape(first))
        whole = BlockFormat(self.key, self.title, begin, self.when, self.describe)
        yield from whole.read(body)


plugin = Mail("mail", "Mail", _BOX, re.compile(r"^Date: +(?P<when>[^(]+)", re.IGNORECASE), describe, score=0.95)
