"""The worked example as pictures: every page in both sizes, the main ones in both themes, without a fault."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.server import House
from tests.browser.visitor import FIRST, PICTURES, visiting

MAIN = {
    "home": "/",
    "incidents": "/incidents/",
    "alerts": "/alerts/?triage=all",
    "actions": "/actions/?state=",
    "archive": "/archive/?q=connections",
    "insights": "/insights/",
    "review": "/insights/review/",
    "process": "/process/",
    "directory": "/directory/",
    "account": "/account/",
    "overview": "/incidents/INC-1/",
    "respond": "/incidents/INC-1/respond/",
    "team": "/incidents/INC-1/team/",
    "timeline": "/incidents/INC-1/evidence/",
    "moments": "/incidents/INC-1/evidence/moments/",
    "files": "/incidents/INC-1/evidence/files/",
    "impact": "/incidents/INC-1/evidence/impact/",
    "whys": "/incidents/INC-1/analysis/",
    "fishbone": "/incidents/INC-1/analysis/fishbone",
    "table": "/incidents/INC-1/analysis/table",
    "debrief": "/incidents/INC-1/analysis/debrief",
    "incident-actions": "/incidents/INC-1/actions/",
    "report": "/incidents/INC-1/report/",
    "improve": "/incidents/INC-1/improve/",
}
MORE = {
    "rules": "/alerts/rules/",
    "rule": "/alerts/rules/1/",
    "rule-new": "/alerts/rules/new",
    "sources": "/alerts/sources/",
    "on-call": "/alerts/on-call/",
    "import": "/archive/import",
    "targets": "/archive/targets/",
    "themes": "/insights/themes/",
    "suggestions": "/process/suggestions/",
    "suggestion-new": "/process/suggestions/new?incident=INC-1",
    "log": "/incidents/INC-1/log",
    "update": "/incidents/INC-2/respond/update",
    "entry": "/incidents/INC-1/evidence/entries/25/",
    "file": "/incidents/INC-1/evidence/files/6/",
    "factor": "/incidents/INC-1/analysis/F-2/",
    "action": "/incidents/INC-1/actions/A-4/",
    "publication": "/incidents/INC-1/report/publications/1/",
    "follow-up": "/incidents/INC-1/improve/follow-ups/1/",
    "recurrence": "/incidents/INC-2/improve/",
}


@pytest.mark.parametrize(("width", "dark"), [("wide", False), ("wide", True), ("phone", False), ("phone", True)])
def test_every_page_of_the_example_is_whole(example: House, browser: Browser, width: str, dark: bool) -> None:
    found = []
    with visiting(browser, example.base, email=FIRST, width=width, dark=dark) as visitor:
        for name, path in (MAIN if dark else MAIN | MORE).items():
            visitor.go(path)
            found += visitor.check(f"example-{name}-{width}{'-dark' if dark else ''}")
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
