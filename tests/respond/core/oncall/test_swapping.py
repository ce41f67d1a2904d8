from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from hotwash.respond.core.oncall.rotations import LayerValue, OverrideValue, ScheduleValue, shifts
from hotwash.respond.core.oncall.swapping import Bargain, Span, span_key, span_of_key, unfit

ADA, BEN = 1, 2
WEEKLY = ScheduleValue(ZoneInfo("UTC"), (LayerValue(name="W", members=(ADA, BEN), starts_on=date(2026, 3, 2)),))
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def span(first: int, last: int, hour: int = 9) -> Span:
    return Span(datetime(2026, 3, first, hour, tzinfo=UTC), datetime(2026, 3, last, hour, tzinfo=UTC))


@pytest.mark.parametrize(
    ("bargain", "code"),
    [
        (Bargain(ADA, BEN, span(2, 9), span(9, 16)), None),  # a shift that runs can be given away too
        (Bargain(ADA, BEN, span(17, 18)), None),  # a part of it
        (Bargain(ADA, ADA, span(2, 9)), "other"),
        (Bargain(ADA, BEN, span(9, 16)), "shift"),  # not theirs
        (Bargain(ADA, BEN, span(8, 10)), "shift"),  # only half of it theirs
        (Bargain(ADA, BEN, span(2, 3)), "shift"),  # over
        (Bargain(ADA, BEN, span(9, 2)), "shift"),  # ends before it begins
        (Bargain(ADA, BEN, span(2, 9), span(16, 23)), "back"),
    ],
)
def test_what_can_be_swapped(bargain: Bargain, code: str | None) -> None:
    refusal = unfit(bargain, WEEKLY, NOW)
    assert (refusal.reasons[0].code if refusal else None) == code


def test_a_swap_changes_exactly_the_two_shifts() -> None:
    bargain = Bargain(ADA, BEN, span(2, 9), span(9, 16))
    assert bargain.overrides() == (
        OverrideValue(BEN, bargain.given.starts_at, bargain.given.ends_at),
        OverrideValue(ADA, span(9, 16).starts_at, span(9, 16).ends_at),
    )
    swapped = ScheduleValue(WEEKLY.timezone, WEEKLY.layers, bargain.overrides())
    found = shifts(swapped, span(2, 9).starts_at, span(23, 30).ends_at)
    assert [shift.person for shift in found] == [BEN, ADA, ADA, BEN]


@pytest.mark.parametrize("key", ["", "x/y", "2026-03-02", "/", "2026-03-02T00:00:00+00:00/x"])
def test_nonsense_names_no_span(key: str) -> None:
    assert span_of_key(key) is None


def test_a_span_survives_a_form() -> None:
    assert span_of_key(span_key(span(2, 9))) == span(2, 9)
