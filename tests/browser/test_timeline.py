"""The timeline by hand: an entry is dragged to another lane, or sent there by key; both are undone by the notice."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visitor import FIRST, Visitor, visiting
from tests.serving import House


@pytest.fixture(scope="module")
def incident(example: House, browser: Browser) -> Iterator[str]:
    """The reference of an incident with entries in two lanes."""
    with visiting(browser, example.base, email=FIRST) as visitor:
        page = visitor.go("/incidents/declare")
        page.fill("input[name=title]", "Search is slow")
        page.locator("main form button[type=submit], main form button.primary").last.click()
        page.wait_for_url("**/incidents/INC-*/**")
        reference = "INC-" + page.url.split("/INC-")[1].split("/")[0]
        for minute, lane in enumerate(("chat", "operations", "chat")):
            entry = {"at": f"2026-03-10T14:0{minute}:00Z", "text": f"Entry {minute} of {lane}", "lane": lane}
            visitor.call("POST", f"/incidents/{reference}/evidence/entries", entry)
        yield reference


@pytest.fixture
def ada(example: House, browser: Browser) -> Iterator[Visitor]:
    with visiting(browser, example.base, email=FIRST) as visitor:
        yield visitor


def row(page: Page, text: str) -> str:
    entry = page.locator(".entry", has_text=text)
    expect(entry).to_be_visible()
    return f"#{entry.get_attribute('id')}"


def test_an_entry_is_dropped_on_a_lane_and_the_notice_undoes_it(ada: Visitor, incident: str):
    page = ada.go(f"/incidents/{incident}/evidence/")
    entry = row(page, "Entry 0 of chat")
    handle = page.locator(f"{entry} [data-handle]")
    box = handle.bounding_box()
    assert box
    page.mouse.move(box["x"] + 8, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 60, steps=5)
    lane = page.locator("[data-drop][value=operations]")
    expect(lane).to_be_visible()
    target = lane.bounding_box()
    assert target
    page.mouse.move(target["x"] + 8, target["y"] + 8, steps=5)
    page.mouse.up()
    expect(page.get_by_text("is in “operations” now")).to_be_visible()
    expect(page.locator(f"{entry} .meta")).to_contain_text("operations")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("is in “chat” now")).to_be_visible()


def test_the_same_by_keys_alone(ada: Visitor, incident: str):
    page = ada.go(f"/incidents/{incident}/evidence/")
    page.wait_for_selector("[data-island=timeline][data-awake]")
    entry = row(page, "Entry 2 of chat")
    for key in "jjj":
        page.keyboard.press(key)
    expect(page.locator(entry)).to_be_focused()
    page.keyboard.press("l")
    tray = page.locator("[data-lane-tray]")
    expect(tray).to_be_visible()
    page.keyboard.press("Escape")
    expect(tray).to_be_hidden()
    expect(page.locator(entry)).to_be_focused()
    page.keyboard.press("l")
    tray.locator("input[name=lane_new]").fill("support")
    page.keyboard.press("Enter")
    expect(page.get_by_text("is in “support” now")).to_be_visible()
