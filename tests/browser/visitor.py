"""A person with a browser: goes to pages, and does not overlook anything that is wrong there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

PICTURES = Path(__file__).parent / "pictures"
WIDTHS = {"wide": (1440, 900), "phone": (360, 740)}
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
TAGS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
FIRST = "ada@example.org"
PASSWORD = "correct horse battery"
# what is in the window is awake, no request of htmx is on its way, the letters are there, nothing moves any more
SETTLED = """() => document.fonts.status === 'loaded'
  && !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')
  && ![...document.querySelectorAll('[data-island]:not([data-awake])')].some(e => {
    const box = e.getBoundingClientRect();
    return box.width > 0 && box.top < innerHeight && box.bottom > 0;
  })
  && !document.getAnimations().some(a => a.playState === 'running' && a.effect.getComputedTiming().iterations < 99)"""
CALL = """async ([method, path, body]) => {
  const token = /csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? '';
  const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': token };
  const answer = await fetch('/api/v1' + path, { method, headers, body: body ? JSON.stringify(body) : undefined });
  if (!answer.ok) throw new Error(path + ' answered ' + answer.status + ' ' + await answer.text());
  return answer.json();
}"""
TOO_WIDE = """(width) => [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > width + 1)
  .filter(e => !e.closest('.rail, .tabs, .table-wrap, .evidence-lines, svg, pre'))
  .slice(0, 5).map(e => e.tagName + '.' + e.className)"""


@dataclass
class Visitor:
    """Console errors, exceptions and refusals of the content security policy are kept in ``faults``.

    An answer that a test provokes (a form refused with 422) is no fault; a broken address of a file or a picture is.
    """

    context: BrowserContext
    page: Page
    base: str
    faults: list[str] = field(default_factory=list)

    @classmethod
    def come(cls, browser: Browser, base: str, *, width: str = "wide", dark: bool = False) -> "Visitor":
        size = WIDTHS[width]
        context = browser.new_context(
            base_url=base,
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            has_touch=width == "phone",
            timezone_id="UTC",
            locale="en-GB",
        )
        context.set_default_timeout(30_000)
        visitor = cls(context, context.new_page(), base)
        visitor.page.on("console", visitor._hear)
        visitor.page.on("pageerror", lambda error: visitor.faults.append(f"{visitor.page.url}: {error}"))
        visitor.page.on("response", visitor._look)
        return visitor

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.faults.append(f"{self.page.url}: {message.text}")

    def _look(self, response: Response) -> None:
        if response.status >= 500 or (response.status == 404 and response.request.resource_type != "document"):
            self.faults.append(f"{self.page.url}: {response.request.method} {response.url} answered {response.status}")

    def sign_in(self, email: str, password: str = PASSWORD) -> "Visitor":
        self.page.goto("/sign-in")
        self.page.fill("input[name=email]", email)
        self.page.fill("input[name=password]", password)
        self.page.click("main form button")
        self.page.wait_for_url(lambda url: "/sign-in" not in url)
        return self

    def go(self, path: str) -> Page:
        """Open a page; anything but a good answer is a failure of the test."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status < 400, f"{path} answered {answer.status}"
        self.page.evaluate("document.fonts.ready")
        return self.page

    def call(self, method: str, path: str, body: object = None) -> Any:
        """An operation of the API, as the person who is signed in; any page of the house must be open."""
        return self.page.evaluate(CALL, [method, path, body])

    def check(self, name: str) -> list[str]:
        """Photograph the page, and say what is wrong with it: axe, faults so far, parts wider than the window."""
        PICTURES.mkdir(exist_ok=True)
        self.page.wait_for_function(SETTLED)
        # the caret is left alone: to hide it, styles would be put into the page, against its content security policy
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True, caret="initial")
        found = [*self.faults, *self._too_wide(), *self._axe()]
        self.faults.clear()
        return [f"{name}: {words}" for words in found]

    def check_both_themes(self, name: str) -> list[str]:
        """The same in light and in dark, without loading the page twice."""
        self.page.emulate_media(reduced_motion="reduce")  # the colours need not fade
        found = self.check(name)
        self.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        found += self.check(f"{name}-dark")
        self.page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        return found

    def _too_wide(self) -> list[str]:
        size = self.page.viewport_size
        assert size is not None
        if self.page.evaluate("document.documentElement.scrollWidth") <= size["width"]:
            return []
        return [f"wider than {size['width']} px: {self.page.evaluate(TOO_WIDE, size['width'])}"]

    def _axe(self) -> list[str]:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        results = self.page.evaluate("(options) => axe.run(options)", {"runOnly": TAGS, "resultTypes": ["violations"]})
        return [
            f"axe {found['id']}: {node['target']} {' '.join(node['failureSummary'].split())[:300]}"
            for found in results["violations"]
            for node in found["nodes"][:4]
        ]


@contextmanager
def visiting(
    browser: Browser, base: str, *, email: str = "", width: str = "wide", dark: bool = False
) -> Iterator[Visitor]:
    visitor = Visitor.come(browser, base, width=width, dark=dark)
    try:
        if email:
            visitor.sign_in(email)
        yield visitor
    finally:
        visitor.context.close()


def make_first_account(browser: Browser, base: str) -> None:
    with visiting(browser, base) as visitor:
        page = visitor.go("/welcome")
        page.fill("input[name=name]", "Ada Admin")
        page.fill("input[name=email]", FIRST)
        page.fill("input[name=password]", PASSWORD)
        page.click("main form button")
        page.wait_for_url(lambda url: "/welcome" not in url)
