"""What only Slack does: it answers 200 to everything, and its threads stand apart."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import HttpAnswer
from hotwash.plugins.collectors.slack import plugin as slack
from hotwash.ports.collectors import Outside, Query, Window
from tests.fakes.far_ends.base import SECRET
from tests.fakes.far_ends.talk import CHANNEL, SLACK

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WINDOW = Window(NOON, NOON + timedelta(hours=1))
QUERY = Query(window=WINDOW, text=CHANNEL, settings=SLACK.settings)


def test_the_window_is_told_to_the_microsecond():
    asked = slack.asks(QUERY)[0]
    assert (asked.parameter("oldest"), asked.parameter("latest")) == ("1772452800.000000", "1772456399.999999")


def test_a_thread_is_asked_for_after_the_next_page_and_within_its_channel():
    root = {"type": "message", "ts": "1772452801.000100", "thread_ts": "1772452801.000100", "reply_count": 2}
    talk = {"type": "message", "ts": "1772452802.000100"}
    body = {"ok": True, "messages": [talk, root], "response_metadata": {"next_cursor": "bmV4dA=="}}
    known = SLACK.knows()
    known.answers = [HttpAnswer(200, {}, json.dumps(body).encode())]
    first, people = slack.asks(QUERY)
    page = slack.fetch(first, QUERY, Outside(known, NOON))
    following, thread, last = page.then([people])
    assert (page.records, following.parameter("cursor"), last) == (2, "bmV4dA==", people)
    assert (thread.series, thread.parameter("ts"), thread.parameter("channel")) == (
        CHANNEL, "1772452801.000100", CHANNEL,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("error", "retry", "words"),
    [
        ("ratelimited", True, "is busy or down"),
        ("internal_error", True, "is busy or down"),
        ("invalid_auth", False, "refuses the credentials"),
        ("missing_scope", False, "refuses the credentials"),
        ("channel_not_found", False, "does not take the query"),
        ("not_in_channel", False, "does not take the query"),
    ],
)
def test_what_is_wrong_stands_in_an_answer_that_is_fine(error: str, retry: bool, words: str):
    known = SLACK.knows()
    known.answers = [HttpAnswer(200, {"retry-after": "30"}, json.dumps({"ok": False, "error": error}).encode())]
    with pytest.raises(PluginError, match=words) as told:
        slack.fetch(slack.asks(QUERY)[0], QUERY, Outside(known, NOON))
    assert (told.value.retry, told.value.after) == (retry, 30.0 if retry else None)
    assert error in str(told.value)
    assert SECRET not in str(told.value)


@pytest.mark.parametrize("text", ["#operations", "c024be91l", "C024/../x", "C1&channel=C2"])
def test_a_channel_is_named_by_its_id(text: str):
    with pytest.raises(PluginError, match="is no id of a channel"):
        slack.asks(Query(window=WINDOW, text=text, settings=SLACK.settings))
