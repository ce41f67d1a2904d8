"""The rendered answers of a page as values, and those of them that are for machines."""

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from hotwash.respond.core.status.feeds import atom, rss
from hotwash.respond.core.status.page import Page
from hotwash.respond.core.status.summary import answers

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"
SMALL = 1_000  # bytes that are not worth packing


@dataclass(frozen=True, slots=True)
class Rendered:
    """``path`` is beneath the page's address; ``kind`` is of the content, as in HTTP."""

    path: str
    kind: str
    body: str

    @property
    def etag(self) -> str:
        return hashlib.sha256(f"{self.kind}\n{self.body}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer, as it goes out and packed."""

    kind: str
    etag: str
    body: bytes
    packed: bytes
    rendered_at: datetime


def for_machines(page: Page) -> Iterator[Rendered]:
    """The feeds, and the JSON."""
    yield Rendered("feed.atom", "application/atom+xml; charset=utf-8", atom(page))
    yield Rendered("feed.rss", "application/rss+xml; charset=utf-8", rss(page))
    for path, answer in answers(page).items():
        yield Rendered(path, JSON, json.dumps(answer, ensure_ascii=False))


def kept(kind: str, etag: str, body: bytes, rendered_at: datetime) -> Kept:
    return Kept(kind, etag, body, gzip.compress(body, 6, mtime=0) if len(body) > SMALL else b"", rendered_at)


def to_file(rows: Mapping[str, Kept]) -> bytes:
    """The answers of a page, by path, as the one file in which they are kept."""
    told = {
        path: {"kind": row.kind, "etag": row.etag, "at": row.rendered_at.isoformat(), "body": row.body.decode()}
        for path, row in rows.items()
    }
    return json.dumps(told, ensure_ascii=False).encode()


def from_file(content: bytes) -> dict[str, Kept]:
    """The answers back from their file. Raises ``ValueError`` or ``KeyError`` where it is not one."""
    return {
        path: kept(row["kind"], row["etag"], row["body"].encode(), datetime.fromisoformat(row["at"]))
        for path, row in json.loads(content).items()
    }
