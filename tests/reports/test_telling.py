from hotwash.kernel.core.refusal import Refusal
from hotwash.reports.core.states import Verdict
from hotwash.reports.models import Report
from hotwash.reports.steps import answer_comment, answer_review, comment, request_review
from hotwash.respond.models import Notification
from tests.cast import Cast, actor
from tests.reports.conftest import LATER


def letters() -> list[tuple[str, str]]:
    return [(row.to, row.subject) for row in Notification.objects.order_by("pk")]


def test_reviewers_are_asked_once_and_the_author_hears_the_verdict(cast: Cast, report: Report):
    reference = report.incident.reference
    request_review(actor=actor(cast.olga), report=report, reviewers=[cast.rhea], now=LATER)
    request_review(actor=actor(cast.olga), report=report, reviewers=[cast.rhea], now=LATER)
    assert letters() == [("rhea@example.org", f"{reference}: your review is asked for")]
    answer_review(actor=actor(cast.rhea), report=report, verdict=Verdict.CHANGES, note="No lead-up.", now=LATER)
    told = Notification.objects.get(to="olga@example.org")
    assert told.subject == f"{reference}: Rhea asks for changes to the report"
    assert "No lead-up." in told.text
    assert told.link.endswith(f"/incidents/{reference}/report/")


def test_comments_and_answers_reach_those_who_spoke(cast: Cast, report: Report):
    first = comment(actor=actor(cast.vera), incident=report.incident, target="T-1", text="Why?", now=LATER)
    assert not isinstance(first, Refusal)
    assert [to for to, _ in letters()] == ["olga@example.org"]
    answer_comment(actor=actor(cast.olga), parent=first, text="Because.", now=LATER)
    answer_comment(actor=actor(cast.rhea), parent=first, text="And so.", now=LATER)
    assert [to for to, _ in letters()][1:] == ["vera@example.org", "olga@example.org", "vera@example.org"]


def test_nobody_is_told_of_their_own_words(cast: Cast, report: Report):
    comment(actor=actor(cast.olga), incident=report.incident, target="", text="A note to all", now=LATER)
    assert letters() == []
