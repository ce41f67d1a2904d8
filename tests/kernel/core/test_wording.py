from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from hotwash.kernel.core import wording

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59.9, "59 s"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (4320, "1 h 12 min"),
        (86_400, "1 d"),
        (273_600, "3 d 4 h"),
        (-720, "-12 min"),
    ],
)
def test_duration(seconds, words):
    assert wording.duration_words(seconds) == words
    assert wording.duration_words(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-5, "0:00"), (247, "4:07"), (4329, "1:12:09"), (3 * 86_400 + 15_000, "3 d 04:10:00")],
)
def test_clock(seconds, words):
    assert wording.clock_words(seconds) == words


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(minutes=5, seconds=50), "5 min ago"),
        (timedelta(hours=26), "1 d ago"),
        (-timedelta(hours=2), "in 2 h"),
        (-timedelta(hours=2) + timedelta(milliseconds=80), "in 2 h"),
        (timedelta(days=40), ""),
    ],
)
def test_relative(ago, words):
    assert wording.relative_words(NOW - ago, NOW) == words


def test_absolute_names_the_year_only_where_it_is_another():
    assert wording.absolute_words(NOW, NOW, "UTC") == "23 Nov, 08:00 UTC"
    assert wording.absolute_words(NOW - timedelta(days=400), NOW, "UTC") == "19 Oct 2025, 08:00 UTC"


def test_full_words_give_utc_beside_another_zone():
    local = NOW.astimezone(ZoneInfo("Europe/Berlin"))
    assert wording.full_words(local, "CET") == "Monday, 23 November 2026, 09:00:00 CET (2026-11-23 08:00:00 UTC)"
    assert wording.full_words(NOW, "UTC") == "Monday, 23 November 2026, 08:00:00 UTC"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ada Lovelace", "AL"), ("ops@example.org", "OP"), ("jean-luc picard", "JP"), ("", "?"), ("x", "X")],
)
def test_initials(name, letters):
    assert wording.initials_of(name) == letters


@pytest.mark.parametrize(
    ("share", "words"), [(Decimal("0.99950"), "99.95 %"), (0.999, "99.9 %"), (1, "100 %"), (Decimal("0.5"), "50 %")]
)
def test_percent(share, words):
    assert wording.percent_words(share) == words


@pytest.mark.parametrize(("key", "rank"), [("sev1", 1), ("P3", 3), ("sev9", 5), ("critical", 1), ("unheard_of", 5)])
def test_severity_rank(key, rank):
    assert wording.severity_rank(key) == rank
