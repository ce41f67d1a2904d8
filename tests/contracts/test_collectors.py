"""Every collector passes this suite. A new plugin adds what answers it to ``tests/fakes/far_ends``."""

import io
from datetime import UTC, datetime, timedelta

import pytest

from hotwash.evidence.core.reading import Reading
from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import HttpAnswer
from hotwash.ports.collectors import Ask, Collector, Outside, Page, Query, Window, ask_of
from hotwash.ports.formats import Body, Format
from hotwash.ports.registry import plugins
from tests.fakes.far_ends import FAR_ENDS, Known
from tests.fakes.far_ends.base import SECRET

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
COLLECTORS = plugins("collectors", Collector)
OVER_HTTP = [key for key in COLLECTORS if FAR_ENDS[key].over_http]
PAGED = [key for key in OVER_HTTP if FAR_ENDS[key].page]


def query_of(key: str, begin: datetime, end: datetime, most: int = 0) -> Query:
    far = FAR_ENDS[key]
    return Query(window=Window(begin, end), text=far.text, settings=far.settings, most=most)


def fetched(key: str, known: Known, query: Query) -> list[Page]:
    """All pages of all series, the first series first."""
    return [page for _, page in fetched_of(key, known, query)]


def fetched_of(key: str, known: Known, query: Query, pages: int = 1000) -> list[tuple[str, Page]]:
    """All pages with the series they belong to."""
    collector, outside = COLLECTORS[key], Outside(known, NOON + 2 * HOUR, commands=True)
    found = []
    pending = list(collector.asks(query))
    while pending:
        assert len(found) < pages, "it never ends"
        page = collector.fetch(ask_of(pending[0].kept()), query, outside)
        found.append((pending[0].series, page))
        pending = page.then(pending[1:])
    return found


@pytest.mark.parametrize("key", COLLECTORS)
def test_it_says_what_it_is_and_has_a_far_end_in_this_suite(key: str):
    collector = COLLECTORS[key]
    assert (collector.key, key in FAR_ENDS) == (key, True)
    assert collector.title
    assert collector.about.endswith(".")
    assert all(option.label for option in collector.options)
    assert len({option.key for option in collector.options}) == len(collector.options)


@pytest.mark.parametrize("key", COLLECTORS)
def test_the_window_includes_its_begin_and_not_its_end(key: str):
    known = FAR_ENDS[key].knows(NOON)
    assert sum(page.records for page in fetched(key, known, query_of(key, NOON, NOON + HOUR))) == FAR_ENDS[key].each
    if FAR_ENDS[key].filters:
        assert sum(page.records for page in fetched(key, known, query_of(key, NOON - HOUR, NOON))) == 0


@pytest.mark.parametrize("key", COLLECTORS)
def test_an_empty_window_is_no_record_and_no_error(key: str):
    pages = fetched(key, FAR_ENDS[key].knows(), query_of(key, NOON, NOON + HOUR))
    assert [page.records for page in pages] == [0] * len(pages)
    assert all(page.following is None for page in pages)


@pytest.mark.parametrize("key", COLLECTORS)
def test_the_same_question_gets_the_same_bytes(key: str):
    known = FAR_ENDS[key].knows(NOON)
    first, second = (fetched(key, known, query_of(key, NOON, NOON + HOUR)) for _ in range(2))
    assert [page.content for page in first] == [page.content for page in second]


@pytest.mark.parametrize("key", PAGED)
def test_it_pages_to_the_end_and_brings_everything_once(key: str):
    far = FAR_ENDS[key]
    count = 2 * far.page + 1
    times = [NOON + timedelta(seconds=number) for number in range(count)]
    pages = fetched(key, far.knows(*times), query_of(key, NOON, NOON + timedelta(days=1)))
    assert sum(page.records for page in pages) == count * far.each
    assert len([page for page in pages if page.records]) >= 3
    assert pages[-1].following is None


@pytest.mark.parametrize("key", COLLECTORS)
def test_what_it_brings_is_read_with_the_right_count_and_times(key: str):
    """As it is stored: the answers of one series one after the other."""
    far = FAR_ENDS[key]
    times = [NOON + timedelta(seconds=7 * number) for number in range(max(far.page + 1, 3))]
    pages = fetched_of(key, far.knows(*times), query_of(key, NOON, NOON + timedelta(days=1)))
    for series in {name: None for name, _ in pages}:
        kept = [page for name, page in pages if name == series and page.records]
        if not kept and any(page.beside for name, page in pages if name == series):
            continue  # what only tells how to read the others
        content = b"\n".join(page.content for page in kept)
        reading = Reading(Body("collected.json", io.BytesIO(content)), list(plugins("formats", Format).values()))
        records = list(reading.records())
        assert (len(records), reading.tally.problems) == (sum(page.records for page in kept), [])
        found = sorted(record.stamp.ns // 10**9 for record in records if record.stamp)
        assert (found[0], found[-1]) == (times[0].timestamp(), times[-1].timestamp())
        assert reading.tally.format == far.format


@pytest.mark.parametrize(
    ("status", "headers", "retry", "after"),
    [
        (503, {}, True, None),
        (500, {}, True, None),
        (429, {"retry-after": "17"}, True, 17.0),
        (429, {"retry-after": "Mon, 02 Mar 2026 14:00:30 GMT"}, True, 30.0),
        (401, {}, False, None),
        (403, {}, False, None),
        (302, {"location": "https://elsewhere.example"}, False, None),
    ],
)
@pytest.mark.parametrize("key", OVER_HTTP)
def test_a_refusal_says_whether_trying_again_helps(
    key: str, status: int, headers: dict[str, str], retry: bool, after: float | None
):
    known = FAR_ENDS[key].knows(NOON)
    known.answers = [HttpAnswer(status, headers, f'{{"message": "no, {SECRET}"}}'.encode())]
    with pytest.raises(PluginError) as refused:
        fetched(key, known, query_of(key, NOON, NOON + HOUR))
    assert (refused.value.retry, refused.value.after) == (retry, after)
    assert SECRET not in str(refused.value)
    assert str(refused.value).endswith(".")
    assert len(known.requests) == 1, "how often is for the run to decide"


@pytest.mark.parametrize("key", OVER_HTTP)
def test_what_failed_can_be_asked_again(key: str):
    known = FAR_ENDS[key].knows(NOON)
    known.answers = [HttpAnswer(503, {}, b"")]
    query = query_of(key, NOON, NOON + HOUR)
    with pytest.raises(PluginError):
        fetched(key, known, query)
    assert sum(page.records for page in fetched(key, known, query)) == FAR_ENDS[key].each


@pytest.mark.parametrize("body", [b"", b"<html>Sign in</html>", b'"text"', b"[1, 2", b"{}", b"null", b"\xff\xfe{"])
@pytest.mark.parametrize("key", OVER_HTTP)
def test_a_malformed_answer_is_told(key: str, body: bytes):
    far = FAR_ENDS[key]
    known = far.knows(NOON)
    if body == b"{}" and far.takes_empty_object:
        pytest.skip("an object without a list is how this system says that there is nothing")
    ask, query = _first(key)
    known.answers = [HttpAnswer(200, {}, body)]
    with pytest.raises(PluginError) as told:
        COLLECTORS[key].fetch(ask, query, Outside(known, NOON))
    assert told.value.retry is False
    assert COLLECTORS[key].title in str(told.value)


@pytest.mark.parametrize("key", OVER_HTTP)
def test_a_time_out_is_passed_on(key: str):
    known = FAR_ENDS[key].knows(NOON)
    known.answers = [PluginError("The other side could not be reached: ReadTimeout.", retry=True)]
    ask, query = _first(key)
    with pytest.raises(PluginError) as told:
        COLLECTORS[key].fetch(ask, query, Outside(known, NOON))
    assert told.value.retry is True


@pytest.mark.parametrize("key", OVER_HTTP)
def test_an_answer_that_was_cut_is_no_answer(key: str):
    far = FAR_ENDS[key]
    ask, query = _first(key)
    whole = fetched(key, far.knows(NOON), query)[0].content
    known = far.knows(NOON)
    known.answers = [HttpAnswer(200, {}, whole, cut=True)]
    with pytest.raises(PluginError, match="too large"):
        COLLECTORS[key].fetch(ask, query, Outside(known, NOON))


@pytest.mark.parametrize("key", OVER_HTTP)
def test_a_question_shows_no_secret_and_a_request_carries_it(key: str):
    known = FAR_ENDS[key].knows(NOON)
    query = query_of(key, NOON, NOON + HOUR)
    for ask in COLLECTORS[key].asks(query):
        assert SECRET not in ask.told + str(ask.kept())
        assert ask.told.startswith(("GET http", "POST http"))
    fetched(key, known, query)
    far = FAR_ENDS[key]
    questions = [request for request in known.requests if not request.path.endswith(far.sign_in)]
    assert all(request.headers.keys() & far.proof for request in questions)
    assert all(SECRET not in request.url for request in known.requests)


@pytest.mark.parametrize("key", OVER_HTTP)
def test_a_dry_run_asks_one_question_of_few_records(key: str):
    far = FAR_ENDS[key]
    times = [NOON + timedelta(seconds=number) for number in range(max(2 * far.page, 400))]
    known = far.knows(*times)
    query = query_of(key, NOON, NOON + HOUR, most=100)
    collector = COLLECTORS[key]
    page = collector.fetch(collector.asks(query)[0], query, Outside(known, NOON))
    assert len(known.requests) == 1 + far.free
    if far.filters:
        assert page.records <= (far.page if far.fixed else 100) * far.each


@pytest.mark.parametrize("key", OVER_HTTP)
@pytest.mark.parametrize("address", ["", "outside.example", "ftp://outside.example", "https://a:b@outside.example"])
def test_an_address_that_cannot_be_asked_is_told_before(key: str, address: str):
    far = FAR_ENDS[key]
    if not far.settings.get("address"):
        pytest.skip("its address follows from other settings")
    query = Query(window=Window(NOON, NOON + HOUR), text=far.text, settings={**far.settings, "address": address})
    if not address and any(option.key == "address" and option.default for option in COLLECTORS[key].options):
        pytest.skip("it has an address of its own")
    with pytest.raises(PluginError) as told:
        COLLECTORS[key].asks(query)
    assert told.value.retry is False


@pytest.mark.parametrize("key", [key for key in OVER_HTTP if FAR_ENDS[key].text])
def test_a_missing_query_is_told_or_means_everything(key: str):
    query = Query(window=Window(NOON, NOON + HOUR), text="", settings=FAR_ENDS[key].settings)
    if COLLECTORS[key].query_needed:
        with pytest.raises(PluginError, match="query") as told:
            COLLECTORS[key].asks(query)
        assert told.value.retry is False
    else:
        assert COLLECTORS[key].asks(query)


def _first(key: str) -> tuple[Ask, Query]:
    query = query_of(key, NOON, NOON + HOUR)
    return COLLECTORS[key].asks(query)[0], query
