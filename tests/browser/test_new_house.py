"""What a new house shows: lists with nothing in them, an incident that began a moment ago, forms that were refused."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests import database
from tests.browser import gallery
from tests.browser.visitor import FIRST, WIDTHS, Visitor, make_first_account, visiting
from tests.serving import House, serving


@pytest.fixture(scope="module")
def untouched(browser: Browser) -> Iterator[House]:
    """A house in which nothing was done but to make the first account."""
    folder = database.temporary_folder()
    try:
        with serving(folder) as house:
            make_first_account(browser, house.base)
            yield house
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_empty_list_is_whole(untouched: House, browser: Browser, width: str) -> None:
    found = []
    with visiting(browser, untouched.base, email=FIRST, width=width) as visitor:
        for name, path in gallery.NEW.items():
            visitor.go(path)
            found += visitor.check_both_themes(f"new-{name}-{width}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_stage_of_an_incident_that_has_just_begun(untouched: House, browser: Browser, width: str) -> None:
    found = []
    with visiting(browser, untouched.base, email=FIRST, width=width) as visitor:
        visitor.go("/")
        begun = visitor.call("POST", "/incidents", {"title": "Labels are printed twice", "severity": "sev3"})
        for path in gallery.BEGUN:
            visitor.go(f"/incidents/{begun['reference']}/{path}")
            found += visitor.check_both_themes(f"begun-{path.strip('/').replace('/', '-') or 'overview'}-{width}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", WIDTHS)
def test_forms_that_were_refused(untouched: House, browser: Browser, width: str) -> None:
    with visiting(browser, untouched.base, width=width) as visitor:
        page = visitor.go("/sign-in")
        page.fill("input[name=email]", FIRST)
        page.fill("input[name=password]", "not the one")
        page.click("main form button")
        expect(page.locator(".form-problems, .errorlist").first).to_be_visible()
        found = visitor.check_both_themes(f"refused-sign-in-{width}")
        visitor.sign_in(FIRST)
        found += _refused(visitor, "/incidents/declare", f"refused-declare-{width}")
        found += _refused(visitor, "/alerts/rules/new", f"refused-rule-{width}")
    assert not found, "\n".join(found)


def _refused(visitor: Visitor, path: str, name: str) -> list[str]:
    """Send a form with nothing in it, past the browser's own questions."""
    page = visitor.go(path)
    form = page.locator("main form:has(.button.primary)").first
    form.evaluate("form => { form.noValidate = true }")
    with page.expect_navigation():
        form.locator(".button.primary").last.click()
    expect(page.locator(".form-problems, .errorlist").first).to_be_visible()
    return visitor.check_both_themes(name)
