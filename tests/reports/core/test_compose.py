from dataclasses import replace
from datetime import timedelta

import pytest

from hotwash.reports.core import blocks, wording
from hotwash.reports.core.compose import EMPTY, compose, section_of
from hotwash.reports.core.document import Fact, Facts, Figure, Note, Prose, Statements, Table, Timeline, Why, Whys
from hotwash.reports.core.template import DEFAULT, SectionPlan
from hotwash.reports.core.values import Because, Factor, Values
from tests.reports.core.samples import FULL, at


def test_sections_stand_in_the_order_of_the_template() -> None:
    keys = [section.key for section in compose(FULL).sections]
    assert keys == [
        "summary",
        "impact",
        "timeline",
        "factors",
        "helped",
        "hindered",
        "lucky",
        "actions",
        "lessons",
        "questions",
        "evidence",
    ]


def test_an_empty_optional_section_is_left_out_and_others_say_that_they_are_empty() -> None:
    document = compose(Values(title="Nothing yet"))
    assert document.section("questions") is None
    summary = document.section("summary")
    assert summary is not None
    assert summary.blocks == (Note(EMPTY),)


def test_prose_comes_before_the_live_blocks() -> None:
    plan = SectionPlan("summary", "Summary", "", ("helped",))
    section = section_of(FULL, plan)
    assert section is not None
    assert section.blocks[0] == Prose("At 14:00 the **checkout** broke.")
    assert isinstance(section.blocks[1], Statements)


def test_a_live_block_of_a_newer_version_leaves_a_note() -> None:
    section = section_of(FULL, SectionPlan("x", "X", "", ("hologram",)))
    assert section is not None
    assert section.blocks == (Note("The block “hologram” is not known to this version of Hotwash."),)


def test_timeline_is_in_order_of_time_in_the_incident_s_zone() -> None:
    (block,) = blocks.timeline(FULL)
    assert isinstance(block, Timeline)
    assert [(moment.reference, moment.day, moment.time) for moment in block.moments] == [
        ("T-1", "Tuesday 3 November 2026", "13:30"),
        ("T-2", "Tuesday 3 November 2026", "14:00"),
        ("T-3", "Wednesday 4 November 2026", "00:30–07:00"),
    ]
    assert block.moments[0].iso == "2026-11-03T12:30:00Z"


def test_durations_follow_from_key_times() -> None:
    (block,) = blocks.durations(FULL)
    assert block == Facts(
        "Durations",
        (
            Fact("Until detected", "12 min"),
            Fact("Until mitigated", "38 min"),
            Fact("Until resolved", "1 h 8 min"),
            Fact("Whole duration", "1 h 20 min"),
        ),
    )


def test_whys_go_from_the_outcome_to_what_made_it_possible() -> None:
    (block,) = blocks.whys(FULL)
    assert block == Whys(
        (
            Why(
                "F-1",
                "Checkout answered 503",
                (Why("F-2", "The pool held 20 connections", (Why("F-3", "The runbook named the old group"),)),),
            ),
        )
    )


def test_a_circle_of_causes_ends() -> None:
    circle = replace(FULL, because=(Because("F-1", "F-2"), Because("F-2", "F-1")))
    (block,) = blocks.whys(circle)
    assert isinstance(block, Whys)
    (root,) = block.roots
    assert root.answers[0].answers[0].again


def test_a_factor_met_twice_is_shown_in_full_once() -> None:
    values = replace(
        FULL, because=(Because("F-2", "F-1"), Because("F-4", "F-1"), Because("F-3", "F-2"), Because("F-2", "F-4"))
    )
    (block,) = blocks.whys(values)
    assert isinstance(block, Whys)
    first, second = block.roots[0].answers
    assert first.answers
    assert second.answers[0] == Why("F-2", "The pool held 20 connections", (), again=True)


def test_links_to_factors_that_are_gone_are_left_out() -> None:
    assert blocks.whys(replace(FULL, because=(Because("F-9", "F-1"),))) == ()


def test_actions_are_grouped_and_say_what_is_missing() -> None:
    corrective, preventive = blocks.actions(FULL)
    assert isinstance(corrective, Statements)
    assert isinstance(preventive, Statements)
    assert corrective.items[0].lines == (Fact("Owner", "nobody yet"), Fact("Due", "no date yet"))
    assert preventive.items[0].tag == "Open · alert"


@pytest.mark.parametrize("name", sorted(blocks.LIVE))
def test_every_live_block_is_empty_without_values(name: str) -> None:
    assert blocks.live(name, Values(title="x")) == ()


def test_every_block_of_the_default_template_exists() -> None:
    assert {name for plan in DEFAULT for name in plan.blocks} == set(blocks.LIVE)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0 s"),
        (45, "45 s"),
        (750, "12 min 30 s"),
        (6480, "1 h 48 min"),
        (3600, "1 h"),
        (187_200, "2 d 4 h"),
        (-60, "−1 min"),
    ],
)
def test_span(seconds: int, shown: str) -> None:
    assert wording.span(timedelta(seconds=seconds)) == shown


@pytest.mark.parametrize(
    ("precision", "shown"),
    [("day", ""), ("hour", "14 h"), ("minute", "14:05"), ("second", "14:05:00"), ("ms", "14:05:00.000")],
)
def test_clock_shows_no_more_than_is_known(precision: str, shown: str) -> None:
    assert wording.clock(at(13, 5), "Europe/Berlin", precision) == shown


def test_an_unknown_zone_is_shown_in_utc() -> None:
    assert wording.moment(at(13, 5), "Mars/Olympus") == "2026-11-03 13:05 UTC"


@pytest.mark.parametrize(("count", "shown"), [(0, "0 B"), (999, "999 B"), (1200, "1.2 kB"), (3_400_000, "3.4 MB")])
def test_size(count: int, shown: str) -> None:
    assert wording.size(count) == shown


def test_a_trigger_says_so() -> None:
    (block,) = blocks.factors(Values(title="x", factors=(Factor("F-1", "Deploy", "trigger", "technical"),)))
    assert isinstance(block, Statements)
    assert block.items[0].tag == "Trigger · Technical failure"


def test_impact_shows_availability_and_its_curves() -> None:
    section = compose(FULL).section("impact")
    assert section is not None
    names = [block.name for block in section.blocks if isinstance(block, Table | Figure)]
    assert names == ["Impact", "Availability", "customers", "metric_1", "metric_2"]
    table = next(block for block in section.blocks if isinstance(block, Table) and block.name == "Availability")
    assert table.rows == (
        ("checkout", "50 min", "25 min", "99.942 %", "99.9 %", "58 %"),
        ("All that is affected, goes on", "5 min", "5 min", "99.988 %", "", ""),
    )
