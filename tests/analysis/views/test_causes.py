import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hotwash.analysis.models import Because, Factor
from hotwash.analysis.panel import panel
from hotwash.analysis.steps import cite_entry
from tests.analysis.conftest import Writer, make_entry, make_incident
from tests.cast import NOON, actor

VIEWS = ("analysis", "fishbone", "causes-table")


@pytest.fixture
def olga(cast) -> Client:
    client = Client()
    client.force_login(cast.olga)
    return client


def page(client, name, incident, status=200, **query):
    answer = client.get(reverse(name, args=[incident.reference]), query)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("name", VIEWS)
def test_an_empty_page_teaches_and_offers_the_title_as_outcome(olga, incident, name):
    text = page(olga, name, incident)
    assert "No factors yet" in text
    assert "\nCheckout answers 502</textarea>" in text
    assert '<option value="outcome" selected>' in text


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_shows_the_same_graph(olga, incident, write, name):
    what = write("It broke", kind="outcome")
    write("Disk full", under=what, category="technical")
    text = page(olga, name, incident)
    assert "It broke" in text
    assert "Disk full" in text
    assert "Technical failure" in text


@pytest.mark.parametrize("name", VIEWS)
def test_whatever_people_write_is_text(olga, incident, write, name):
    what = write("<script>alert(1)</script>", kind="outcome")
    write('"><img src=x onerror=alert(1)>', under=what)
    text = page(olga, name, incident)
    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_the_first_factor_and_the_next_why(olga, incident):
    address = reverse("analysis", args=[incident.reference])
    first = olga.post(address, {"statement": "It broke", "kind": "outcome", "place": ""})
    assert first.headers["Location"] == f"{address}#F-1"
    olga.post(address, {"statement": "Disk full", "kind": "factor", "place": "technical:capacity", "effect": "1"})
    made = Factor.objects.get(number=2)
    assert (made.category, made.subcategory) == ("technical", "capacity")
    assert [(link.effect.number, link.cause.number) for link in Because.objects.all()] == [(1, 2)]


def test_the_form_stands_beneath_the_factor_that_is_asked_about(olga, incident, write):
    write("It broke", kind="outcome")
    text = page(olga, "analysis", incident, why="1")
    assert '<input type="hidden" name="effect" value="1"' in text
    assert text.index('id="F-1"') < text.index('id="why-form"')


def test_a_refused_factor_keeps_what_was_typed(olga, incident, write):
    write("It broke", kind="outcome")
    address = reverse("analysis", args=[incident.reference])
    answer = olga.post(address, {"statement": "x" * 2001, "kind": "factor", "place": "", "effect": "1"})
    assert answer.status_code == 422
    assert "x" * 2001 in answer.content.decode()
    assert "one statement of at most 2000" in answer.content.decode()


@pytest.mark.parametrize("effect", ["99", "-1", "x", "99999999999999999999"])
def test_a_why_of_nothing_is_refused_or_not_found(olga, incident, write, effect):
    write("It broke", kind="outcome")
    address = reverse("analysis", args=[incident.reference])
    answer = olga.post(address, {"statement": "Because", "kind": "factor", "place": "", "effect": effect})
    assert answer.status_code in {404, 422}
    assert Factor.objects.count() == 1


def test_what_is_asked_stands_in_the_margin_with_its_reason(olga, incident, write):
    what = write("It broke", kind="outcome")
    write("The operator forgot the flag", under=what)
    text = page(olga, "analysis", incident)
    assert "A chain ends at a person with F-2." in text
    assert "A person cannot be the end." in text


def test_a_question_is_left_and_asked_again(olga, incident, write):
    write("It broke", kind="outcome")
    write("Disk full", category="technical")
    leave = reverse("gap-leave", args=[incident.reference])
    answer = olga.post(
        leave, {"key": "category-process", "reason": "Truly none", "back": "//evil.example/"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == reverse("analysis", args=[incident.reference])
    text = answer.content.decode()
    assert "Truly none" in text
    assert "Is there nothing under “Process gap”?" in text
    review = incident.gap_reviews.get()
    olga.post(reverse("gap-reopen", args=[incident.reference, review.pk]))
    assert not incident.gap_reviews.exists()
    assert olga.post(reverse("gap-reopen", args=[incident.reference, review.pk])).status_code == 404


def test_a_category_is_proposed_with_its_reason_and_taken(olga, incident, write):
    write("It broke", kind="outcome")
    factor = write("The runbook was outdated")
    text = page(olga, "causes-table", incident)
    assert "Process gap: Runbooks and documentation" in text
    olga.post(reverse("factor-act", args=[incident.reference, 2, "move"]), {"place": "process:documentation"})
    factor.refresh_from_db()
    assert (factor.category, factor.subcategory) == ("process", "documentation")


def test_who_may_only_read_sees_no_forms(cast, incident, write):
    write("It broke", kind="outcome")
    client = Client()
    client.force_login(cast.vera)
    text = page(client, "analysis", incident)
    assert "why-form" not in text
    answer = client.post(reverse("analysis", args=[incident.reference]), {"statement": "x", "kind": "factor"})
    assert answer.status_code == 403


@pytest.mark.parametrize("name", [*VIEWS, "debrief"])
def test_a_private_incident_is_not_there_for_others(cast, name):
    incident = make_incident(cast, private=True)
    client = Client()
    client.force_login(cast.otto)
    page(client, name, incident, status=404)


@pytest.mark.parametrize("name", VIEWS)
def test_the_same_number_of_queries_for_two_factors_and_for_thirty(cast, olga, incident, write, name):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(olga, name, incident)
        return len(queries)

    what = write("It broke", kind="outcome")
    entry = make_entry(incident)
    cite_entry(actor=actor(cast.olga), factor=write("Cause 0", under=what), entry=entry, now=NOON)
    count()
    few = count()
    for number in range(1, 30):
        cite_entry(actor=actor(cast.olga), factor=write(f"Cause {number}", under=what), entry=entry, now=NOON)
    assert count() == few


def test_a_graph_goes_out_and_comes_in(cast, olga, incident, write):
    write("Disk full", under=write("It broke", kind="outcome"))
    for form, start in (("mermaid", "flowchart TD"), ("graphviz", "digraph"), ("fishbone", "<svg"), ("whys", "<svg")):
        answer = olga.get(reverse("causes-export", args=[incident.reference, form]))
        assert answer.content.decode().startswith(start)
    assert olga.get(reverse("causes-export", args=[incident.reference, "gif"])).status_code == 404
    exported = olga.get(reverse("causes-export", args=[incident.reference, "json"])).content
    other = make_incident(cast)
    address = reverse("causes-import", args=[other.reference])
    for noise in (b"", b"\x7fELF\x00", b"{}"):
        answer = olga.post(address, {"file": SimpleUploadedFile("x.json", noise)}, follow=True)
        assert "alert" in answer.content.decode()
        assert not other.factors.exists()
    olga.post(address, {"file": SimpleUploadedFile("x.json", exported)})
    assert [factor.statement for factor in other.factors.all()] == ["It broke", "Disk full"]


def test_the_overview_shows_the_factors(cast, incident):
    Writer(cast, incident)("Disk full")
    found = panel(incident, actor(cast.olga))
    assert [row.node.statement for row in found.context["rows"]] == ["Disk full"]
    assert found.context["count"] == 1
