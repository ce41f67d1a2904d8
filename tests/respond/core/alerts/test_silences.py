from datetime import UTC, datetime, timedelta

import pytest

from hotwash.respond.core.alerts.matching import Matcher, Operator
from hotwash.respond.core.alerts.silences import Silence, SilenceValues, Window, matchers_of, silenced, when_in_words

FROM = datetime(2026, 3, 1, 1, tzinfo=UTC)  # a Sunday, 02:00 in Berlin
HOUR = timedelta(hours=1)
WEB = (Matcher("service", Operator.IS, "web"),)


def silence(**values: object) -> Silence:
    known = {"id": 1, "reason": "Deploy", "by": "Ada", "starts_at": FROM, "ends_at": FROM + 2 * HOUR, "matchers": WEB}
    return Silence(**{**known, **values})


SUMMER = datetime(2026, 4, 5, tzinfo=UTC)
NIGHTS = silence(weekdays=(6,), starts_at=FROM + 22 * HOUR, ends_at=FROM + 25 * HOUR)
SUNDAYS = silence(weekdays=(6,), zone="Europe/Berlin")


@pytest.mark.parametrize(
    ("one", "at", "expected"),
    [
        (silence(), FROM - timedelta(seconds=1), None),
        (silence(), FROM, (FROM, FROM + 2 * HOUR)),
        (silence(), FROM + 2 * HOUR, None),
        (silence(ended_at=FROM + HOUR), FROM + HOUR, None),
        (silence(ended_at=FROM + HOUR), FROM + HOUR / 2, (FROM, FROM + 2 * HOUR)),
        (SUNDAYS, FROM + timedelta(days=7), (FROM + timedelta(days=7), FROM + timedelta(days=7) + 2 * HOUR)),
        (SUNDAYS, FROM + timedelta(days=6), None),
        (SUNDAYS, FROM - timedelta(days=7), None),  # not before the first time
        # Two o'clock in Berlin is midnight UTC in summer: the wall clock counts.
        (SUNDAYS, SUMMER + HOUR / 2, (SUMMER, SUMMER + 2 * HOUR)),
        (silence(weekdays=(6,), until=FROM + timedelta(days=7)), FROM + timedelta(days=7), None),
        # Over midnight: what began on the day before still holds.
        (NIGHTS, FROM + 24 * HOUR, (FROM + 22 * HOUR, FROM + 25 * HOUR)),
    ],
)  # fmt: skip
def test_when_it_is_in_force(one: Silence, at: datetime, expected: tuple[datetime, datetime] | None) -> None:
    assert one.window_at(at) == (Window(*expected) if expected else None)


def test_the_next_time() -> None:
    assert SUNDAYS.next_window(FROM) == Window(FROM + timedelta(days=7), FROM + timedelta(days=7) + 2 * HOUR)
    assert silence().next_window(FROM) is None
    assert silence().next_window(FROM - HOUR) == Window(FROM, FROM + 2 * HOUR)


@pytest.mark.parametrize(
    ("one", "labels", "source", "service", "expected"),
    [
        (silence(), {"service": "web"}, 1, None, True),
        (silence(), {"service": "api"}, 1, None, False),
        (silence(source=2), {"service": "web"}, 1, None, False),
        (silence(source=2, matchers=()), {}, 2, None, True),
        (silence(matchers=(), service=5), {}, 1, 5, True),
        (silence(matchers=(), service=5), {}, 1, 6, False),
        (silence(matchers=(), service=5, service_names=frozenset({"web"})), {"service": "WEB"}, 1, None, True),
        (silence(matchers=()), {"service": "web"}, 1, None, False),  # names nothing: silences nothing
    ],
)
def test_what_it_is_about(
    one: Silence, labels: dict[str, str], source: int, service: int | None, expected: bool
) -> None:
    assert (silenced(labels, source, service, [one]) is one) is expected


def test_in_words() -> None:
    assert silence().in_words(FROM) == "Silence “Deploy” by Ada until 2026-03-01 03:00 UTC."
    assert silence().in_words(FROM - HOUR) == ""
    assert when_in_words(SUNDAYS) == "Sun, 02:00 to 04:00 Europe/Berlin"
    assert when_in_words(silence(weekdays=tuple(range(7)))) == "every day, 01:00 to 03:00 UTC"
    assert when_in_words(silence()) == ""


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({}, None),
        ({"reason": " "}, "reason"),
        ({"matchers": ""}, "matchers"),
        ({"matchers": "", "source_id": 3}, None),
        ({"matchers": "nothing"}, "matchers"),
        ({"matchers": "a=~("}, "matchers"),
        ({"ends_at": FROM}, "ends_at"),
        ({"ends_at": FROM + timedelta(days=400)}, "ends_at"),
        ({"weekdays": (6,), "ends_at": FROM + 25 * HOUR}, "ends_at"),
        ({"weekdays": (7,)}, "weekdays"),
        ({"weekdays": (6,), "until": FROM - HOUR}, "until"),
        ({"timezone": "Berlin"}, "timezone"),
        ({"timezone": "../etc"}, "timezone"),
        ({"starts_at": FROM - 9 * HOUR, "ends_at": FROM - 8 * HOUR}, "ends_at"),
        ({"starts_at": FROM - 9 * HOUR, "ends_at": FROM - 8 * HOUR, "weekdays": (6,)}, None),
    ],
)
def test_what_cannot_be(changed: dict[str, object], field: str | None) -> None:
    known = {"reason": "Deploy", "starts_at": FROM, "ends_at": FROM + HOUR, "matchers": "service=web"}
    problems = SilenceValues(**{**known, **changed}).problems(now=FROM, missing=[])
    assert {problem.field for problem in problems} == ({field} if field else set())


def test_a_service_that_is_not_there() -> None:
    values = SilenceValues(reason="Deploy", starts_at=FROM, ends_at=FROM + HOUR, service_id=9)
    assert [problem.field for problem in values.problems(now=FROM, missing=["service"])] == ["service"]


def test_the_matchers_of_an_alert() -> None:
    labels = {"alertname": "Disk", "host": "db 1", "a b": "x", "lines": "a\nb", "trailing": "x "}
    assert matchers_of(labels, "Disk full") == "alertname=Disk\nhost=db 1"
    assert matchers_of({}, "Disk\nfull") == "title=Disk full"
