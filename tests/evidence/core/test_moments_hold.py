"""Whatever the records are, moments come out: bounded, scored, ordered, the same each time."""

from hypothesis import given, settings
from hypothesis import strategies as st

from hotwash.evidence.core.clocks import offset_between
from hotwash.evidence.core.landmarks import Landmarks
from hotwash.evidence.core.moments import Sourced, find_moments, ranked
from hotwash.evidence.core.moments.merge import from_moment
from hotwash.evidence.core.moments.streams import KEPT, LEAST
from hotwash.evidence.core.templates import Miner, template_of
from hotwash.ports.formats import Level, Record
from hotwash.ports.stamps import Stamp

_OF_TOOLS = {
    "terraform": "version plan apply_start apply_complete diagnostic change_summary run",
    "ansible": "play task changed failed ignored unreachable recap recap_host",
    "alert": "firing resolved state",
}
KINDS = [
    *(
        "log",
        "request",
        "note",
        "metric.sample",
        "cloudtrail.write",
        "kubernetes.event",
        "chat.message",
        "deploy.state",
    ),
    *(f"{tool}.{what}" for tool, words in _OF_TOOLS.items() for what in words.split()),
    "command.exit",
    "",
]
NAMES = (
    "address",
    "action",
    "seconds",
    "took",
    "host",
    "name",
    "alert",
    "severity",
    "ends",
    "value",
    "labels",
    "status",
    "trace_id",
)
STAMPS = st.builds(
    Stamp,
    st.integers(-(10**18), 4 * 10**18),
    st.integers(-2, 9),
    st.none() | st.integers(-50_000, 50_000),
    raw=st.text(max_size=8),
)
NEAR = st.builds(Stamp, st.integers(0, 400).map(lambda n: 1_772_456_640 * 10**9 + n * 10**10), st.just(3), st.just(0))
RECORDS = st.builds(
    Record,
    st.none() | STAMPS | NEAR,
    st.text(max_size=60)
    | st.sampled_from(["error 1", "exit code 3", "started", "web1 : ok=1 changed=0 unreachable=1 failed=1"]),
    st.integers(0, 10**6),
    st.integers(0, 10**9),
    st.none() | st.sampled_from(list(Level)),
    st.sampled_from(KINDS),
    st.dictionaries(
        st.sampled_from(NAMES),
        st.text(max_size=12) | st.sampled_from(["1", "1m5s", "critical", "3.5", "read"]),
        max_size=4,
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(RECORDS, max_size=120))
def test_any_records_give_bounded_scored_moments(records: list[Record]) -> None:
    found = find_moments(records)
    assert len(found) <= KEPT
    assert all(LEAST <= one.score <= 1 and one.why and one.kind for one in found)
    assert find_moments(records) == found


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(RECORDS, max_size=40), max_size=5), st.integers(1, 40))
def test_any_sources_are_ranked_in_falling_scores(sources: list[list[Record]], most: int) -> None:
    found: list[Sourced] = []
    for place, records in enumerate(sources):
        found += [from_moment(moment, f"file{place}", "log", place) for moment in find_moments(records)]
    rows = ranked(found, most)
    scores = [row.score or 0 for row in rows]
    assert len(rows) <= most
    assert scores == sorted(scores, reverse=True)
    assert {id(row.record) for row in rows} <= {id(row.record) for row in found}


@given(st.lists(st.text(max_size=80), max_size=60))
def test_equal_templates_are_one_kind(texts: list[str]) -> None:
    miner = Miner()
    first = {template_of(text): miner.kind_of(text) for text in texts}
    assert all(miner.kind_of(text) == first[template_of(text)] for text in texts)


@settings(deadline=None)
@given(st.lists(RECORDS, max_size=60))
def test_any_records_give_landmarks(records: list[Record]) -> None:
    marks = Landmarks(kept=10)
    for record in records:
        marks.feed(record)
    assert len(marks.found()) <= 10


MARKS = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 10**15), min_size=4, max_size=40)


@given(MARKS, st.integers(-(10**17), 10**17))
def test_one_shift_of_everything_is_found_exactly(marks: dict[str, int], shift: int) -> None:
    offset = offset_between(marks, {token: ns + shift for token, ns in marks.items()})
    assert offset is not None
    assert offset.support == offset.common == len(marks)
    assert offset.shift in {0, -shift} or abs(offset.shift + shift) <= 60 * 10**9
