from importlib.resources import files

import pytest

from hotwash.kernel.core.refusal import Refusal
from hotwash.process.core.document import STAGE_KEYS, ProcessDocument, parse

TEXT = files("hotwash.process").joinpath("default.yaml").read_text("utf-8")


def shipped() -> ProcessDocument:
    document = parse(TEXT)
    assert isinstance(document, ProcessDocument), document
    return document


def test_the_shipped_process_has_the_seven_stages_and_three_categories():
    document = shipped()
    assert tuple(stage.key for stage in document.stages) == STAGE_KEYS
    assert [category.key for category in document.categories] == ["technical", "process", "monitoring"]
    assert all(stage.gates and stage.asks for stage in document.stages)


def test_the_shipped_process_seats_support_operations_and_development():
    assert {seat.side for seat in shipped().seats if seat.required and seat.side} == {
        "operations",
        "development",
        "support",
    }


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("name: Incident", "nam: Incident", "name: Field required"),
        ("rank: 1,", "rank: none,", "severities.0.rank: Input should be a valid integer"),
        ("{key: sev2,", "{key: sev1,", "Two severities have the same key."),
        ("- key: respond\n", "- key: reply\n", "stages.0.key: Input should be 'respond'"),
        ("template: stakeholder_update, severities: [sev1]}", "template: lost}", "template that is not there: lost"),
        ("severities: [sev1]}", "severities: [sev9]}", "severity that is not there: sev9"),
        ("owner: The", "owner: [The", "This is not YAML"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(before: str, after: str, message: str):
    assert before in TEXT
    refusal = parse(TEXT.replace(before, after, 1))
    assert isinstance(refusal, Refusal)
    assert message in str(refusal)


def test_a_document_that_is_no_mapping_is_refused():
    assert isinstance(parse("- a list"), Refusal)
    assert isinstance(parse(""), Refusal)


def test_deadlines_fall_back_to_the_default():
    days = shipped().deadlines.corrective_days
    assert (shipped().deadlines.of(days, "sev1"), shipped().deadlines.of(days, "unheard")) == (15, 45)


def test_a_severity_that_is_gone_is_read_as_the_mildest():
    assert shipped().severity("sev0").key == "sev4"
