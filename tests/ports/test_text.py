import pytest

from hotwash.ports.reading.text import is_text, text_of


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        ("Grüße".encode(), "Grüße"),
        ("Grüße".encode("utf-8-sig"), "Grüße"),
        ("Grüße".encode("utf-16"), "Grüße"),
        ("Grüße".encode("latin-1"), "Grüße"),
        (b"\xff\xfe\x00", "\ufffd"),
    ],
)
def test_any_bytes_are_read(data: bytes, text: str):
    assert text_of(data) == text


@pytest.mark.parametrize(
    ("data", "is_so"), [(b"plain", True), (b"a\0b", False), ("x".encode("utf-16"), True), (b"x" * 5000 + b"\0", True)]
)
def test_a_nul_in_the_head_is_no_text(data: bytes, is_so: bool):
    assert is_text(data) is is_so
