"""What every part of the road needs: the house, its people at their browsers, the mail, the incident."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page
from playwright.sync_api import TimeoutError as NotYet

from hotwash.kernel.postgres import EmbeddedPostgres
from tests.browser.postbox import Postbox
from tests.browser.visitor import Visitor, visiting
from tests.serving import ROOT, House

PEOPLE = {
    "carl": "Carl Commander",
    "rhea": "Rhea Responder",
    "olga": "Olga Owner",
    "theo": "Theo Developer",
    "sam": "Sam Support",
}


@dataclass
class Road:
    """``began`` is when the trouble of the story began; ``incident`` is its reference, once there is one."""

    house: House
    browser: Browser
    mail: Postbox
    folder: Path
    began: datetime
    incident: str = ""
    found: list[str] = field(default_factory=list)
    _visitors: dict[str, Visitor] = field(default_factory=dict)

    def sit_down(self, name: str, email: str, *, width: str = "wide") -> Visitor:
        """Sign in with a browser of one's own; stays signed in until the end."""
        if name not in self._visitors:
            self._visitors[name] = Visitor.come(self.browser, self.house.base, width=width).sign_in(email)
        return self._visitors[name]

    def who(self, name: str) -> Visitor:
        return self.sit_down(name, f"{name}@shop.example", width="phone" if name == "rhea" else "wide")

    def at(self, name: str, path: str = "") -> Page:
        """That person, at a page of the incident."""
        return self.who(name).go(f"/incidents/{self.incident}/{path}")

    def until(self, name: str, path: str, words: str, place: str = "main", *, seconds: float = 60) -> Page:
        """That person, at a page that the worker fills: it is loaded again until the place shows the words."""
        end = time.monotonic() + seconds
        while True:
            page = self.at(name, path)
            try:
                page.locator(place).filter(has_text=words).first.wait_for(timeout=1500)
            except NotYet:
                assert time.monotonic() < end, f"{page.url} does not say “{words}” after {seconds} s"
            else:
                return page

    @contextmanager
    def stranger(self) -> Iterator[Visitor]:
        """Somebody with a phone who has not signed in."""
        with visiting(self.browser, self.house.base, width="phone") as visitor:
            yield visitor

    def look(self, name: str, picture: str) -> None:
        """Photograph where somebody is, and note what is wrong there."""
        self.found += self.who(name).check(f"road-{picture}")

    def days_pass(self, days: int) -> None:
        """What is done again and again is done as it will be in so many days; the running worker delivers its mail."""
        code = (
            "import django; django.setup()\n"
            "from datetime import timedelta\n"
            "from django.utils import timezone\n"
            "from hotwash.flow import PERIODIC\n"
            f"then = timezone.now() + timedelta(days={days})\n"
            "for _, function in PERIODIC: function(now=then)\n"
        )
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "hotwash.site.settings",
            "DATABASE_URL": EmbeddedPostgres(self.house.data).dsn,
            "HOTWASH_DATA": str(self.house.data),
            "HOTWASH_BASE_URL": self.house.base,
            "HOTWASH_MODE": "production",
            "PYTHONPATH": str(ROOT / "src"),
        }
        subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=120)

    def go_home(self) -> None:
        for visitor in self._visitors.values():
            visitor.context.close()


def save(page: Page, button: str = "") -> None:
    """Press the button of the form in the page (the main one, or by name), and see that the form was taken."""
    main = page.locator("main")
    named = main.get_by_role("button", name=button, exact=True) if button else main.locator("form .button.primary")
    press(named.first)
    refused(page)


def press(button: Locator) -> None:
    """Press a button that sends a form, and wait for the page that answers."""
    with button.page.expect_navigation():
        button.click()


def refused(page: Page) -> None:
    """A form that came back with errors is a failure that says why."""
    errors: Locator = page.locator(".errorlist, .form-problems")
    assert errors.count() == 0, f"{page.url}: {errors.all_inner_texts()}"
