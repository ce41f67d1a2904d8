"""The pure parts of collectors: questions, pages, slices, and what an answer's status means."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import HttpAnswer
from hotwash.ports.collectors import Ask, Limits, Window, ask_of, get, post
from hotwash.ports.collectors.answers import checked, hidden
from hotwash.ports.collectors.paging import by_last, by_link, by_number, by_time, by_token, next_link
from hotwash.ports.collectors.slicing import epoch_ms, epoch_ns, iso, slices, step_of
from hotwash.ports.collectors.spans import overlapping

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ASK = get("s", "https://a.example/base/", "/path", {"q": "x & y", "page": "2"})


def test_a_question_is_told_kept_and_taken_up_again():
    assert ASK.told == "GET https://a.example/base/path?q=x+%26+y&page=2"
    assert ask_of(ASK.kept()) == ASK
    asked = post("s", "https://a.example", "/_search", {"size": 2, "text": "Überlast"})
    assert asked.told == 'POST https://a.example/_search {"size":2,"text":"Überlast"}'
    assert ask_of(asked.kept()) == asked
    assert asked.with_fields(size=3, after=[1]).body == '{"size":3,"text":"Überlast","after":[1]}'


def test_a_parameter_is_set_where_it_was_and_repeated_ones_stay():
    asked = get("s", "https://a.example", "/p", [("filter", "a"), ("filter", "b"), ("limit", "5")])
    assert asked.with_parameters(limit="9", token="t").url == "https://a.example/p?filter=a&filter=b&limit=9&token=t"
    assert (asked.parameter("limit"), asked.parameter("nothing")) == ("5", "")


def test_pages_follow_by_token_link_and_number():
    assert by_token(ASK, "", "token") is None
    assert by_token(ASK, "t=1", "token") == ASK.with_parameters(token="t=1")
    assert by_token(post("s", "https://a.example", "/", {}), "t", "pageToken").body == '{"pageToken":"t"}'  # type: ignore[union-attr]
    assert by_link(ASK, "") is None
    assert by_link(ASK, "?page=3").url == "https://a.example/base/path?page=3"  # type: ignore[union-attr]
    assert by_number(ASK, 9, 10) is None
    assert by_number(ASK, 10, 10).parameter("page") == "3"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("header", "link"),
    [
        ("", ""),
        (
            '<https://a.example/?page=1>; rel="prev", <https://a.example/?page=3>; rel="next"',
            "https://a.example/?page=3",
        ),
        ("<https://a.example/?page=3>; rel=next", "https://a.example/?page=3"),
        ('<https://a.example/?a=1,2&page=3>; title="x"; rel="next"', "https://a.example/?a=1,2&page=3"),
        ('<https://a.example/?page=9>; rel="last"', ""),
        ("nonsense", ""),
    ],
)
def test_the_next_page_in_a_link_header(header: str, link: str):
    assert next_link(HttpAnswer(200, {"link": header})) == link


def test_a_page_behind_the_last_hit():
    rows = [{"sort": [1, "a"]}, {"sort": [2, "b"]}]
    asked = post("s", "https://a.example", "/_search", {"size": 2})
    assert by_last(asked, rows, 3) is None
    assert by_last(asked, rows, 2).body == '{"size":2,"search_after":[2,"b"]}'  # type: ignore[union-attr]
    assert by_last(asked, [{}, {}], 2) is None
    assert by_last(asked, [], 0) is None


@pytest.mark.parametrize(
    ("times", "size", "backward", "begins"),
    [
        ([1, 2, 3], 4, False, None),
        ([1, 2, 3], 3, False, "4"),
        ([3, 1, 2], 3, False, "4"),
        ([1, 3, 3], 3, False, "3"),  # a fourth may share the time of the last two
        ([3, 3, 3], 3, False, "4"),  # it could never leave this time
        ([5, 4, 3], 3, True, "2"),
        ([5, 3, 3], 3, True, "3"),
        ([], 0, False, None),
    ],
)
def test_a_page_along_the_time(times: list[int], size: int, backward: bool, begins: str | None):
    found = by_time(ASK, times, size, "start", backward=backward)
    assert (found.parameter("start") if found else None) == begins


@given(st.integers(1, 10**6), st.integers(1, 10**5))
def test_slices_cover_a_window_without_gap_or_overlap(length: int, longest: int):
    window = Window(NOON, NOON + timedelta(seconds=min(length, longest * 500)))
    found = list(slices(window, timedelta(seconds=longest)))
    assert (found[0].begin, found[-1].end) == (window.begin, window.end)
    assert all(one.end == two.begin for one, two in itertools.pairwise(found))
    assert all(0 < one.seconds <= longest for one in found)


@given(st.floats(1, 31 * 86_400), st.integers(1, 5000))
def test_a_step_is_round_and_large_enough(seconds: float, points: int):
    window = Window(NOON, NOON + timedelta(seconds=seconds))
    assert step_of(window, points) * points >= min(window.seconds, 86_400 * points) - 1


def test_times_as_systems_want_them():
    moment = datetime(2026, 3, 2, 13, 0, 0, 123_456, tzinfo=UTC)
    assert (epoch_ms(moment), epoch_ns(moment)) == (1772456400123, 1772456400123456000)
    assert iso(moment) == "2026-03-02T13:00:00.123456Z"
    assert iso(NOON) == "2026-03-02T12:00:00Z"


@pytest.mark.parametrize(
    ("limits", "word"),
    [
        (Limits(pages=3), "3 pages"),
        (Limits(records=10), "10 records"),
        (Limits(size=5_000_000), "5 MB"),
        (Limits(), ""),
    ],
)
def test_a_limit_is_told_in_words(limits: Limits, word: str):
    told = limits.reached(3, 10, 5_000_000)
    assert (word in told, bool(told)) == (True, bool(word))


@pytest.mark.parametrize(
    ("row", "count"),
    [
        ({"a": "2026-03-02T12:30:00Z"}, 1),
        ({"a": "2026-03-02T11:00:00Z", "b": "2026-03-02T14:00:00Z"}, 1),
        ({"a": "2026-03-02T11:00:00Z", "b": "2026-03-02T11:59:00Z"}, 0),
        ({"a": "2026-03-02T13:00:00Z"}, 0),
        ({"a": None, "made": "2026-03-02T12:30:00Z"}, 1),
        ({"a": "soon"}, 0),
        ("text", 0),
    ],
)
def test_what_lasts_against_a_window(row: object, count: int):
    found = overlapping([row], Window(NOON, NOON + HOUR), (("a",), ("b",)), ("made",))  # type: ignore[list-item]
    assert found == count


@pytest.mark.parametrize(
    ("status", "headers", "body", "retry", "after", "words"),
    [
        (404, {}, b"", False, None, "has nothing at this address"),
        (422, {}, b'{"error": "parse error"}', False, None, "does not take the query (status 422: parse error)"),
        (400, {}, b'{"error": {"reason": "bad field"}}', False, None, "bad field"),
        (400, {}, b"bad\x00\nmatcher", False, None, "bad matcher"),
        (418, {}, b"<html>tea</html>", False, None, "refuses to answer (status 418)"),
        (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1772452860"}, b"", True, 60.0, "busy"),
        (403, {"retry-after": "60"}, b"", True, 60.0, "busy"),
        (429, {"retry-after": "999999999"}, b"", True, 6 * 3600.0, "busy"),
        (429, {"retry-after": "in a while"}, b"", True, None, "busy"),
        (503, {"retry-after": "Mon, 02 Mar 2026 11:00:00 GMT"}, b"", True, 0.0, "busy"),
    ],
)
def test_what_an_answer_means(
    status: int, headers: dict[str, str], body: bytes, retry: bool, after: float | None, words: str
):
    with pytest.raises(PluginError) as told:
        checked(HttpAnswer(status, headers, body), "Loki", ["secret"], NOON)
    assert (told.value.retry, told.value.after) == (retry, after)
    assert words in str(told.value)


def test_secrets_are_taken_out_the_longest_first():
    assert hidden("a abcd abcdefgh", ["abcd", "abcdefgh", "a", ""]) == "a [secret] [secret]"


def test_an_origin_tells_addresses_apart():
    other = Ask(series="s", url="https://a.example:8443/")
    assert ASK.origin != other.origin
    assert ASK.origin == Ask(series="t", url="https://A.example/elsewhere").origin
