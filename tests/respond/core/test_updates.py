from datetime import timedelta
from importlib.resources import files

import pytest

from hotwash.process.core.document import ProcessDocument, parse
from hotwash.respond.core.updates import MAX_TEXT, Situation, Wanted, due_at, unfit, words
from tests.cast import NOON

ABOUT = Situation("INC-4", "Checkout fails", "sev1", "active")


@pytest.fixture(scope="module")
def document() -> ProcessDocument:
    found = parse(files("hotwash.process").joinpath("default.yaml").read_text("utf-8"))
    assert isinstance(found, ProcessDocument)
    return found


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Wanted(("internal",), "We look into it."), None),
        (Wanted((), "We look into it."), "audiences"),
        (Wanted(("nobody",), "We look into it."), "audiences"),
        (Wanted(("internal",), " \x00\r\n"), "text"),
        (Wanted(("internal",), "x" * (MAX_TEXT + 1)), "text"),
        (Wanted(("internal",), "x", -1), "next_minutes"),
        (Wanted(("internal",), "x", 7 * 24 * 60), None),
        (Wanted(("internal",), "x", 7 * 24 * 60 + 1), "next_minutes"),
        (Wanted(("internal",), "x", 10**18), "next_minutes"),
    ],
)
def test_what_cannot_be_sent(document: ProcessDocument, wanted: Wanted, field: str | None):
    refusal = unfit(wanted, document)
    assert (refusal.reasons[0].field if refusal else None) == field


@pytest.mark.parametrize(
    ("minutes", "state", "later"),
    [(30, "active", 30), (0, "active", None), (30, "resolved", None), (5, "mitigated", 5)],
)
def test_when_they_hear_again(document: ProcessDocument, minutes: int, state: str, later: int | None):
    about = Situation("INC-4", "Checkout fails", "sev1", state)
    due = due_at(Wanted(("internal",), "x", minutes), document, about, NOON)
    assert due == (None if later is None else NOON + timedelta(minutes=later))


def test_without_a_word_the_severity_says_when(document: ProcessDocument):
    due = due_at(Wanted(("internal",), "x"), document, ABOUT, NOON)
    assert due == NOON + timedelta(minutes=document.severity("sev1").update_minutes or 0)


def test_an_audience_reads_its_template(document: ProcessDocument):
    (audience,) = Wanted(("internal",), "x").chosen(document)
    text = words(document, audience, ABOUT, "We look into it.", None)
    assert "Checkout fails" in text
    assert "We look into it." in text
    assert "{" not in text
