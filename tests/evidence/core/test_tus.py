"""What the headers of tus say, and whether a piece may follow."""

from base64 import b64encode
from datetime import UTC, datetime

import pytest

from hotwash.evidence.core.tus import (
    Trouble,
    Wish,
    http_date,
    metadata_of,
    trouble_of_piece,
    trouble_of_place,
    trouble_of_version,
    wish_of,
)


def said(**pairs: str) -> str:
    return ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in pairs.items())


@pytest.mark.parametrize(
    ("length", "metadata", "expected"),
    [
        ("10", said(filename="a.log"), Wish(10, "a.log")),
        ("10", said(filename="a.log", path="logs/ä.log"), Wish(10, "logs/ä.log")),
        ("10", "", Wish(10, "evidence")),
        ("10", said(sha256="AB" * 32), Wish(10, "evidence", "ab" * 32)),
        ("10", "is_confidential", Wish(10, "evidence")),
    ],
)
def test_an_upload_is_announced(length: str, metadata: str, expected: Wish) -> None:
    assert wish_of(length, metadata, 100) == expected


@pytest.mark.parametrize(
    ("length", "metadata", "code"),
    [
        ("", "", "length"),
        ("-1", "", "length"),
        ("1e3", "", "length"),
        ("٣", "", "length"),
        ("9" * 30, "", "length"),
        ("101", "", "too_large"),
        ("0", "", "empty"),
        ("5", "filename !!!", "metadata"),
        ("5", "filename /w==", "metadata"),
        ("5", said(sha256="abc"), "sha256"),
    ],
)
def test_what_cannot_be_taken_is_told(length: str, metadata: str, code: str) -> None:
    found = wish_of(length, metadata, 100)
    assert isinstance(found, Trouble)
    assert found.code == code


def test_metadata_are_pairs() -> None:
    assert metadata_of(" a Yg== , c ,, d ZQ==") == {"a": "b", "c": "", "d": "e"}


@pytest.mark.parametrize(
    ("kind", "offset", "size", "code"),
    [
        ("application/offset+octet-stream", "0", 5, ""),
        ("application/octet-stream", "0", 5, "type"),
        ("application/offset+octet-stream", "-1", 5, "offset"),
        ("application/offset+octet-stream", "", 5, "offset"),
        ("application/offset+octet-stream", "0", -1, "content_length"),
    ],
)
def test_a_piece_has_its_headers(kind: str, offset: str, size: int, code: str) -> None:
    found = trouble_of_piece(kind, offset, size)
    assert (found.code if found else "") == code


@pytest.mark.parametrize(
    ("here", "offset", "size", "status"), [(5, 5, 5, 0), (5, 4, 1, 409), (5, 6, 1, 409), (5, 5, 6, 413), (10, 10, 0, 0)]
)
def test_a_piece_follows_what_is_there(here: int, offset: int, size: int, status: int) -> None:
    found = trouble_of_place(here=here, length=10, offset=offset, size=size)
    assert (found.status if found else 0) == status


def test_versions_and_dates() -> None:
    assert trouble_of_version("1.0.0") is None
    assert trouble_of_version("0.2.1") == Trouble(
        412, "version", "Say Tus-Resumable: 1.0.0; this is the version that is spoken here."
    )
    assert http_date(datetime(2026, 3, 10, 12, tzinfo=UTC)) == "Tue, 10 Mar 2026 12:00:00 GMT"
