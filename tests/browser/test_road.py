"""The whole road once, by hand: from an alert and a folder of evidence to a published report, and to what it taught."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser

from tests import database
from tests.browser.postbox import postbox
from tests.browser.road import before, improving, learning, response, sharing
from tests.browser.road.traveller import Road
from tests.serving import serving


@pytest.fixture
def road(browser: Browser) -> Iterator[Road]:
    folder = database.temporary_folder()
    began = datetime.now(UTC) - timedelta(minutes=50)
    try:
        with (
            postbox() as mail,
            serving(
                folder,
                HOTWASH_SMTP_URL=f"smtp://127.0.0.1:{mail.port}",
                HOTWASH_ALLOW_PRIVATE_ADDRESSES="true",
            ) as house,
        ):
            road = Road(house, browser, mail, folder, began)
            yield road
            road.go_home()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_the_whole_road(road: Road) -> None:
    address = before.prepare(road)
    response.alert_arrives(road, address)
    response.second_level_answers(road)
    response.command_and_words(road)
    response.resolve(road)
    learning.team_is_proposed(road)
    learning.evidence_is_dropped(road)
    learning.moments_are_pinned(road)
    learning.key_times_are_marked(road)
    learning.impact_is_entered(road)
    learning.causes_are_found(road)
    sharing.actions_are_decided(road)
    sharing.report_is_written(road)
    sharing.report_is_published(road)
    sharing.readers_answer(road)
    improving.overdue_is_reminded(road)
    improving.actions_are_done(road)
    improving.followed_up(road)
    improving.seen_again(road)
    improving.reviewed(road)
    improving.process_learns(road)
    assert not road.found, "\n".join(road.found)
