from datetime import timedelta

from hotwash.actions.models import Action, NoAction
from hotwash.analysis.core.exports import to_json
from hotwash.analysis.models import GapReview
from hotwash.analysis.queries import analysis_of, gate_facts, graph_of
from hotwash.analysis.steps import (
    cite_entry,
    cite_line,
    cite_quote,
    import_graph,
    link_because,
    remove_citation,
    reopen_gap,
    review_gap,
)
from hotwash.evidence.models import EvidenceFile
from tests.analysis.conftest import make_entry, make_incident
from tests.analysis.steps.test_factors import codes, logged
from tests.cast import NOON, actor


def make_file(incident, number=1):
    return EvidenceFile.objects.create(
        incident=incident, number=number, name="app.log", sha256="0" * 64, size=1, added_at=NOON
    )


def test_cited_entries_give_evidence_and_time(cast, incident, write):
    factor, olga = write("Disk full"), actor(cast.olga)
    late, early = make_entry(incident, minutes=5), make_entry(incident, minutes=1)
    for entry in (late, early, early):
        cite_entry(actor=olga, factor=factor, entry=entry, now=NOON)
    (node,) = graph_of(incident).nodes
    assert (node.citations, node.at) == (2, NOON + timedelta(minutes=1))
    assert logged(incident).count("analysis.evidence_cited") == 2
    early.deleted_at = NOON
    early.save()
    (node,) = graph_of(incident).nodes
    assert (node.citations, node.at) == (1, NOON + timedelta(minutes=5))


def test_what_is_elsewhere_cannot_be_cited(cast, incident, write):
    factor, olga, other = write("Disk full"), actor(cast.olga), make_incident(cast)
    assert codes(cite_entry(actor=olga, factor=factor, entry=make_entry(other), now=NOON)) == [("no-entry", "entry")]
    line = {"actor": olga, "factor": factor, "quote": "", "now": NOON}
    assert codes(cite_line(file=make_file(other), line=1, **line)) == [("no-file", "file")]
    assert codes(cite_line(file=make_file(incident), line=0, **line)) == [("no-line", "line")]
    assert codes(cite_quote(actor=olga, factor=factor, quote="  ", now=NOON)) == [("empty", "quote")]
    assert codes(cite_quote(actor=olga, factor=factor, quote="x" * 20_001, now=NOON)) == [("too-long", "quote")]


def test_lines_and_words_count_as_evidence(cast, incident, write):
    factor, olga = write("Disk full"), actor(cast.olga)
    cite_line(actor=olga, factor=factor, file=make_file(incident), line=12, quote="no space left", now=NOON)
    quoted = cite_quote(actor=olga, factor=factor, quote="“All green” (on-call engineer)", now=NOON)
    assert graph_of(incident).nodes[0].citations == 2
    assert remove_citation(actor=olga, citation=quoted) is True
    assert graph_of(incident).nodes[0].citations == 1


def test_a_question_is_left_with_its_reason_and_asked_again(cast, incident, write):
    write("Disk full")
    olga = actor(cast.olga)
    key = f"no-evidence:{graph_of(incident).nodes[0].id}"
    assert codes(review_gap(actor=olga, incident=incident, key=key, reason=" ", now=NOON)) == [("empty", "reason")]
    assert codes(review_gap(actor=olga, incident=incident, key="nothing", reason="x", now=NOON)) == [("no-gap", "key")]
    review = review_gap(actor=olga, incident=incident, key=key, reason="Seen by two people", now=NOON)
    assert isinstance(review, GapReview)
    assert key not in {gap.key for gap in analysis_of(incident).gaps}
    assert [found.reason for found in analysis_of(incident).reviews] == ["Seen by two people"]
    reopen_gap(actor=olga, review=review)
    assert key in {gap.key for gap in analysis_of(incident).gaps}
    assert logged(incident)[-2:] == ["analysis.gap_reviewed", "analysis.gap_reopened"]


def test_a_graph_goes_to_another_incident(cast, incident, write):
    what = write("It broke", kind="outcome")
    write("Disk full", under=what, category="technical", subcategory="capacity")
    other = make_incident(cast)
    added = import_graph(actor=actor(cast.olga), incident=other, text=to_json(graph_of(incident)), now=NOON)
    assert [(row.reference, row.statement, row.category) for row in added] == [
        ("F-1", "It broke", ""),
        ("F-2", "Disk full", "technical"),
    ]
    assert len(graph_of(other).whole_links) == 1


def test_an_import_is_taken_whole_or_not_at_all(cast, incident, write):
    one, two = write("One"), write("Two")
    link_because(actor=actor(cast.olga), effect=one, cause=two)
    circle = to_json(graph_of(incident)).replace('"because": [', '"because": [{"effect": "F-2", "cause": "F-1"},')
    other = make_incident(cast)
    for text, code in ((circle, "circle"), ("{", "not-json")):
        refusal = import_graph(actor=actor(cast.olga), incident=other, text=text, now=NOON)
        assert codes(refusal) == [(code, "file")]
    assert graph_of(other).nodes == ()


def test_answers_of_stage_five_count(cast, incident, write):
    answered, left, bare = write("One"), write("Two"), write("Three")
    kind = {"kind": "corrective", "type": "code", "strength": "strong", "created_at": NOON}
    action = Action.objects.create(incident=incident, number=1, title="Fix", **kind)
    action.factors.add(answered)
    NoAction.objects.create(factor=left, reason="Gone", at=NOON)
    nodes = {node.id: (node.actions, node.no_action_reason) for node in graph_of(incident).nodes}
    assert nodes == {answered.pk: (1, ""), left.pk: (0, "Gone"), bare.pk: (0, "")}
    asked = [gap.nodes for gap in analysis_of(incident).gaps if gap.code == "no-action"]
    assert asked == [(bare.pk,)]


def test_gate_facts(cast, incident, write, entry):
    assert gate_facts(incident) == {
        "analysis.factors": 0,
        "analysis.cited_share": 0.0,
        "analysis.categorised_share": 0.0,
        "analysis.helped": 0,
        "analysis.debrief": False,
    }
    what = write("It broke", kind="outcome")
    cited = write("Disk full", under=what, category="technical")
    write("No alert", under=what)
    write("The runbook", kind="helped")
    cite_entry(actor=actor(cast.olga), factor=cited, entry=entry, now=NOON)
    facts = gate_facts(incident)
    assert [facts[f"analysis.{name}"] for name in ("factors", "cited_share", "categorised_share", "helped")] == [
        2,
        0.5,
        0.5,
        1,
    ]
