"""Script in every text field of every form, then every page is read: nothing of it would run."""

import io
import json
import zipfile

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from markdown_it import MarkdownIt

from hotwash.directory.models import Person
from hotwash.example.build import build
from hotwash.kernel import clock, storage
from hotwash.reports.core.states import Verdict
from hotwash.reports.models import ArchivedDocument, Publication, Report
from hotwash.reports.steps import answer_review, publish, request_review
from hotwash.respond.models import Delivery, Incident, Notification, Source
from tests.cast import PASSWORD, actor
from tests.hostile.walker import EVIL, Page, Walker
from tests.outbox import drain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_rendering")]
# What is no prose but has a form of its own: the forms that refuse it say so, and show it again.
STRUCTURED = {"address", "earlier", "email", "levels", "members", "parts", "points", "slug", "text", "timezone"}


@pytest.fixture
def ada() -> Person:
    """An administrator, so that she sees every page."""
    assert build(now=clock.now())
    return Person.objects.create_user("ada@example.org", f"Ada {EVIL}", PASSWORD, "admin")


@pytest.fixture
def client(ada: Person) -> Client:
    browser = Client()
    browser.force_login(ada)
    return browser


def alert_comes() -> None:
    evil = {"alertname": EVIL, "service": "checkout", "severity": "critical", EVIL: EVIL}
    alert = {"status": "firing", "labels": evil, "annotations": {"summary": EVIL, EVIL: EVIL}}
    alert |= {"generatorURL": "javascript:alert(1)", "startsAt": f"{clock.now():%FT%TZ}"}
    body = {"version": "4", "status": "firing", "receiver": EVIL, "groupLabels": evil, "alerts": [alert]}
    body |= {"externalURL": "javascript:alert(1)", "commonLabels": evil, "commonAnnotations": {EVIL: EVIL}}
    Delivery.objects.create(
        source=Source.objects.get(), received_at=clock.now(), headers={EVIL: EVIL}, body=json.dumps(body).encode()
    )


def files_come(client: Client) -> None:
    here = f"/incidents/{Incident.objects.latest('pk').reference}/"
    evidence = io.BytesIO()
    lines = "".join(f"{clock.now():%FT%TZ} ERROR {EVIL} host={EVIL}\n" for _ in range(3))
    with zipfile.ZipFile(evidence, "w") as archive:
        archive.writestr(f"{EVIL.replace('/', '')}.log", lines)
        archive.writestr("app.jsonl", json.dumps({"time": f"{clock.now():%FT%TZ}", "level": "error", EVIL: EVIL}))
    dropped = SimpleUploadedFile(f"{EVIL.replace('/', '')}.zip", evidence.getvalue())
    assert client.post(f"{here}evidence/files/", {"files": dropped}, follow=True).status_code == 200
    told = f"# {EVIL}\n\n- 13:02 UTC {EVIL}\n\n## Contributing factors\n\n- {EVIL}\n\n## Actions\n\n- [ ] {EVIL}\n"
    written = SimpleUploadedFile("report.md", told.encode())
    client.post("/archive/import", {"documents": written}, follow=True)
    assert ArchivedDocument.objects.exists()


def publish_all(ada: Person, reviewer: Person) -> None:
    for report in Report.objects.all():
        now = clock.now()
        request_review(actor=actor(ada), report=report, reviewers=[reviewer], now=now)
        report.refresh_from_db()
        answer_review(actor=actor(reviewer), report=report, verdict=Verdict.APPROVED, note=EVIL, now=now)
        report.refresh_from_db()
        assert isinstance(publish(actor=actor(ada), report=report, note=EVIL, now=now), Publication)


def test_nothing_typed_anywhere_runs_anywhere(client: Client, ada: Person):
    alert_comes()
    files_come(client)
    walker = Walker(client, lambda: drain(now=clock.now()))
    drain(now=clock.now())
    walker.walk("/", fill=True)
    publish_all(ada, Person.objects.exclude(pk=ada.pk).filter(role="member")[0])
    drain(now=clock.now())
    walker.walk("/", fill=False)
    assert walker.alive == []
    assert walker.broken == []
    assert len(walker.sent) > 60, "the forms were found"
    assert len(walker.showing) > 80, "what was typed is shown, as text"
    refused = {name.split("-")[-1] for names in walker.refused.values() for name in names if not name.endswith("_at")}
    assert refused <= STRUCTURED
    what_leaves_the_house_is_as_dead()


def what_leaves_the_house_is_as_dead() -> None:
    mails = [Page(row.html, "/") for row in Notification.objects.exclude(html="")]
    latest = Publication.objects.order_by("-pk").first()
    pages = [Page(row.html, "/") for row in Publication.objects.all()]
    rendered = [Page(MarkdownIt().render(row.markdown), "/") for row in Publication.objects.all()]
    for page in (*mails, *pages, *rendered):
        assert page.alive == []
    assert any(mail.shows_evil for mail in mails)
    assert any(page.shows_evil for page in pages)
    assert any(page.shows_evil for page in rendered)
    assert latest is not None
    with storage.open_blob(latest.pdf_sha256) as pdf:
        text = " ".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)
    assert "<script>alert(1)</script>" in text
