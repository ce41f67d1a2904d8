from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotwash.kernel.core.errors import NotPermitted
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.models import Event, SearchDocument
from hotwash.reports.core.states import ReportState, Verdict
from hotwash.reports.models import Publication, Report, Review, SectionChange, SectionText
from hotwash.reports.queries import author_ids, gate_facts, may_review, report_of, report_values
from hotwash.reports.steps import (
    answer_comment,
    answer_review,
    comment,
    edit_section,
    publish,
    rename_report,
    reopen_comment,
    request_review,
    resolve_comment,
    start_report,
    withdraw_review,
)
from hotwash.respond.models import Incident
from tests.cast import NOON, Cast, actor
from tests.reports.conftest import LATER, make_incident


def code(found: object) -> str:
    assert isinstance(found, Refusal), found
    return found.reasons[0].code


def test_a_report_is_begun_once_with_what_is_known(cast: Cast):
    incident = make_incident(cast, summary="Half of all checkouts failed.")
    first = start_report(actor=actor(cast.olga), incident=incident, now=LATER)
    second = start_report(actor=actor(cast.carl), incident=incident, now=LATER)
    assert first == second
    assert first.started_by == cast.olga
    assert SectionText.objects.get().text == "Half of all checkouts failed."
    assert Event.objects.filter(type="report.started").count() == 1


def test_viewers_do_not_write(cast: Cast, report: Report):
    with pytest.raises(NotPermitted):
        edit_section(actor=actor(cast.vera), report=report, key="summary", text="x", version=1, now=LATER)


def test_a_private_incident_is_closed_to_others(cast: Cast):
    incident = make_incident(cast, private=True)
    with pytest.raises(NotPermitted):
        start_report(actor=actor(cast.otto), incident=incident, now=LATER)
    assert start_report(actor=actor(cast.carl), incident=incident, now=LATER).pk


def test_two_people_save_the_same_section_and_nothing_is_lost(cast: Cast, report: Report):
    mine = edit_section(actor=actor(cast.carl), report=report, key="summary", text="Carl's text", version=1, now=LATER)
    theirs = edit_section(actor=actor(cast.rhea), report=report, key="summary", text="Rhea's", version=1, now=LATER)
    assert isinstance(mine, SectionText)
    assert code(theirs) == "conflict"
    assert SectionText.objects.get(key="summary").text == "Carl's text"
    texts = SectionChange.objects.filter(section__key="summary").values_list("version", "text")
    assert list(texts) == [(2, "Carl's text"), (1, "Carl broke **nothing**.")]


def test_two_people_begin_the_same_section(cast: Cast, report: Report):
    edit_section(actor=actor(cast.carl), report=report, key="lucky", text="one", version=0, now=LATER)
    assert (
        code(edit_section(actor=actor(cast.rhea), report=report, key="lucky", text="two", version=0, now=LATER))
        == "conflict"
    )


def test_the_same_text_again_changes_nothing(cast: Cast, report: Report):
    before = Event.objects.count()
    edit_section(
        actor=actor(cast.rhea), report=report, key="summary", text="Carl broke **nothing**.", version=1, now=LATER
    )
    assert Event.objects.count() == before
    assert author_ids(report) == {cast.olga.pk}


@pytest.mark.parametrize(
    ("key", "text", "expected"), [("nowhere", "x", "section"), ("summary", "x" * 200_001, "too_long")]
)
def test_what_a_section_refuses(cast: Cast, report: Report, key: str, text: str, expected: str):
    assert (
        code(edit_section(actor=actor(cast.olga), report=report, key=key, text=text, version=1, now=LATER)) == expected
    )


def test_a_title_is_changed_with_its_version(cast: Cast, report: Report):
    named = rename_report(actor=actor(cast.carl), report=report, title=" The  pool ran dry ", version=report.version)
    assert isinstance(named, Report)
    assert named.title == "The pool ran dry"
    assert code(rename_report(actor=actor(cast.carl), report=report, title="x", version=report.version)) == "conflict"
    assert code(rename_report(actor=actor(cast.carl), report=report, title="  ", version=2)) == "title"


def test_who_wrote_it_does_not_approve_it(cast: Cast, report: Report):
    assert not may_review(actor(cast.olga), report)
    answer = answer_review(actor=actor(cast.olga), report=report, verdict=Verdict.APPROVED, note="", now=LATER)
    assert code(answer) == "author"
    assert code(request_review(actor=actor(cast.carl), report=report, reviewers=[cast.olga], now=LATER)) == "author"


def test_review_is_asked_for_answered_and_approves(cast: Cast, report: Report):
    request_review(actor=actor(cast.olga), report=report, reviewers=[cast.rhea, cast.vera], now=LATER)
    request_review(actor=actor(cast.olga), report=report, reviewers=[cast.rhea], now=LATER)
    assert Review.objects.count() == 2
    report.refresh_from_db()
    assert report.state == ReportState.IN_REVIEW
    review = answer_review(actor=actor(cast.vera), report=report, verdict=Verdict.APPROVED, note="Good.", now=LATER)
    assert isinstance(review, Review)
    report.refresh_from_db()
    assert (review.reviewer, review.answered_at, report.state) == (cast.vera, LATER, ReportState.APPROVED)
    assert gate_facts(report.incident)["report.approved"] is True


def test_asking_for_changes_needs_a_word_and_outweighs_an_approval(cast: Cast, report: Report):
    assert (
        code(answer_review(actor=actor(cast.rhea), report=report, verdict=Verdict.CHANGES, note=" ", now=LATER))
        == "note"
    )
    answer_review(actor=actor(cast.vera), report=report, verdict=Verdict.APPROVED, note="", now=LATER)
    answer_review(actor=actor(cast.rhea), report=report, verdict=Verdict.CHANGES, note="No lead-up.", now=LATER)
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT
    answer_review(actor=actor(cast.rhea), report=report, verdict=Verdict.APPROVED, note="", now=LATER)
    report.refresh_from_db()
    assert report.state == ReportState.APPROVED


def test_a_request_is_withdrawn(cast: Cast, report: Report):
    (review,) = request_review(actor=actor(cast.olga), report=report, reviewers=[cast.vera], now=LATER)
    assert withdraw_review(actor=actor(cast.olga), review=review) is True
    assert withdraw_review(actor=actor(cast.olga), review=review) is False
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT


def test_nobody_is_asked_who_may_not_see_it(cast: Cast):
    incident = make_incident(cast, private=True)
    report = start_report(actor=actor(cast.carl), incident=incident, now=LATER)
    assert code(request_review(actor=actor(cast.carl), report=report, reviewers=[cast.otto], now=LATER)) == "private"
    assert isinstance(request_review(actor=actor(cast.carl), report=report, reviewers=[cast.rhea], now=LATER), list)


def test_an_edit_after_approval_asks_for_a_new_one(cast: Cast, approved: Report):
    edit_section(actor=actor(cast.olga), report=approved, key="lessons", text="Other.", version=1, now=LATER)
    approved.refresh_from_db()
    assert approved.state == ReportState.DRAFT
    assert code(publish(actor=actor(cast.olga), report=approved, note="", now=LATER)) == "approval"


def test_publishing_freezes_a_numbered_revision(cast: Cast, approved: Report):
    found = publish(actor=actor(cast.olga), report=approved, note="", now=LATER)
    assert isinstance(found, Publication)
    assert (found.number, found.slug) == (1, f"inc-{approved.incident_id}-checkout-answered-with-errors")
    for part in (
        "The incident commander broke",
        "the responder saw &lt;b&gt;errors",
        "The pool was small",
        "1,240 failed",
    ):
        assert part.casefold() in found.html.casefold()
    assert "Carl" not in found.html
    assert "Rhea" not in found.markdown
    assert "Owner: Olga" in found.markdown
    assert "fishbone.svg" in found.pictures
    assert found.summary == "The incident commander broke nothing."
    document = SearchDocument.objects.get(kind="report")
    assert document.incident_id == approved.incident_id
    assert document.url.endswith("/report/publications/1/")
    facts = gate_facts(approved.incident)
    assert (facts["report.published"], facts["report.approved"]) == (True, True)


def test_publishing_again_needs_a_change_and_a_word_about_it(cast: Cast, approved: Report):
    publish(actor=actor(cast.olga), report=approved, note="", now=LATER)
    approved.refresh_from_db()
    assert code(publish(actor=actor(cast.olga), report=approved, note="", now=LATER)) == "note"
    assert code(publish(actor=actor(cast.olga), report=approved, note="again", now=LATER)) == "unchanged"
    edit_section(actor=actor(cast.olga), report=approved, key="lessons", text="More.", version=1, now=LATER)
    approved.refresh_from_db()
    answer_review(actor=actor(cast.vera), report=approved, verdict=Verdict.APPROVED, note="", now=LATER)
    approved.refresh_from_db()
    second = publish(actor=actor(cast.olga), report=approved, note="Lessons added", now=LATER + timedelta(days=1))
    assert isinstance(second, Publication)
    assert second.number == 2
    assert "Lessons added" in second.markdown
    assert Publication.objects.get(number=1).markdown != second.markdown
    assert "More." not in Publication.objects.get(number=1).html


def test_new_facts_are_a_change_too(cast: Cast, approved: Report, incident: Incident):
    publish(actor=actor(cast.olga), report=approved, note="", now=LATER)
    incident.entries.create(number=2, at=NOON, text="Another entry", created_at=NOON)
    approved.refresh_from_db()
    second = publish(actor=actor(cast.olga), report=approved, note="An entry was added", now=LATER)
    assert isinstance(second, Publication)
    assert "Another entry" in second.html


def test_comments_are_answered_and_resolved_in_the_open(cast: Cast, incident: Incident):
    first = comment(actor=actor(cast.vera), incident=incident, target="T-1", text="<b>Why</b> then?", now=LATER)
    assert not isinstance(first, Refusal)
    answer = answer_comment(actor=actor(cast.rhea), parent=first, text="The job begins at noon.", now=LATER)
    assert not isinstance(answer, Refusal)
    again = answer_comment(actor=actor(cast.vera), parent=answer, text="Thanks", now=LATER)
    assert not isinstance(again, Refusal)
    assert (answer.parent, again.parent, again.target) == (first, first, "T-1")
    assert gate_facts(incident)["report.open_comments"] == 1
    resolve_comment(actor=actor(cast.vera), comment=first, now=LATER)
    assert gate_facts(incident)["report.open_comments"] == 0
    reopen_comment(actor=actor(cast.rhea), comment=first)
    assert gate_facts(incident)["report.open_comments"] == 1


def test_a_viewer_resolves_only_what_she_wrote(cast: Cast, incident: Incident):
    first = comment(actor=actor(cast.rhea), incident=incident, target="", text="Hm.", now=LATER)
    assert not isinstance(first, Refusal)
    with pytest.raises(NotPermitted):
        resolve_comment(actor=actor(cast.vera), comment=first, now=LATER)


@pytest.mark.parametrize(
    ("target", "text", "expected"),
    [
        ("T-1", "  ", "text"),
        ("T-1", "x" * 10_001, "too_long"),
        ("<x>", "a", "target"),
        ("section:IMPACT", "a", "target"),
    ],
)
def test_what_a_comment_refuses(cast: Cast, incident: Incident, target: str, text: str, expected: str):
    assert code(comment(actor=actor(cast.vera), incident=incident, target=target, text=text, now=LATER)) == expected


def test_values_hold_what_every_stage_knows(cast: Cast, report: Report, incident: Incident):
    values = report_values(incident, report_of(incident))
    assert values.severity == "SEV 2"
    assert values.people == (("Incident commander", "Carl"), ("Responder", "Rhea"))
    assert [(key.name, key.at) for key in values.key_times] == [
        ("started", NOON),
        ("declared", NOON),
        ("resolved", NOON + timedelta(hours=1)),
    ]
    assert values.entries[0].evidence == "E-1 line 7"
    assert (values.impacts[0].amount, values.impacts[0].services) == ("1,240", ("Checkout",))
    assert [(f.reference, f.category, f.subcategory, f.evidence) for f in values.factors] == [
        ("F-1", "", "", ()),
        ("F-2", "technical", "Capacity", ("T-1",)),
    ]
    assert values.actions[0].factors == ("F-2",)
    assert values.prose["lessons"] == "Watch the queue."


def test_values_hold_what_impact_there_was(report: Report, incident: Incident):
    until = NOON + timedelta(minutes=36)
    lost = incident.impacts.create(audience="availability", starts_at=NOON, ends_at=until, amount=50)
    lost.services.set(incident.services.all())
    incident.services.update(target=0.999)
    incident.customer_reports.create(at=NOON, count=3, created_at=NOON)
    values = report_values(incident, report_of(incident))
    (row,) = values.availability
    assert (row.service, row.downtime, row.lost) == ("Checkout", timedelta(minutes=36), timedelta(minutes=18))
    assert (row.availability, row.target, row.budget_used) == ("99.958", "99.9", "42")
    assert (values.impacts[0].amount, values.impacts[0].unit) == ("50", "% lost")
    assert values.pictures["customers"].caption.startswith("3 reports, the first at ")


def test_values_take_the_same_number_of_queries_for_many_rows(cast: Cast, report: Report, incident: Incident):
    with CaptureQueriesContext(connection) as few:
        report_values(incident, report_of(incident))
    for number in range(2, 32):
        incident.entries.create(number=number, at=NOON, text=f"entry {number}", created_at=NOON)
        incident.factors.create(number=number + 10, statement=f"factor {number}", created_at=NOON)
        incident.actions.create(
            number=number, title="x", kind="corrective", type="code", strength="weak", created_at=NOON
        )
        incident.impacts.create(audience="internal", unknown=True)
    with CaptureQueriesContext(connection) as many:
        report_values(incident, report_of(incident))
    assert len(many) == len(few)
