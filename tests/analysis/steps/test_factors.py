import pytest

from hotwash.analysis.core.drafts import MAX_STATEMENT, MAX_TEXT, FactorDraft
from hotwash.analysis.models import Because, Factor
from hotwash.analysis.queries import draft_of, graph_of, history_of
from hotwash.analysis.steps import (
    add_factor,
    add_why,
    change_factor,
    link_because,
    remove_factor,
    restore_factor,
    set_category,
    unlink_because,
)
from hotwash.kernel.core.errors import NotPermitted
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.models import Event, SearchDocument
from tests.analysis.conftest import Writer, make_incident
from tests.cast import NOON, actor


def codes(result):
    assert isinstance(result, Refusal), result
    return [(reason.code, reason.field) for reason in result.reasons]


def logged(incident):
    return [
        row.type for row in Event.objects.filter(incident_id=incident.pk, type__startswith="analysis.").order_by("pk")
    ]


def test_a_factor_gets_its_number_its_log_line_and_is_found(incident, write):
    first, second = write("  Disk full \r\n"), write("Queue long")
    assert (first.reference, second.reference) == ("F-1", "F-2")
    assert first.statement == "Disk full"
    assert logged(incident) == ["analysis.factor_added"] * 2
    found = SearchDocument.objects.get(kind="factor", object_id=first.pk)
    assert (found.title, found.url) == ("F-1 Disk full", f"/incidents/{incident.reference}/analysis/F-1/")


def test_the_next_why_is_linked(incident, write):
    what = write("It broke", kind="outcome")
    why = write("Disk full", under=what)
    assert [(link.cause_id, link.effect_id) for link in Because.objects.all()] == [(why.pk, what.pk)]
    assert logged(incident)[-2:] == ["analysis.factor_added", "analysis.factors_linked"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"statement": " \n "}, [("empty", "statement")]),
        ({"statement": "x" * (MAX_STATEMENT + 1)}, [("too-long", "statement")]),
        ({"made_sense": "x" * (MAX_TEXT + 1)}, [("too-long", "made_sense")]),
        (
            {"kind": "sin", "state": "gone", "confidence": "99%"},
            [("unknown", "kind"), ("unknown", "state"), ("unknown", "confidence")],
        ),
        ({"category": "people"}, [("unknown", "category")]),
        ({"category": "process", "subcategory": "capacity"}, [("unknown", "subcategory")]),
        ({"subcategory": "capacity"}, [("unknown", "subcategory")]),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(cast, incident, fields, expected):
    draft = FactorDraft(**({"statement": "Disk full"} | fields))
    assert codes(add_factor(actor=actor(cast.olga), incident=incident, draft=draft, now=NOON)) == expected
    assert not Factor.objects.exists()
    assert logged(incident) == []


def test_text_is_kept_as_it_is_but_for_what_a_database_refuses(write):
    assert write('<script>alert("1")</script>\x00 日本語').statement == '<script>alert("1")</script> 日本語'


def test_each_changed_field_keeps_what_was_there(cast, incident, write):
    factor = write("Disk full")
    draft = FactorDraft(statement="Disk 4 full", category="technical", subcategory="capacity")
    saved = change_factor(actor=actor(cast.carl), factor=factor, draft=draft, version=1)
    assert (saved.version, saved.statement, saved.category) == (2, "Disk 4 full", "technical")
    past = [(line.who, line.field, line.before, line.after) for line in history_of(factor)]
    assert sorted(past[:3]) == [
        ("Carl", "category", "", "technical"),
        ("Carl", "statement", "Disk full", "Disk 4 full"),
        ("Carl", "subcategory", "", "capacity"),
    ]


def test_an_unchanged_save_writes_nothing(cast, incident, write):
    factor = write("Disk full")
    saved = change_factor(actor=actor(cast.olga), factor=factor, draft=draft_of(factor), version=1)
    assert saved.version == 1
    assert logged(incident) == ["analysis.factor_added"]


def test_two_people_saving_the_same_factor(cast, write):
    factor = write("Disk full")
    change_factor(actor=actor(cast.carl), factor=factor, draft=FactorDraft("Carl's"), version=1)
    late = change_factor(actor=actor(cast.olga), factor=factor, draft=FactorDraft("Olga's"), version=1)
    assert late.is_conflict
    factor.refresh_from_db()
    assert factor.statement == "Carl's"


def test_another_bone(cast, write):
    factor = write("Disk full", category="technical", subcategory="capacity")
    moved = set_category(actor=actor(cast.olga), factor=factor, category="process")
    assert (moved.category, moved.subcategory) == ("process", "")
    again = set_category(actor=actor(cast.olga), factor=factor, category="monitoring", subcategory="threshold")
    assert (again.category, again.subcategory) == ("monitoring", "threshold")
    assert codes(set_category(actor=actor(cast.olga), factor=factor, category="people")) == [("unknown", "category")]


def test_removed_and_put_back_with_its_links(cast, incident, write):
    what = write("It broke", kind="outcome")
    why = write("Disk full", under=what)
    remove_factor(actor=actor(cast.olga), factor=why, now=NOON)
    assert [node.reference for node in graph_of(incident).nodes] == ["F-1"]
    assert graph_of(incident).whole_links == ()
    assert not SearchDocument.objects.filter(kind="factor", object_id=why.pk).exists()
    assert codes(remove_factor(actor=actor(cast.olga), factor=why, now=NOON)) == [("removed", "")]
    restore_factor(actor=actor(cast.olga), factor=why)
    assert len(graph_of(incident).whole_links) == 1
    assert codes(restore_factor(actor=actor(cast.olga), factor=why)) == [("not-removed", "")]
    assert SearchDocument.objects.filter(kind="factor", object_id=why.pk).exists()


def test_a_why_under_a_removed_factor_is_refused(cast, write):
    what = write("It broke")
    remove_factor(actor=actor(cast.olga), factor=what, now=NOON)
    what.refresh_from_db()
    assert codes(add_why(actor=actor(cast.olga), effect=what, draft=FactorDraft("x"), now=NOON)) == [("removed", "")]


def test_links_and_what_they_refuse(cast, incident, write):
    olga = actor(cast.olga)
    one, two, three, helped = write("One"), write("Two"), write("Three"), write("The runbook", kind="helped")
    assert isinstance(link_because(actor=olga, effect=one, cause=two), Because)
    assert isinstance(link_because(actor=olga, effect=one, cause=two), Because)
    link_because(actor=olga, effect=two, cause=three)
    assert logged(incident).count("analysis.factors_linked") == 2
    assert codes(link_because(actor=olga, effect=three, cause=one)) == [("circle", "cause")]
    assert codes(link_because(actor=olga, effect=one, cause=one)) == [("circle", "cause")]
    assert codes(link_because(actor=olga, effect=one, cause=helped)) == [("not-causal", "cause")]
    other = Writer(cast, make_incident(cast))("Elsewhere")
    assert codes(link_because(actor=olga, effect=one, cause=other)) == [("other-incident", "cause")]
    assert unlink_because(actor=olga, effect=one, cause=two) is True
    assert unlink_because(actor=olga, effect=one, cause=two) is False


def test_who_may_only_read_may_not_write(cast, incident, write):
    factor, vera = write("Disk full"), actor(cast.vera)
    for step in (
        lambda: add_factor(actor=vera, incident=incident, draft=FactorDraft("x"), now=NOON),
        lambda: change_factor(actor=vera, factor=factor, draft=FactorDraft("x"), version=1),
        lambda: remove_factor(actor=vera, factor=factor, now=NOON),
        lambda: set_category(actor=vera, factor=factor, category="process"),
        lambda: link_because(actor=vera, effect=factor, cause=factor),
    ):
        with pytest.raises(NotPermitted):
            step()


def test_a_private_incident_is_closed_to_others(cast):
    incident = make_incident(cast, private=True)
    with pytest.raises(NotPermitted):
        add_factor(actor=actor(cast.otto), incident=incident, draft=FactorDraft("x"), now=NOON)
