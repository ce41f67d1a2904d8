import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotwash.improve.core.similarity import Document, build_index
from hotwash.improve.core.similarity.records import Unread, read_records
from hotwash.improve.core.similarity.words import stem, without_shared_lines, written_words

REPORTS = [
    Document(
        "1", "Payment gateway down", "The TLS certificate of the gateway expired at 02:10. No alert warned before."
    ),
    Document("2", "Search slow", "Retries without backoff overloaded the search cluster; the queue grew."),
    Document("3", "Internal API refused calls", "Its certificate had expired. The expiry alert was never set up."),
    Document("4", "Search errors", "The search cluster was overloaded by a reindex. The queue of messages grew."),
    Document("5", "Orders lost", "A migration locked the orders table in the database and writes timed out."),
]


def nearest(at: int, documents: list[Document] = REPORTS) -> list[str]:
    return [near.id for near in build_index(documents).nearest(at)]


def test_the_nearest_is_the_one_with_the_same_cause() -> None:
    assert [nearest(at)[0] for at in range(4)] == ["3", "4", "1", "2"]


def test_a_document_is_not_near_itself() -> None:
    assert all(document.id not in nearest(at) for at, document in enumerate(REPORTS))


def test_why_speaks_in_written_words() -> None:
    why = build_index(REPORTS).nearest(0)[0].why
    assert why[0] == 'both say "expired", "certificate", "alert"'
    assert why[1].startswith("both about certificates")


def test_identical_texts_score_almost_one() -> None:
    index = build_index([*REPORTS, Document("6", REPORTS[0].title, REPORTS[0].text)])
    assert index.score(0, 5) == pytest.approx(1.0, abs=0.001)


def test_nothing_in_common_is_no_neighbour() -> None:
    assert nearest(0, [Document("1", "", "alpha beta"), Document("2", "", "")]) == []


def test_empty_collection() -> None:
    assert build_index([]).ids == ()


def test_a_large_collection_finds_the_twin_through_candidates() -> None:
    many = [Document(str(at), "", f"widget{at} failed on host{at % 50} because of part{at % 7}") for at in range(600)]
    many.append(Document("twin", "", "widget17 failed on host17 because of part3"))
    assert build_index(many).nearest(600)[0].id == "17"


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=80), min_size=2, max_size=6))
def test_scores_are_symmetric_and_between_0_and_1(texts: list[str]) -> None:
    index = build_index([Document(str(at), "", text) for at, text in enumerate(texts)])
    for one in range(len(texts)):
        for two in range(len(texts)):
            assert 0 <= index.score(one, two) <= 1
            assert index.score(one, two) == pytest.approx(index.score(two, one))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("deploy", "deploys", "deployed", "deploying"), "deploy"),
        (("retry", "retries"), "retry"),
        (("cache", "caches", "cached", "caching"), "cach"),
        (("stop", "stopped", "stopping"), "stop"),
    ],
)
def test_stems(words: tuple[str, ...], expected: str) -> None:
    assert {stem(word) for word in words} == {expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At 10:42 on 2026-03-02 the API answered 503", ["api", "answered", "503"]),
        ("see https://example.org/x and ops@example.org", ["see"]),
        ("PaymentGateway", ["payment", "gateway"]),
        ("don't", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert [written for _, written in written_words(text)] == expected


def test_lines_of_a_template_are_left_out() -> None:
    texts = [f"## Summary\nservice {at} failed" for at in range(10)]
    assert without_shared_lines(texts)[0] == "service 0 failed"


def test_equal_statements_are_no_template() -> None:
    same = [Document(str(at), "", "the certificate expired") for at in range(5)]
    assert build_index(same).score(0, 4) > 0.8


def test_records_say_what_is_wrong_with_a_line() -> None:
    lines = [
        b'{"id": 1, "title": "a", "text": "b"}',
        b"",
        b"{nonsense",
        b"[1]",
        b'{"id": "x"}',
        b'{"id": "y", "title": 5}',
        b"\xff\xfe",
        b'{"id": 1, "title": "again"}',
        b'{"title": "no id"}',
        b"[" * 100_000,
    ]
    records = read_records(lines)
    assert [document.id for document in records.documents] == ["1", "9"]
    assert [problem.line for problem in records.unread] == [3, 4, 5, 6, 7, 8, 10]
    assert records.unread[0] == Unread(3, "is not JSON: each line has to be one JSON object")
