"""Tests in a real browser: Debian's chromium, driven by playwright, against a real server."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import database
from tests.browser.postbox import Postbox, postbox
from tests.browser.visitor import FIRST, WIDTHS, Visitor, make_first_account, visiting
from tests.serving import House, serving

CHROMIUM = Path(os.environ.get("HOTWASH_CHROMIUM", "/usr/bin/chromium"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test; without a browser it is skipped, and says so."""
    here = Path(__file__).parent
    for item in items:
        if here not in item.path.parents:
            continue
        item.add_marker(pytest.mark.browser)
        if not CHROMIUM.exists():
            item.add_marker(pytest.mark.skip(reason=f"no browser at {CHROMIUM}: apt-get install chromium"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """A new house, with nobody in it but the first administrator, whom its welcome page has made."""
    folder = database.temporary_folder()
    try:
        with serving(folder) as house:
            yield house
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def workshop() -> Iterator[House]:
    """A server in development mode, which has the page of the design system."""
    folder = database.temporary_folder()
    try:
        with serving(folder, HOTWASH_MODE="development") as house:
            yield house
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def mail() -> Iterator[Postbox]:
    """What the house with the worked example sends."""
    with postbox() as box:
        yield box


@pytest.fixture(scope="session")
def example(browser: Browser, mail: Postbox) -> Iterator[House]:
    """A house with the worked example: INC-1 from end to end, INC-2 in the middle; and the first administrator."""
    folder = database.temporary_folder()
    told = {"HOTWASH_SMTP_URL": f"smtp://127.0.0.1:{mail.port}", "HOTWASH_ALLOW_PRIVATE_ADDRESSES": "true"}
    try:
        with serving(folder, "--demo", **told) as house:
            make_first_account(browser, house.base)
            house.wait_for("The worked example is there")
            yield house
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def first_account(house: House, browser: Browser) -> str:
    """The address of the first account; made by the welcome page, which is checked on the way."""
    for width in WIDTHS:
        with visiting(browser, house.base, width=width) as visitor:
            visitor.go("/")
            assert visitor.page.url.endswith("/welcome")
            assert visitor.check_both_themes(f"welcome-{width}") == []
    make_first_account(browser, house.base)
    return FIRST


@pytest.fixture
def ada(house: House, browser: Browser, first_account: str) -> Iterator[Visitor]:
    """The first administrator at a desk."""
    with visiting(browser, house.base, email=first_account) as visitor:
        yield visitor
