"""Who may review, what a verdict needs, when a report may be published, and the state that follows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.reports.core.states import ReportState, Verdict


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is asked. ``wrote``: words of theirs stand in the report."""

    name: str
    wrote: bool
    may_see: bool


def unfit_readers(readers: Sequence[Reader]) -> Refusal | None:
    if not readers:
        return refuse("reviewers", "Choose at least one person who did not write the report.", "reviewers")
    for reader in readers:
        if reader.wrote:
            message = f"{reader.name} wrote a part of it. Ask somebody who reads it for the first time."
            return refuse("author", message, "reviewers")
        if not reader.may_see:
            message = f"{reader.name} may not see this private incident. Add them to it first, or ask somebody else."
            return refuse("private", message, "reviewers")
    return None


def unfit_answer(verdict: Verdict, note: str, *, wrote: bool) -> Refusal | None:
    """``wrote``: who answers has written a part of the report, or is no person."""
    if wrote:
        return refuse("author", "You wrote a part of this report: somebody else has to approve it.")
    if verdict is Verdict.CHANGES and not note:
        return refuse("note", "Say what should change: the authors need it.", "note")
    return None


def state_after(verdicts: Iterable[str], needed: int) -> ReportState:
    """What the verdicts that count make of a report; one wish for changes makes it a draft again."""
    counted = list(verdicts)
    if Verdict.CHANGES in counted:
        return ReportState.DRAFT
    return ReportState.APPROVED if counted.count(Verdict.APPROVED) >= max(1, needed) else ReportState.IN_REVIEW


def unfit_publication(state: str, *, approvals: int, is_first: bool, note: str) -> Refusal | None:
    """Why a report can't be published yet, if so. ``approvals``: how many the process asks for."""
    if approvals and state not in {ReportState.APPROVED, ReportState.PUBLISHED}:
        return refuse("approval", "A second person has to approve the report first. Ask somebody to review it.")
    if not is_first and not note:
        return refuse("note", "Say what changed since the last revision: it is shown to readers.", "note")
    return None
