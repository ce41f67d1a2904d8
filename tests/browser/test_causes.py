"""The causes by hand: one key adds the next why, a factor moves to another bone, wording is shown while typing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.visitor import FIRST, WIDTHS, Visitor, visiting
from tests.serving import House

FACTORS = (
    {"statement": "Checkout answered 502 for 43 minutes", "kind": "outcome"},
    {"statement": "The listener forwarded to an empty target group", "category": "technical", "effect": 1},
    {"statement": "No alert on healthy host count", "category": "monitoring", "effect": 1},
    {"statement": "Staging has one listener only", "category": "process", "effect": 2},
    {"statement": "Going back took one command", "kind": "helped"},
)


@pytest.fixture(scope="module")
def incident(example: House, browser: Browser) -> Iterator[str]:
    """The reference of an incident with five factors."""
    with visiting(browser, example.base, email=FIRST) as visitor:
        page = visitor.go("/incidents/declare")
        page.fill("input[name=title]", "Checkout answers 502")
        page.locator("main form button[type=submit], main form button.primary").last.click()
        page.wait_for_url("**/incidents/INC-*/**")
        reference = "INC-" + page.url.split("/INC-")[1].split("/")[0]
        for factor in FACTORS:
            visitor.call("POST", f"/incidents/{reference}/factors", factor)
        yield reference


@pytest.fixture
def ada(example: House, browser: Browser) -> Iterator[Visitor]:
    with visiting(browser, example.base, email=FIRST) as visitor:
        yield visitor


@pytest.mark.parametrize("width", WIDTHS)
def test_every_view_is_whole(example: House, browser: Browser, incident: str, width: str):
    found = []
    with visiting(browser, example.base, email=FIRST, width=width) as visitor:
        for name in ("", "fishbone", "table", "F-2/", "debrief"):
            visitor.go(f"/incidents/{incident}/analysis/{name}")
            found += visitor.check_both_themes(f"analysis-{name.strip('/') or 'whys'}-{width}")
    assert not found, "\n".join(found)


def test_one_key_asks_the_next_why_and_the_wording_is_shown_while_typing(ada: Visitor, incident: str):
    page = ada.go(f"/incidents/{incident}/analysis/")
    page.wait_for_selector("#causes[data-awake]")
    for key in "jjw":
        page.keyboard.press(key)
    field = page.locator("#why-form textarea")
    expect(field).to_be_focused()
    page.keyboard.type("The operator failed to read the plan")
    expect(page.get_by_text("This says that somebody failed").first).to_be_visible()
    field.fill("The plan hid the replacement among 214 lines")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/analysis/#F-*")
    added = page.url.split("#")[1]
    expect(page.locator(f"#{added} .why-statement")).to_have_text("The plan hid the replacement among 214 lines")
    expect(page.locator(f"#{added}")).to_be_focused()
    assert ada.faults == []


def test_a_factor_is_dragged_to_another_bone_and_moved_back_by_keyboard(ada: Visitor, incident: str):
    page = ada.go(f"/incidents/{incident}/analysis/fishbone")
    page.wait_for_selector(".fishbone[data-drags]")
    factor = page.locator(".drawing-factor:has([href$='F-4'])").bounding_box()
    bone = page.locator("[data-bone=monitoring] .drawing-bone").bounding_box()
    assert factor is not None
    assert bone is not None
    page.evaluate("window.drawn = 0; document.addEventListener('causes:refreshed', () => window.drawn++, true)")
    page.mouse.move(factor["x"] + 30, factor["y"] + 10)
    page.mouse.down()
    page.mouse.move(bone["x"] - 10, bone["y"] + 30, steps=6)
    page.mouse.up()
    expect(page.locator("[data-bone=monitoring] [href$='F-4']")).to_have_count(1)
    page.wait_for_function("() => window.drawn >= 2")  # the page hears of its own change and draws once more
    expect(page.locator(".drawing [href$='F-4']")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-bone=process] [href$='F-4']")).to_have_count(1)
    assert "/fishbone" in page.url
    assert ada.faults == []


def test_it_all_works_without_script(example: House, browser: Browser, incident: str):
    context = browser.new_context(base_url=example.base, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("input[name=email]", FIRST)
    page.fill("input[name=password]", "correct horse battery")
    page.click("main form button")
    page.goto(f"/incidents/{incident}/analysis/")
    page.locator("#F-3 .why-button").click()
    page.fill("#why-form textarea", "Host counts are not exported")
    page.locator("#why-form button.primary").click()
    expect(page.get_by_text("Host counts are not exported")).to_be_visible()
    page.goto(f"/incidents/{incident}/analysis/table")
    expect(page.locator("tbody tr")).to_have_count(7)
    context.close()
