"""Which moments of many sources come first."""

from hotwash.evidence.core.moments import Sourced, ranked
from hotwash.ports.formats import Level, Record
from hotwash.ports.stamps import Stamp

NS = 1_000_000_000
START = 1_772_456_640 * NS


def one(minute: float, text: str, place: int, score: float, kind: str = "log.error") -> Sourced:
    level = Level.ERROR if kind == "log.error" else None
    found = Record(Stamp(START + int(minute * 60 * NS), 3, 0), text, int(minute * 60) + 1, 0, level, "log")
    return Sourced(found, f"file{place}", "log", place, score, "because", kind)


def test_a_change_shortly_before_the_trouble_of_another_source_comes_before_one_long_before() -> None:
    early = one(-300, "early change", 0, 0.5, "cloudtrail.write")
    cause = one(-3, "the change", 0, 0.5, "cloudtrail.write")
    trouble = [one(0, "errors in a", 1, 0.8), one(1, "errors in b", 2, 0.8)]
    found = ranked([early, cause, *trouble])
    assert [row.record.text for row in found][-2:] == ["the change", "early change"]
    said = {row.record.text: row.why for row in found}
    assert said["the change"] == "because; 3 min before file1 is in trouble"
    assert said["early change"] == "because"


def test_what_coincides_in_several_sources_weighs_more_than_what_stands_alone() -> None:
    alone = one(-500, "alone", 3, 0.8)
    together = [one(n / 2, f"together {n}", n, 0.75) for n in range(3)]
    found = ranked([alone, *together])
    assert found[-1].record.text == "alone"
    assert found[0].why == "because; 2 other sources are in trouble at the same time"


def test_one_source_does_not_fill_the_first_page() -> None:
    loud = [one(n, f"loud {n}", 0, 0.8 - n / 10_000) for n in range(200)]
    quiet = [one(400 + 200 * n, f"quiet {n}", n, 0.5) for n in range(1, 6)]
    first = ranked([*loud, *quiet])[:30]
    assert {row.place for row in first} == {0, 1, 2, 3, 4, 5}


def test_scores_fall_in_the_order_that_is_given_and_the_number_is_bounded() -> None:
    rows = [
        one(n % 90, f"m {n}", n % 7, 0.3 + (n * 37 % 60) / 100, ("log.error", "log.new")[n % 2]) for n in range(900)
    ]
    found = ranked(rows, 300)
    scores = [row.score or 0 for row in found]
    assert len(found) == 300
    assert scores == sorted(scores, reverse=True)


def test_what_has_no_time_keeps_its_place_by_its_own_score() -> None:
    timeless = Sourced(Record(None, "no time", 1), "file9", "log", 9, 0.95, "because", "terraform.apply_errored")
    found = ranked([one(0, "a", 1, 0.8), one(0, "b", 2, 0.8), timeless])
    assert found[0].record.text == "no time"
    assert ranked([]) == []


def test_a_source_that_falls_silent_for_good_while_others_go_on_is_told() -> None:
    trouble = [one(0, "errors in a", 1, 0.8), one(1, "errors in b", 2, 0.8)]
    ends = [one(0.5, "last of c", 3, 0.13, "log.end")]
    ends += [one(90 + n, f"last of {n}", n, 0.13, "log.end") for n in (1, 2)]
    found = {row.record.text: (row.score, row.why) for row in ranked([*trouble, *ends])}
    assert found["last of c"] == (0.62, "nothing more from this source, while 2 others go on for up to 91 min")
    assert "last of 2" not in found
