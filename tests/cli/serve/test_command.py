import socket

import pytest

from hotwash.cli.serve.command import address_of, environment_of


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("0.0.0.0", "127.0.0.1"),
        ("localhost", "localhost"),
        ("::1", "[::1]"),
        ("::", "[::1]"),
    ],
)
def test_the_address_is_one_that_a_browser_takes(host: str, shown: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        assert address_of(host, listening) == f"http://{shown}:{port}"


def test_links_lead_to_the_address_unless_another_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOTWASH_BASE_URL", raising=False)
    assert environment_of("http://127.0.0.1:8001", None) == {"HOTWASH_BASE_URL": "http://127.0.0.1:8001"}
    monkeypatch.setenv("HOTWASH_BASE_URL", "https://hotwash.example.org")
    assert environment_of("http://127.0.0.1:8001", None) == {}
