"""Pictures by their first bytes."""

import pytest

from hotwash.ports.reading.pictures import media_type


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"GIF89a\x01\x00", "image/gif"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"BM\x36\x00", "image/bmp"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "application/octet-stream"),
        (b"<svg", "application/octet-stream"),
    ],
)
def test_a_picture_is_served_as_what_it_is(head: bytes, kind: str) -> None:
    assert media_type(head) == kind
