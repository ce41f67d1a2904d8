from datetime import UTC, datetime, timedelta

import pytest

from hotwash.evidence.core.moments import Sourced
from hotwash.evidence.core.reading import Tally
from hotwash.ports.formats import Record
from hotwash.ports.stamps import Basis
from hotwash.ports.stamps.stamp import Stamp
from hotwash.reports.core.folder.found import entries_of, form_of, problem_of, setting_of
from hotwash.reports.core.folder.incident import Told
from hotwash.reports.core.values import KeyTime, Values

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
NS = 1_000_000_000


def told(*marks: datetime) -> Told:
    values = Values(title="Checkout", zone="Europe/Berlin", key_times=tuple(KeyTime("started", at) for at in marks))
    return Told(values)


def moment(at: datetime, text: str = "pool exhausted", zone: Basis = Basis.LINE, like: int = 0) -> Sourced:
    stamp = Stamp(int(at.timestamp()) * NS, 0, 0, zone)
    return Sourced(Record(stamp, text, line=7), "logs/app.log", "json", 1, score=0.9, kind="log", like=like)


def test_the_setting_is_that_of_the_incident():
    setting = setting_of(told(NOON, NOON + timedelta(hours=1)))
    assert (str(setting.zone), setting.reference) == ("Europe/Berlin", int(NOON.timestamp() + 3600) * NS)
    assert setting_of(told()).reference is None


@pytest.mark.parametrize(("days", "taken"), [(0, True), (0.9, True), (-0.9, True), (1.1, False), (-400, False)])
def test_what_is_far_from_the_key_times_is_another_story(days: float, taken: bool):
    found = list(entries_of([moment(NOON + timedelta(days=days))], {}, told(NOON)))
    assert bool(found) is taken


def test_an_entry_says_where_it_stands_and_hides_secrets():
    (entry,) = entries_of(
        [moment(NOON, "login failed password=hunter2hunter2\nat main", Basis.SETTING, like=3)],
        {"logs/app.log": "E-2"},
        told(NOON),
    )
    assert (entry.evidence, entry.lane, entry.precision) == ("E-2 line 7", "app.log", "second")
    assert "hunter2" not in entry.text
    assert entry.text.endswith(", and 3 more like it")
    assert entry.note == "zone not written, Europe/Berlin assumed"


@pytest.mark.parametrize(
    ("tallies", "form", "problem"),
    [
        ([], "", ""),
        ([Tally(title="JSON lines")], "JSON lines", ""),
        ([Tally(title="JSON lines"), Tally(problems=["cut off", "more"])], "2 files", "cut off"),
    ],
)
def test_a_line_for_each_file(tallies: list[Tally], form: str, problem: str):
    assert (form_of(tallies), problem_of(tallies)) == (form, problem)
