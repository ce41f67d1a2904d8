"""A large file by hand: sent in pieces, the connection lost, the page reloaded, gone on with where it ended."""

from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.browser.visitor import Visitor

PIECE = 16 * 1024 * 1024
LINE = b"2026-03-10T12:00:00.000Z INFO checkout order %08d placed\n"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.log"
    path.write_bytes(b"".join(LINE % n for n in range(3 * PIECE // 2 // len(LINE % 0))))
    return path


def test_a_large_file_goes_on_where_it_ended(ada: Visitor, large: Path) -> None:
    ada.go("/")
    made = ada.call("POST", "/incidents", {"title": "Large evidence", "severity": "sev3"})
    address = f"/incidents/{made['reference']}/evidence/files/"
    page = ada.go(address)
    sent: list[int] = []

    def first_piece_only(route: Route) -> None:
        offset = int(route.request.headers["upload-offset"])
        if route.request.method != "PATCH" or offset == 0:
            sent.append(offset)
            route.continue_()
        else:
            route.abort()

    page.route(
        "**/evidence/uploads/*",
        lambda route: first_piece_only(route) if route.request.method == "PATCH" else route.continue_(),
    )
    with page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.status == 204):
        page.set_input_files("input[name=files]", large)

    page = ada.go(address)  # as after a crash of the browser
    expect(page.locator("#arriving")).to_contain_text("large.log")
    page.unroute_all(behavior="ignoreErrors")
    ada.faults.clear()  # the aborted requests
    assert ada.check_both_themes("arriving") == []
    offsets: list[str] = []
    page.on(
        "request",
        lambda request: offsets.append(request.headers["upload-offset"]) if request.method == "PATCH" else None,
    )
    page.set_input_files("input[name=files]", large)
    expect(page.locator("form.drop")).to_contain_text("large.log: received", timeout=30_000)
    assert (sent, offsets) == ([0], [str(PIECE)])
    page = ada.go(f"{address}1/")
    expect(page.locator("h2").first).to_contain_text("large.log")
    assert ada.check_both_themes("being-read") == []
    ada.faults.clear()
