import pytest

from hotwash.kernel.core.http import is_public, problem_of_url


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_is_public(address: str, expected: bool) -> None:
    assert is_public(address) is expected


@pytest.mark.parametrize("url", ["", "example.org", "ftp://example.org", "https://", "http://[::1", "http://a:99999/"])
def test_what_is_no_web_address_is_said(url: str) -> None:
    assert problem_of_url(url).endswith(".")


def test_a_web_address_is_fine() -> None:
    assert problem_of_url("https://example.org:8443/path?q=1") == ""
