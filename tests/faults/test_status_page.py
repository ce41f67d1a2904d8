"""A public status page while the database is stopped, by the real product over HTTP."""

import urllib.request
from http.client import HTTPMessage
from pathlib import Path

import pytest

from hotwash.kernel.postgres import EmbeddedPostgres
from tests.kernel.postgres.others import ask
from tests.serving import House, wait_until

pytestmark = pytest.mark.faults
PAGE = """
INSERT INTO hotwash_statuspage (version, slug, title, words, public, timezone, audience, at_once, made_at, rendered_by)
VALUES (1, 'acme', 'Acme', '', true, 'UTC', 'customers', true, now(), '') RETURNING id
"""
DOCUMENT = """
INSERT INTO hotwash_statusdocument (page_id, path, kind, body, etag, rendered_at)
SELECT id, '', 'text/html; charset=utf-8', '<main><!--stale-->All is calm.</main>', 'first', now()
FROM hotwash_statuspage
"""


def read(house: House) -> tuple[int, str, HTTPMessage]:
    with urllib.request.urlopen(f"http://127.0.0.1:{house.port}/public/status/acme/", timeout=10) as answer:
        return answer.status, answer.read().decode(), answer.headers


def test_the_last_rendered_copy_is_served_and_says_since_when(server: EmbeddedPostgres, tmp_path: Path) -> None:
    server.start()
    with House(tmp_path / "house", DATABASE_URL=server.dsn) as house:
        house.ready()
        ask(server, PAGE)
        ask(server, DOCUMENT)
        wait_until(lambda: "calm" in read(house)[1].lower(), 30, "the page is rendered")
        calm = read(house)[1]
        assert "the last state we know" not in calm
        server.stop()
        wait_until(lambda: "the last state we know" in read(house)[1], 30, "the page says that it is old")
        status, body, headers = read(house)
        assert (status, "since" in body, headers["cache-control"].split(",")[0]) == (200, True, "public")
        server.start()
        wait_until(lambda: "the last state we know" not in read(house)[1], 60, "the page is told anew")
