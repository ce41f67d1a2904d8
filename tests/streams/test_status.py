"""Status pages from memory, by the fast door."""

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.types import Receive, Scope, Send

from hotwash.respond.models import StatusDocument, StatusPage
from hotwash.streams.answers import answer
from hotwash.streams.link import Link
from hotwash.streams.status import OLD_SECONDS, StatusPages
from tests.cast import NOON
from tests.streams.asgi import Answer, call

BODY = "<main><!--stale-->" + "Calm. " * 400 + "</main>"


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def rest(scope: Scope, receive: Receive, send: Send) -> None:
    await answer(send, 404, b"not in memory")


def a_document(path: str = "", body: str = BODY, etag: str = "one", *, public: bool = True) -> StatusDocument:
    page, _ = StatusPage.objects.get_or_create(
        slug="acme", defaults={"title": "Acme", "public": public, "audience": "customers", "made_at": NOON}
    )
    kind = "application/json; charset=utf-8" if path.endswith("json") else "text/html; charset=utf-8"
    return StatusDocument.objects.create(page=page, path=path, kind=kind, body=body, etag=etag, rendered_at=NOON)


def visit(
    dsn: str, folder: Path, story: Callable[[StatusPages, Clock], Awaitable[object]], link: Link | None = None
) -> None:
    async def run() -> None:
        clock = Clock()
        pages = StatusPages(link or Link(dsn), folder, rest, clock)
        await story(pages, clock)
        await pages.close()

    asyncio.run(run())


async def read(pages: StatusPages, path: str = "/public/status/acme/", method: str = "GET", **headers: str) -> Answer:
    return await call(pages, method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_a_page_is_answered_from_memory_packed_and_with_its_name(dsn: str, tmp_path: Path) -> None:
    a_document()
    a_document("api/v2/status.json", "{}", "two")

    async def story(pages: StatusPages, clock: Clock) -> None:
        plain = await read(pages)
        assert (plain.status, plain.body.decode(), plain.headers["etag"]) == (200, BODY, '"one"')
        assert "script-src" not in plain.headers["content-security-policy"]
        packed = await read(pages, accept_encoding="br, gzip")
        assert (gzip.decompress(packed.body).decode(), packed.headers["content-encoding"]) == (BODY, "gzip")
        known = await read(pages, if_none_match='W/"one"')
        assert (known.status, known.body) == (304, b"")
        head = await read(pages, method="HEAD")
        assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(BODY)))
        small = await read(pages, "/public/status/acme/api/v2/status.json", accept_encoding="gzip")
        assert (small.body, small.headers["access-control-allow-origin"]) == (b"{}", "*")

    visit(dsn, tmp_path, story)


def test_everything_else_goes_on_to_the_pages(dsn: str, tmp_path: Path) -> None:
    a_document()

    async def story(pages: StatusPages, clock: Clock) -> None:
        for path in ("acme", "acme/subscribe", "other/", ""):
            assert (await read(pages, f"/public/status/{path}")).body == b"not in memory"
        assert (await read(pages, method="POST")).body == b"not in memory"

    visit(dsn, tmp_path, story)


def test_a_page_for_signed_in_people_is_never_answered_here(dsn: str, tmp_path: Path) -> None:
    a_document(public=False)

    async def story(pages: StatusPages, clock: Clock) -> None:
        assert (await read(pages)).status == 404

    visit(dsn, tmp_path, story)


def test_what_changes_or_goes_is_seen_when_the_copy_is_old(dsn: str, tmp_path: Path) -> None:
    a_document()

    async def change(pages: StatusPages, clock: Clock) -> None:
        assert (await read(pages)).headers["etag"] == '"one"'
        other = Link(dsn)
        await other.rows("UPDATE hotwash_statusdocument SET etag = 'two', body = 'New' WHERE path = '' RETURNING id")
        assert (await read(pages)).headers["etag"] == '"one"'  # a moment later it is still fresh enough
        clock.now += OLD_SECONDS + 1
        assert (await read(pages)).body == b"New"
        await other.rows("UPDATE hotwash_statuspage SET public = false RETURNING id")
        await other.close()
        clock.now += OLD_SECONDS + 1
        assert (await read(pages)).status == 404

    visit(dsn, tmp_path, change)
    assert list(tmp_path.iterdir()) == []


def test_without_the_database_the_copy_in_the_folder_is_read(dsn: str, tmp_path: Path) -> None:
    a_document()
    a_document("api/v2/status.json", "{}", "two")

    async def first(pages: StatusPages, clock: Clock) -> None:
        await read(pages)

    async def afterwards(pages: StatusPages, clock: Clock) -> None:
        page = await read(pages)
        assert page.status == 200
        assert "This is the last state we know, from 10 Mar 2026, 12:00 UTC." in page.body.decode()
        assert (await read(pages)).headers["etag"] == page.headers["etag"] != '"one"'
        packed = await read(pages, accept_encoding="gzip")
        assert b"the last state we know" in gzip.decompress(packed.body)
        assert (await read(pages, "/public/status/acme/api/v2/status.json")).body == b"{}"

    visit(dsn, tmp_path, first)
    (tmp_path / "broken.json").write_text("{")
    visit(dsn, tmp_path, afterwards, Link("host=/nowhere"))
