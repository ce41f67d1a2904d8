"""What documents show of impact: notes read back, curves with their words, availability by service."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import pytest

from hotwash.evidence.core.customers import Reported, curve_of
from hotwash.evidence.core.exhibits import Stretch, Taken, customers_exhibit, metric_exhibit, taken_from_metrics
from hotwash.evidence.core.impact import Affected, Loss, by_service
from hotwash.evidence.core.metrics import Breach, Limit, Measured, Point, brief, measured, source_of, told

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SHOP, MAIL = Affected(1, "Shop", 0.999), Affected(2, "Mail")


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


@pytest.mark.parametrize("value", [0.05, 20.0, -3.5, 1e-9, 123456.0])
@pytest.mark.parametrize("over", [True, False])
@pytest.mark.parametrize("open_end", [True, False])
def test_what_was_measured_is_read_back_from_its_note(value: float, *, over: bool, open_end: bool) -> None:
    breach = Breach(at(0), at(5), 0.31, 0.4, open=open_end)
    note = told(source_of("E-12", "errors{job=shop}"), Limit(value, over), breach)
    assert measured(note) == Measured("E-12", "errors{job=shop}", Limit(value, over))
    assert brief(note) == note.replace(", `errors{job=shop}`", "")


@pytest.mark.parametrize("note", ["", "From E-1, by hand", "They say: From E-1, `a`: over 1, on average 2"])
def test_a_note_of_a_person_names_no_metric(note: str) -> None:
    assert measured(note) is None


def test_each_series_is_shown_once_with_all_that_was_written_of_it() -> None:
    notes = [told(source_of("E-1", name), Limit(2), Breach(at(0), at(5), 3, 4)) for name in ("a", "b", "a")]
    rows = [Stretch(note, at(place), at(place + 1)) for place, note in enumerate(notes)]
    found = taken_from_metrics([*rows, Stretch("by hand", at(0), None)])
    assert [(one.source.name, one.stretches) for one in found] == [("a", (rows[0], rows[2])), ("b", (rows[1],))]


def test_a_metric_says_what_was_beyond_the_limit() -> None:
    source = Measured("E-1", 'errors "<b>"', Limit(2))
    points = [Point(at(place), 5.0 if 10 <= place < 20 else 1.0) for place in range(30)]
    shown = metric_exhibit(Taken(source, (Stretch("", at(10), at(20)), Stretch("", at(25), None))), points)
    assert shown is not None
    assert shown.alt == 'errors "<b>" from 02 Mar 12:00 UTC to 02 Mar 12:29 UTC: 1 to 5, 2 stretches over 2'
    assert shown.caption == 'errors "<b>" (E-1). Shaded: over 2, 14 min in all; dashed: the limit.'
    assert ET.fromstring(shown.svg).tag.endswith("svg")
    assert shown.svg.count('class="beyond"') == 2
    assert metric_exhibit(Taken(source, ()), []) is None


def test_customers_are_told_with_how_they_stand_to_the_key_times() -> None:
    reports = [Reported(at(0)), Reported(at(6), 3)]
    curve = curve_of(reports, {"detected": at(4)}, None)
    assert curve is not None
    shown = customers_exhibit(curve)
    assert shown.alt.startswith("4 customer reports over time, from 02 Mar 12:00 UTC to 02 Mar 12:07 UTC")
    assert shown.caption == (
        "4 reports, the first at 02 Mar 12:00 UTC. The first report came 4 min before the detection. "
        "1 had come when it was detected. Bars: reports in each stretch; line: all so far; dashed: key times."
    )


def test_names_of_key_times_do_not_lie_over_each_other() -> None:
    marks = {f"mark {place}": at(place / 10) for place in range(5)}
    curve = curve_of([Reported(at(0)), Reported(at(60))], marks, None)
    assert curve is not None
    svg = customers_exhibit(curve).svg
    assert (svg.count('class="limit"'), svg.count(">mark 4<")) == (5, 1)
    assert svg.count('text-anchor="start"') == 2


def test_availability_by_service() -> None:
    losses = [
        Loss(at(0), at(20), 50, (SHOP, MAIL)),
        Loss(at(30), at(40), None, (SHOP,)),
        Loss(at(50), None, 10),
    ]
    rows = by_service(losses, at(60))
    assert [(row.service, row.found.downtime, row.found.lost, row.open_end) for row in rows] == [
        (Affected(), timedelta(minutes=10), timedelta(minutes=1), True),
        (SHOP, timedelta(minutes=30), timedelta(minutes=20), False),
        (MAIL, timedelta(minutes=20), timedelta(minutes=10), False),
    ]
    assert [(row.target, row.budget, row.percent) for row in rows] == [
        ("", "", "99.998"),
        ("99.9", "46", "99.954"),
        ("", "", "99.977"),
    ]
    assert [row.service for row in by_service(losses, None)] == [SHOP, MAIL], "nothing is said of what goes on"
