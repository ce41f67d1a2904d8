"""The whole product as pictures: every page in both sizes and both themes, without a fault."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import gallery
from tests.browser.furnishing import VIEWER, furnish
from tests.browser.postbox import Postbox
from tests.browser.visitor import FIRST, PICTURES, WIDTHS, Visitor, visiting
from tests.serving import House

EVERY = gallery.signed_in()


@pytest.fixture(scope="module")
def furnished(example: House, browser: Browser) -> House:
    with visiting(browser, example.base, email=FIRST) as ada:
        furnish(ada)
    return example


@pytest.fixture(scope="module", params=WIDTHS)
def visitor(furnished: House, browser: Browser, request: pytest.FixtureRequest) -> Iterator[tuple[Visitor, str]]:
    """The administrator at a desk, and then with a phone."""
    with visiting(browser, furnished.base, email=FIRST, width=request.param) as ada:
        yield ada, request.param


@pytest.mark.parametrize("name", EVERY)
def test_a_page_of_the_example_is_whole(visitor: tuple[Visitor, str], name: str) -> None:
    ada, width = visitor
    ada.go(EVERY[name])
    assert ada.check_both_themes(f"example-{name}-{width}") == []


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_for_somebody_who_is_not_signed_in(furnished: House, browser: Browser, mail: Postbox, width: str) -> None:
    found = []
    with visiting(browser, furnished.base, width=width) as visitor:
        for name, path in gallery.STRANGER.items():
            visitor.go(mail.wait_for_link(path.removesuffix("[token]")) if "[token]" in path else path)
            if path.endswith("#sent"):
                visitor.page.get_by_label("What goes wrong?").fill("I can't pay")
                visitor.page.get_by_role("button", name="Send").click()
                visitor.page.wait_for_url("**/public/messages/*")
            found += visitor.check_both_themes(f"example-{name}-{width}")
        for name, path in gallery.GONE.items():
            answer = visitor.page.goto(path)
            assert answer is not None
            assert answer.status == 410
            found += visitor.check_both_themes(f"example-{name}-{width}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_for_somebody_who_may_not_or_goes_astray(furnished: House, browser: Browser, width: str) -> None:
    found = []
    with visiting(browser, furnished.base, email=VIEWER, width=width) as vera:
        for path, status in (("/directory/people/new", 403), ("/incidents/INC-999/", 404), ("/nowhere", 404)):
            answer = vera.page.goto(path)
            assert answer is not None
            assert answer.status == status
            expect(vera.page.locator("h1")).to_be_visible()
            found += vera.check_both_themes(f"error-{path.strip('/').replace('/', '-')}-{width}")
        vera.go("/")
        found += vera.check_both_themes(f"home-of-who-is-paged-{width}")
    assert not found, "\n".join(found)


def test_a_digit_leads_to_the_stage_and_a_slash_to_the_search_of_the_page(example: House, browser: Browser) -> None:
    with visiting(browser, example.base, email=FIRST) as visitor:
        page = visitor.go("/incidents/INC-1/")
        page.keyboard.press("4")
        page.wait_for_url("**/incidents/INC-1/analysis/")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keyboard")).to_contain_text("Stage 6: Share")
        visitor.go("/archive/")
        page.keyboard.press("/")
        expect(page.get_by_role("searchbox")).to_be_focused()
        assert visitor.faults == []


def test_a_report_is_printed_without_the_frame(example: House, browser: Browser) -> None:
    """Light, whatever the theme; the article alone, over the whole width."""
    with visiting(browser, example.base, email=FIRST, dark=True) as visitor:
        page = visitor.go("/incidents/INC-1/report/publications/1/")
        page.emulate_media(media="print")
        for hidden in (".frame-nav", ".rail", ".side", ".comment-form"):
            expect(page.locator(hidden).first).to_be_hidden()
        expect(page.locator("article.report")).to_be_visible()
        assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
        page.pdf(path=PICTURES / "example-print.pdf", format="A4")
        assert visitor.faults == []
