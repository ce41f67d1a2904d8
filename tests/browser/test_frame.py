"""The frame by hand: the design system, keyboard, theme, drafts, palette."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.visitor import FIRST, WIDTHS, Visitor, make_first_account, visiting
from tests.serving import House

MOST_SCRIPT_BYTES = 150_000


@pytest.mark.parametrize("width", WIDTHS)
def test_the_design_page_is_whole(workshop: House, browser: Browser, width: str) -> None:
    if width == "wide":
        make_first_account(browser, workshop.base)
    with visiting(browser, workshop.base, email=FIRST, width=width) as visitor:
        visitor.go("/design")
        found = visitor.check_both_themes(f"design-{width}")
    assert not found, "\n".join(found)


def test_the_first_load_of_script_is_small(ada: Visitor) -> None:
    sizes: list[int] = []
    ada.page.on("response", lambda answer: sizes.append(len(answer.body())) if answer.url.endswith(".js") else None)
    ada.go("/")
    ada.page.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) < MOST_SCRIPT_BYTES


def test_the_theme_is_kept_and_drawn_by_the_server(ada: Visitor) -> None:
    page = ada.go("/")
    page.click("[popovertarget=account-menu]")
    page.click("#account-menu [data-theme-switch] button[value=dark]")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert 'data-theme="dark"' in page.request.get("/").text()
    page.click("#account-menu [data-theme-switch] button[value='']")
    assert "data-theme=" not in page.request.get("/").text().split("<head>")[0]


def test_the_palette_finds_a_page_by_keyboard(ada: Visitor) -> None:
    page = ada.go("/")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Find and go")).to_be_focused()
    page.keyboard.type("proc")
    expect(page.get_by_role("option").first).to_contain_text("Process")
    assert ada.check_both_themes("palette") == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/process/")


def test_keys_lead_to_places_and_the_help_lists_them(ada: Visitor) -> None:
    page = ada.go("/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_contain_text("Go to People and services")
    assert ada.check_both_themes("keyboard-help") == []
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/directory/")


def test_the_first_tab_leads_to_the_content(ada: Visitor) -> None:
    page = ada.go("/directory/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_what_was_typed_comes_back_and_goes_once_it_was_taken(ada: Visitor) -> None:
    page = ada.go("/directory/services/new")
    page.fill("textarea[name=description]", "Takes the money.")
    page.wait_for_function("() => Object.keys(localStorage).some((key) => key.startsWith('draft:'))")
    ada.go("/")
    ada.go("/directory/services/new")
    expect(page.locator("textarea[name=description]")).to_have_value("Takes the money.")
    expect(page.locator(".draft-notice")).to_be_visible()
    page.fill("input[name=name]", "Checkout")
    page.click("main form .button.primary")
    page.wait_for_url("**/directory/")
    ada.go("/directory/services/new")
    expect(page.locator("textarea[name=description]")).to_have_value("")


def test_pages_work_without_script(house: House, browser: Browser, first_account: str) -> None:
    context = browser.new_context(base_url=house.base, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("input[name=email]", first_account)
    page.fill("input[name=password]", "correct horse battery")
    page.click("main form button")
    page.goto("/directory/teams/new")
    page.fill("input[name=name]", "Payments")
    page.click("main form .button.primary")
    expect(page.locator("main")).to_contain_text("Payments")
    context.close()
