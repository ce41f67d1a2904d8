from datetime import UTC, datetime

import pytest

from hotwash.ports import payload as read


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-02T04:11:07.123456789Z", datetime(2026, 3, 2, 4, 11, 7, 123456, tzinfo=UTC)),
        ("2026-03-02T05:11:07+01:00", datetime(2026, 3, 2, 4, 11, 7, tzinfo=UTC)),
        ("2026-03-02 04:11:07 UTC", datetime(2026, 3, 2, 4, 11, 7, tzinfo=UTC)),
        ("2026-03-02 04:11:07", datetime(2026, 3, 2, 4, 11, 7, tzinfo=UTC)),
        (1772424667, datetime(2026, 3, 2, 4, 11, 7, tzinfo=UTC)),
        (1772424667000, datetime(2026, 3, 2, 4, 11, 7, tzinfo=UTC)),
        (1772424667000000000, datetime(2026, 3, 2, 4, 11, 7, tzinfo=UTC)),
        ("1772424667", datetime(2026, 3, 2, 4, 11, 7, tzinfo=UTC)),
        (0, datetime(1970, 1, 1, tzinfo=UTC)),
        ("2400-01-01T00:00:00Z", datetime(2400, 1, 1, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59-05:00", None),
        (float("inf"), None),
        (float("nan"), None),
        (True, None),
        ("soon", None),
        ("", None),
        ([], None),
    ],
)
def test_moment(value: read.Json, expected: datetime | None) -> None:
    assert read.moment({"at": value}, "at") == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("a", "b"), "x"),
        (("list", "1", "c"), "2"),
        (("list", "9", "c"), ""),
        (("yes",), "true"),
        (("a",), ""),
        (("nothing", "here"), ""),
    ],
)
def test_text(path: tuple[str, ...], expected: str) -> None:
    body: read.Json = {"a": {"b": " x "}, "list": [{"c": 1}, {"c": 2}], "yes": True}
    assert read.text(body, *path) == expected


def test_labels_keep_only_what_has_text() -> None:
    body: read.Json = {"labels": {"a": "1", "b": 2, "c": None, "d": {"e": "f"}, "": "g"}}
    assert read.labels(body, "labels") == {"a": "1", "b": "2"}


def test_what_a_database_cannot_hold_is_left_out() -> None:
    body = b'{"a\\u0000": ["\\ud800x", "a\\u0000b", NaN, 1e999, 1.5]}'
    assert read.read_object(body) == {"a": ["?x", "ab", None, None, 1.5]}


def test_paths_lead_to_every_value_of_the_first_of_each_list() -> None:
    body = {"a": {"b": [1, 2], "c": None}, "d": [], "e": [{"f": True}, {"g": 1}]}
    assert read.paths_of(body) == [
        ("a.b", "a list of 2"),
        ("a.b.0", "1"),
        ("a.c", "nothing"),
        ("d", "a list of 0"),
        ("e", "a list of 2"),
        ("e.0.f", "true"),
    ]
    assert len(read.paths_of({str(number): 1 for number in range(500)})) == 200
