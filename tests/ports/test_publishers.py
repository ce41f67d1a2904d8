from datetime import UTC, datetime

import pytest

from hotwash.ports.publishers import Attachment, Page, slug_of

NOW = datetime(2026, 11, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reference", "title", "slug"),
    [
        ("INC-42", "Checkout answered with errors", "inc-42-checkout-answered-with-errors"),
        ("", "Störung: DNS / Mail", "st-rung-dns-mail"),
        ("", "漢字", "report"),
        ("INC-1", "x" * 200, ("inc-1-" + "x" * 200)[:80]),
    ],
)
def test_slug_of(reference: str, title: str, slug: str) -> None:
    assert slug_of(reference, title) == slug


@pytest.mark.parametrize("slug", ["", "../up", "A", "a/b", "a--b", "-a", "a" * 121, "a\n"])
def test_a_page_refuses_an_address_that_is_none(slug: str) -> None:
    with pytest.raises(ValueError, match="address"):
        Page(slug=slug, title="", html="", markdown="", published_at=NOW)


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".git", "a\x00"])
def test_an_attachment_refuses_a_path(name: str) -> None:
    with pytest.raises(ValueError, match="attachment"):
        Attachment(name, "image/svg+xml", b"")
