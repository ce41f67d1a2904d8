import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotwash.cli.offline.verify import command as verify
from hotwash.evidence.models import Entry
from hotwash.evidence.steps import EntryValues, edit_entry
from hotwash.reports.models import ArchivedDocument, Comment, Publication, PublishTarget, Report, SectionText
from hotwash.reports.panel import cards, panel
from hotwash.reports.steps import comment, edit_section, publish, request_review
from hotwash.respond.models import Incident
from tests.cast import NOON, Cast, actor
from tests.reports.conftest import LATER, make_incident

NASTY = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def url(incident: Incident, rest: str = "") -> str:
    return f"/incidents/{incident.reference}/report/{rest}"


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.fixture
def olga(client: Client, cast: Cast) -> Client:
    client.force_login(cast.olga)
    return client


def test_a_stranger_signs_in_first(client: Client, incident: Incident):
    assert client.get(url(incident)).status_code == 302


def test_the_page_teaches_before_the_report_has_begun(olga: Client, incident: Incident):
    assert "Begin the report" in page(olga, url(incident))
    assert olga.post(url(incident, "start")).headers["Location"] == url(incident)
    text = page(olga, url(incident))
    for part in (
        "Rhea saw &lt;b&gt;errors",
        "1,240 failed checkouts",
        "The pool was small",
        "Alert on pool wait",
        "<svg",
    ):
        assert part in text
    assert "There is no summary." in text


def test_a_viewer_reads_and_is_not_offered_to_write(client: Client, cast: Cast, report: Report):
    client.force_login(cast.vera)
    text = page(client, url(report.incident))
    assert "Watch the queue." in text
    assert "sections/summary" not in text
    assert client.post(url(report.incident, "sections/summary"), {"text": "x", "version": 1}).status_code == 403


def test_a_private_report_of_others_is_not_there(client: Client, cast: Cast):
    incident = make_incident(cast, private=True)
    client.force_login(cast.otto)
    for rest in ("", "live", "sections/summary", "review", "publish", "publications/1/", "publications/1/report.pdf"):
        assert client.get(url(incident, rest)).status_code == 404


def test_a_section_is_written_in_its_place(olga: Client, report: Report):
    text = page(olga, url(report.incident, "sections/lessons"))
    assert "Watch the queue.</textarea>" in text
    answer = olga.post(url(report.incident, "sections/lessons"), {"text": f"New {NASTY}", "version": 1})
    assert answer.headers["Location"] == f"{url(report.incident)}#lessons"
    text = page(olga, url(report.incident))
    assert "New &lt;script&gt;" in text
    assert "<script>alert" not in text
    assert "onerror=alert(1)&gt;" in text


def test_a_conflict_shows_both_texts_and_the_next_save_holds(olga: Client, cast: Cast, report: Report):
    edit_section(actor=actor(cast.carl), report=report, key="lessons", text="Carl was faster", version=1, now=LATER)
    answer = olga.post(url(report.incident, "sections/lessons"), {"text": "What I typed", "version": 1})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Carl was faster" in text
    assert "What I typed</textarea>" in text
    assert 'name="version" value="2"' in text
    olga.post(url(report.incident, "sections/lessons"), {"text": "Both of us", "version": 2})
    assert SectionText.objects.get(key="lessons").text == "Both of us"
    assert "Carl was faster" in page(olga, url(report.incident, "sections/lessons"))


def test_wording_is_looked_at_where_it_is_written(olga: Client, cast: Cast, report: Report):
    edit_section(
        actor=actor(cast.olga),
        report=report,
        key="summary",
        text="Carl should have known better.",
        version=1,
        now=LATER,
    )
    assert "should have" in page(olga, url(report.incident)).split("report-advice")[1]


def test_sections_that_are_not_there(olga: Client, report: Report):
    assert olga.get(url(report.incident, "sections/nowhere")).status_code == 404


def test_open_pages_get_the_bodies_anew(olga: Client, report: Report):
    text = page(olga, url(report.incident, "live"))
    assert 'id="body-lessons" hx-swap-oob="true"' in text
    assert "Watch the queue." in text


def test_the_title_is_changed(olga: Client, report: Report):
    assert report.title in page(olga, url(report.incident, "title"))
    olga.post(url(report.incident, "title"), {"title": "The pool ran dry", "version": report.version})
    assert "The pool ran dry" in page(olga, url(report.incident))
    assert olga.post(url(report.incident, "title"), {"title": "x", "version": 1}).status_code == 422


def test_from_review_to_publication(olga: Client, cast: Cast, report: Report):
    incident = report.incident
    assert "has to approve it first" in page(olga, url(incident, "publish"))
    assert olga.post(url(incident, "publish"), {}).status_code == 422
    assert "Olga" not in page(olga, url(incident, "review")).split("<form")[-1]
    assert olga.post(url(incident, "review"), {}).status_code == 422
    olga.post(url(incident, "review"), {"reviewers": [cast.vera.pk]})
    assert olga.get(url(incident, "review/answer")).status_code == 200
    assert olga.post(url(incident, "review/answer"), {"verdict": "approved"}).status_code == 422
    vera = Client()
    vera.force_login(cast.vera)
    assert "Review it" in page(vera, url(incident))
    assert vera.post(url(incident, "review/answer"), {"verdict": "changes", "note": ""}).status_code == 422
    vera.post(url(incident, "review/answer"), {"verdict": "approved", "note": "Clear."})
    assert "Clear." in page(olga, url(incident))
    answer = olga.post(url(incident, "publish"), {})
    assert answer.headers["Location"] == url(incident, "publications/1/")
    text = page(vera, url(incident, "publications/1/"))
    assert "The incident commander broke" in text
    assert "Carl broke" not in text
    assert "Revision 1, published" in text


def test_a_request_for_review_is_taken_back(olga: Client, cast: Cast, report: Report):
    (review,) = request_review(actor=actor(cast.olga), report=report, reviewers=[cast.vera], now=LATER)
    olga.post(url(report.incident, f"review/{review.pk}/withdraw"))
    assert not report.reviews.exists()


@pytest.fixture
def publication(cast: Cast, approved: Report) -> Publication:
    made = publish(actor=actor(cast.olga), report=approved, note="", now=LATER)
    assert isinstance(made, Publication)
    return made


@pytest.mark.parametrize(
    ("kind", "media", "start"),
    [
        ("html", "text/html", b"<!doctype"),
        ("md", "text/markdown", b"# "),
        ("pdf", "application/pdf", b"%PDF"),
        ("zip", "application/zip", b"PK"),
    ],
)
def test_files_of_a_publication(olga: Client, publication: Publication, kind: str, media: str, start: bytes):
    answer = olga.get(url(publication.report.incident, f"publications/1/report.{kind}"))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith(media)
    assert f"-r1.{kind}" in answer.headers["Content-Disposition"]
    assert answer.content.startswith(start)


def test_files_that_are_not_there(olga: Client, publication: Publication):
    incident = publication.report.incident
    assert olga.get(url(incident, "publications/1/report.exe")).status_code == 404
    assert olga.get(url(incident, "publications/9/report.pdf")).status_code == 404


def test_the_bundle_of_a_publication_is_whole(olga: Client, publication: Publication, tmp_path: Path):
    content = olga.get(url(publication.report.incident, "publications/1/report.zip")).content
    assert {"report.html", "report.pdf", "events.jsonl", "SHA256SUMS"} <= set(
        zipfile.ZipFile(io.BytesIO(content)).namelist()
    )
    path = tmp_path / "bundle.zip"
    path.write_bytes(content)
    result = CliRunner().invoke(verify, [str(path), "--json"])
    assert (result.exit_code, json.loads(result.output)["problems"]) == (0, [])


def test_a_change_after_publication_is_shown(olga: Client, cast: Cast, publication: Publication):
    incident = publication.report.incident
    assert "has changed since" not in page(olga, url(incident))
    comment(actor=actor(cast.vera), incident=incident, target="", text="A word", now=LATER)
    assert "has changed since" not in page(olga, url(incident))
    first = incident.entries.get(number=1)
    values = EntryValues(at=LATER, text="Late news")
    edit_entry(actor=actor(cast.carl), incident=incident, entry=first, values=values, version=1)
    assert "has changed since" in page(olga, url(incident))
    assert "Late news" not in page(olga, url(incident, "publications/1/"))


def test_a_long_timeline_is_cut_on_the_page_and_whole_in_a_publication(olga: Client, cast: Cast, approved: Report):
    incident = approved.incident
    rows = (Entry(incident=incident, number=n, at=LATER, text=f"entry {n}.", created_at=LATER) for n in range(10, 260))
    Entry.objects.bulk_create(rows)
    text = page(olga, url(incident))
    assert "The first 200 of 251 entries" in text
    assert "entry 259." not in text
    made = publish(actor=actor(cast.olga), report=approved, note="", now=LATER)
    assert isinstance(made, Publication)
    assert "entry 259." in made.html


def test_comments_on_parts_answers_and_settling(client: Client, cast: Cast, report: Report):
    client.force_login(cast.vera)
    incident = report.incident
    client.post(url(incident, "comments"), {"target": "T-1", "text": f"Why? {NASTY}"})
    first = Comment.objects.get()
    assert first.target == "T-1"
    text = page(client, url(incident))
    assert f'id="comment-{first.pk}"' in text
    assert "<script>alert" not in text
    answer = client.post(url(incident, "comments"), {"parent": first.pk, "text": "Because."})
    assert answer.headers["Location"] == f"{url(incident)}#comment-{first.pk}"
    client.post(url(incident, f"comments/{first.pk}/settle"))
    assert "data-resolved" in page(client, url(incident))
    client.post(url(incident, f"comments/{first.pk}/settle"))
    assert "data-resolved" not in page(client, url(incident))


def test_a_refused_comment_keeps_what_was_typed(client: Client, cast: Cast, incident: Incident):
    client.force_login(cast.vera)
    answer = client.post(url(incident, "comments"), {"target": "<nowhere>", "text": "A long thought"})
    assert answer.status_code == 422
    assert "A long thought</textarea>" in answer.content.decode()


def test_the_page_takes_the_same_number_of_queries_for_many_comments(olga: Client, cast: Cast, report: Report):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(olga, url(report.incident))
        return len(queries)

    comment(actor=actor(cast.vera), incident=report.incident, target="", text="one", now=LATER)
    count()
    few = count()
    for number in range(29):
        comment(actor=actor(cast.vera), incident=report.incident, target="T-1", text=f"{number}", now=LATER)
    assert count() == few


def test_the_archive_finds_what_was_published_and_marks_the_words(olga: Client, publication: Publication):
    text = page(olga, "/archive/?q=queue+-nothingness")
    assert "<mark>queue</mark>" in text
    assert url(publication.report.incident, "publications/1/") in text
    assert "Nothing found" in page(olga, "/archive/?q=zebra")


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("service=checkout", True),
        ("service=nowhere", True),
        ("severity=sev2", True),
        ("severity=sev1", False),
        ("category=technical", True),
        ("category=process", False),
        ("year=2026", True),
        ("kind=report", True),
        ("kind=archived", False),
        ("page=9", False),
        ("page=x", True),
    ],
)
def test_the_archive_is_filtered(olga: Client, publication: Publication, query: str, there: bool):
    assert (publication.title in page(olga, f"/archive/?{query}").split('<ul class="rows">')[-1]) is there


def test_the_archive_shows_private_reports_to_those_who_may_see_them(
    client: Client, cast: Cast, publication: Publication
):
    Incident.objects.filter(pk=publication.report.incident_id).update(private=True)
    client.force_login(cast.otto)
    assert publication.title not in page(client, "/archive/")
    client.force_login(cast.rhea)
    assert publication.title in page(client, "/archive/")


DOCUMENT = b"""# Search was slow on 2025-03-04

## Timeline (UTC)

- 13:02 deploy <script>alert(1)</script>

## Actions

- Alert on latency (owner: Olga)
"""


def test_a_post_mortem_from_elsewhere_is_imported_and_found(olga: Client):
    answer = olga.post("/archive/import", {"documents": SimpleUploadedFile("search.md", DOCUMENT)})
    document = ArchivedDocument.objects.get()
    assert answer.headers["Location"] == f"/archive/documents/{document.pk}/"
    text = page(olga, f"/archive/documents/{document.pk}/")
    for part in ("2025-03-04T13:02Z", "deploy", "Alert on latency", "Olga"):
        assert part in text
    assert "<script>alert" not in text
    assert "Search was slow" in page(olga, "/archive/?q=latency&year=2025")


def test_what_cannot_be_imported_is_told_and_the_rest_is_taken(olga: Client):
    files = [
        SimpleUploadedFile("noise.md", b"\x00\x01\x02"),
        SimpleUploadedFile("broken.docx", b"PK\x03\x04 no"),
        SimpleUploadedFile("search.md", DOCUMENT),
        SimpleUploadedFile("again.md", DOCUMENT),
    ]
    answer = olga.post("/archive/import", {"documents": files})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "noise.md" in text
    assert "not a DOCX" in text
    assert ArchivedDocument.objects.count() == 1


def test_viewers_do_not_import(client: Client, cast: Cast):
    client.force_login(cast.vera)
    assert client.get("/archive/import").status_code == 403
    assert "Import" not in page(client, "/archive/").split("<main")[1].split("<form")[0]


def test_an_imported_document_is_removed_by_an_administrator(client: Client, cast: Cast, olga: Client):
    olga.post("/archive/import", {"documents": SimpleUploadedFile("search.md", DOCUMENT)})
    document = ArchivedDocument.objects.get()
    assert olga.post(f"/archive/documents/{document.pk}/remove").status_code == 403
    client.force_login(cast.ada)
    client.post(f"/archive/documents/{document.pk}/remove")
    assert not ArchivedDocument.objects.exists()
    assert "is no longer in the archive" in page(client, "/archive/?q=latency")
    assert "Nothing found" in page(client, "/archive/?q=latency")


def test_targets_are_set_up_by_an_administrator(client: Client, cast: Cast, tmp_path: Path):
    client.force_login(cast.ada)
    assert "Git repository of Markdown" in page(client, "/archive/targets/")
    refused = client.post("/archive/targets/new/folder", {"name": "Site", "option-folder": ""})
    assert refused.status_code == 422
    client.post(
        "/archive/targets/new/folder", {"name": "Site", "option-folder": str(tmp_path), "active": "on", "version": 0}
    )
    target = PublishTarget.objects.get()
    assert (target.settings["folder"], target.active) == (str(tmp_path), True)
    assert str(tmp_path) in page(client, f"/archive/targets/{target.pk}/")
    client.post(f"/archive/targets/{target.pk}/", {"name": "Site", "option-folder": "/other", "version": 1})
    target.refresh_from_db()
    assert (target.settings["folder"], target.active) == ("/other", False)
    client.post(f"/archive/targets/{target.pk}/remove")
    assert not PublishTarget.objects.exists()


@pytest.mark.parametrize("address", ["/archive/targets/", "/archive/targets/new/folder"])
def test_others_do_not_see_targets(olga: Client, address: str):
    assert olga.get(address).status_code == 403


def test_the_overview_has_a_card_for_the_report(olga: Client, publication: Publication):
    incident = publication.report.incident
    card = panel(incident, actor(publication.published_by))
    assert card.context["publication"] == publication
    assert cards(actor(publication.published_by), now=NOON)[0].rows == []
