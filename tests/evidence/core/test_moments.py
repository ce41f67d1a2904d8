"""Which records are proposed, and why."""

from hotwash.evidence.core.moments import Sourced, best, find_moments, in_order
from hotwash.evidence.core.moments.merge import with_years
from hotwash.evidence.core.templates import template_of
from hotwash.ports.formats import Level, Record
from hotwash.ports.stamps import Stamp, iso, to_stamp

NS = 1_000_000_000
START = 1_772_456_640 * NS


def log(second: float, text: str, level: Level | None = Level.INFO, kind: str = "log", line: int = 0) -> Record:
    return Record(Stamp(START + int(second * NS), 3, 0), text, line or int(second * 10) + 1, 0, level, kind)


def whys(records: list[Record]) -> dict[str, str]:
    return {moment.record.text.split("\n")[0]: moment.why for moment in find_moments(records)}


def test_kinds_of_messages_forget_what_varies() -> None:
    assert template_of("took 12 ms for user 'sam'") == template_of("took 9 ms for user 'kim'")
    assert template_of("connect to 10.0.0.1:80 failed") != template_of("connect to 10.0.0.1:80 succeeded")


def test_a_terraform_run_gives_its_begin_failure_and_end() -> None:
    found = whys(
        [
            log(0, "Terraform 1.9.5", kind="terraform.version"),
            log(1, "a: Creating...", kind="terraform.apply_start"),
            log(2, "b: Creating...", kind="terraform.apply_start"),
            log(9, "b errored", Level.ERROR, "terraform.apply_errored"),
            log(10, "Apply complete! Resources: 1 added", kind="terraform.change_summary"),
        ]
    )
    assert found == {
        "Terraform 1.9.5": "a Terraform run begins",
        "a: Creating...": "Terraform begins to change resources",
        "b errored": "Terraform failed on a resource",
        "Apply complete! Resources: 1 added": "how the Terraform run ended, with its counts",
    }


def test_an_error_that_repeats_is_one_moment_and_a_new_kind_is_another() -> None:
    records = [log(n, f"fine {n}") for n in range(50)] + [
        log(51, "cannot reach db 1", Level.ERROR),
        log(52, "cannot reach db 2", Level.ERROR),
        log(53, "disk is full", Level.ERROR),
    ]
    first, second = (moment for moment in find_moments(records) if moment.kind == "log.error")
    assert (first.record.text, first.like, first.why) == (
        "cannot reach db 1",
        1,
        "the first error of this source; 1 more like it",
    )
    assert (second.record.text, second.like) == ("disk is full", 0)
    assert first.score > second.score


def test_a_burst_a_silence_and_the_last_error_are_found() -> None:
    calm = [log(n * 10, f"tick {n}") for n in range(60)]
    burst = [log(600 + n, "upstream failed", Level.ERROR, line=7000 + n) for n in range(30)]
    after = [log(700 + n * 10, f"tick {n}", line=8000 + n) for n in range(40)]
    late = [log(9000 + n * 10, f"tick {n}", line=9000 + n) for n in range(3)]
    reasons = {moment.why for moment in find_moments([*calm, *burst, *after, *late])}
    assert "the first error of this source; 30 errors within one minute, 0 are usual" in reasons
    assert any(why.startswith("silent for 131 min") for why in reasons)
    assert any(why.startswith("the last error") for why in reasons)


def test_a_million_lines_give_a_bounded_number() -> None:
    records = (log(n, f"failure number {n} of kind {n % 977:o}", Level.ERROR, line=n + 1) for n in range(20_000))
    assert len(find_moments(records)) <= 120


def test_sources_merge_in_time_order_and_lines_of_one_source_keep_theirs() -> None:
    one = [Sourced(log(5, "a", line=1), "one", "log", 0), Sourced(log(5, "b", line=2), "one", "log", 0)]
    two = [Sourced(log(5, "c", line=1), "two", "log", 1), Sourced(log(1, "d", line=2), "two", "log", 1)]
    lost = Sourced(Record(None, "no time", 3), "one", "log", 0)
    assert [row.record.text for row in in_order([lost, *two, *one])] == ["d", "a", "b", "c", "no time"]
    assert [
        row.record.text for row in best([Sourced(log(1, "x"), "f", "log", 0, score) for score in (0.1, 0.9)], 1)
    ] == ["x"]


def test_a_source_without_years_takes_the_year_of_the_others() -> None:
    yearless = to_stamp((0, 3, 2), (13, 0, 0), "", None)
    assert yearless is not None
    rows = with_years([Sourced(log(0, "a"), "one", "log", 0), Sourced(Record(yearless, "b", 1), "two", "syslog", 1)])
    stamp = rows[1].record.stamp
    assert stamp is not None
    assert (iso(stamp), stamp.year.value) == ("2026-03-02T13:00:00", "reference")
