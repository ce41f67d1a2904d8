import pytest

from hotwash.reports.core.reviewing import Reader, state_after, unfit_answer, unfit_publication, unfit_readers
from hotwash.reports.core.states import ReportState, Verdict

FIT = Reader("Vera", wrote=False, may_see=True)


@pytest.mark.parametrize(
    ("readers", "code"),
    [
        ([], "reviewers"),
        ([FIT], None),
        ([FIT, Reader("Olga", wrote=True, may_see=True)], "author"),
        ([Reader("Otto", wrote=False, may_see=False)], "private"),
    ],
)
def test_who_may_be_asked(readers: list[Reader], code: str | None):
    refusal = unfit_readers(readers)
    assert (refusal.reasons[0].code if refusal else None) == code


@pytest.mark.parametrize(
    ("verdict", "note", "wrote", "code"),
    [
        (Verdict.APPROVED, "", False, None),
        (Verdict.CHANGES, "More.", False, None),
        (Verdict.CHANGES, "", False, "note"),
        (Verdict.APPROVED, "Fine.", True, "author"),
    ],
)
def test_what_a_verdict_needs(verdict: Verdict, note: str, wrote: bool, code: str | None):
    refusal = unfit_answer(verdict, note, wrote=wrote)
    assert (refusal.reasons[0].code if refusal else None) == code


@pytest.mark.parametrize(
    ("verdicts", "needed", "state"),
    [
        ([], 1, ReportState.IN_REVIEW),
        (["waiting"], 1, ReportState.IN_REVIEW),
        (["approved"], 1, ReportState.APPROVED),
        (["approved"], 0, ReportState.APPROVED),
        (["approved"], 2, ReportState.IN_REVIEW),
        (["approved", "waiting", "approved"], 2, ReportState.APPROVED),
        (["approved", "changes"], 1, ReportState.DRAFT),
    ],
)
def test_the_state_that_follows(verdicts: list[str], needed: int, state: ReportState):
    assert state_after(verdicts, needed) is state


@pytest.mark.parametrize(
    ("state", "approvals", "is_first", "note", "code"),
    [
        ("approved", 1, True, "", None),
        ("draft", 0, True, "", None),
        ("draft", 1, True, "", "approval"),
        ("in_review", 1, False, "More.", "approval"),
        ("published", 1, False, "", "note"),
        ("published", 1, False, "Times put right.", None),
    ],
)
def test_what_may_be_published(state: str, approvals: int, is_first: bool, note: str, code: str | None):
    refusal = unfit_publication(state, approvals=approvals, is_first=is_first, note=note)
    assert (refusal.reasons[0].code if refusal else None) == code
