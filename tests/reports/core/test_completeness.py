from dataclasses import replace

import pytest

from hotwash.reports.core.completeness import Published, completeness
from hotwash.reports.core.values import Entry, Impact, KeyTime, Values
from tests.reports.core.samples import FULL, at


def test_a_full_report_has_no_gap() -> None:
    assert completeness(FULL) == ()


def test_an_empty_report_names_what_to_begin_with() -> None:
    assert [(advice.check, advice.section) for advice in completeness(Values(title="x"))] == [
        (1, "summary"),
        (1, "impact"),
        (2, "timeline"),
        (9, "helped"),
        (9, "hindered"),
        (9, "lucky"),
    ]


@pytest.mark.parametrize(
    ("impact", "words"),
    [
        (Impact("customers", None, None, "5", "errors"), "has no start"),
        (Impact("customers", at(13), None, ""), "has no number"),
        (Impact("customers", at(13), None, "5"), "of what?"),
        (Impact("customers", at(13), at(12), "5", "errors"), "ends before it starts"),
    ],
)
def test_impact(impact: Impact, words: str) -> None:
    (advice,) = completeness(replace(FULL, impacts=(impact,)))
    assert words in advice.message


def test_unknown_is_an_answer() -> None:
    assert completeness(replace(FULL, impacts=(Impact("customers", at(13), None, "unknown"),))) == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"entries": (Entry("T-2", at(13), "Errors begin"),)}, "No entry lies before the start"),
        ({"entries": (*FULL.entries, Entry("T-4", at(12), "ERRORS begin "))}, "stands twice"),
        ({"entries": (*FULL.entries, Entry("T-4", at(12), "x", until=at(11)))}, "T-4 ends before"),
        ({"key_times": FULL.key_times[:3]}, "resolved"),
        (
            {"key_times": (*FULL.key_times[:3], KeyTime("resolved", at(13, 20)))},
            "“resolved” is marked before “mitigated”",
        ),
    ],
)
def test_timeline(change: dict[str, object], words: str) -> None:
    (advice,) = completeness(replace(FULL, **change))  # type: ignore[arg-type]
    assert words in advice.message


def test_empty_on_purpose_is_taken_but_asked_about_once_for_what_helped() -> None:
    values = replace(
        FULL, factors=(), because=(), prose={"summary": "x", "helped": "None.", "hindered": "none", "lucky": "none"}
    )
    assert [(advice.section, advice.severity) for advice in completeness(values)] == [("helped", "hint")]


def test_a_change_after_publication_is_told() -> None:
    assert completeness(FULL, Published(2, changed=False)) == ()
    (advice,) = completeness(FULL, Published(2, changed=True))
    assert advice.check == 12
    assert "until you publish revision 3" in advice.message
