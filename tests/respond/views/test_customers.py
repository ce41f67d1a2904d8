from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hotwash.evidence.models import CustomerReport, EvidenceFile
from hotwash.kernel.core.actor import SYSTEM
from hotwash.respond.core.customers import OF_ONE
from hotwash.respond.core.lifecycle import Change
from hotwash.respond.models import Alert, AlertFile, CustomerMessage, Source, StakeholderUpdate
from hotwash.respond.steps import (
    SourceValues,
    attach_alert,
    change_state,
    decide_deliveries,
    dismiss_alert,
    save_source,
)
from tests.cast import NOON, Cast, actor
from tests.outbox import drain
from tests.respond.given import declared
from tests.respond.views.test_alerts import text_of

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture
def form(cast: Cast) -> Source:
    options = {"slug": "shop", "services": "Shop, Bank", "intro": "We answer within an hour."}
    made = save_source(actor=SYSTEM, values=SourceValues(plugin="customer_form", name="Help page", options=options))
    assert isinstance(made, Source)
    return made


@pytest.fixture
def stranger() -> Client:
    return Client()


def sent(stranger: Client, **fields: object) -> CustomerMessage:
    answer = stranger.post("/public/report/shop", {"title": "I can't pay", "text": "A white page", **fields})
    assert answer.status_code == 302, text_of(answer)
    message = CustomerMessage.objects.first()
    assert message is not None
    assert answer["location"] == f"/public/messages/{message.token}"
    return message


def page_of(stranger: Client, message: CustomerMessage) -> str:
    return text_of(stranger.get(f"/public/messages/{message.token}"))


def test_the_form_is_open_by_its_name_and_by_its_secret(form: Source, stranger: Client) -> None:
    for address in ("shop", form.secret):
        assert "We answer within an hour." in text_of(stranger.get(f"/public/report/{address}"))
    assert stranger.get("/public/report/bank").status_code == 404
    form.enabled = False
    form.save()
    assert stranger.get("/public/report/shop").status_code == 404


def test_a_message_waits_in_the_inbox_found_by_a_customer(form: Source, stranger: Client) -> None:
    message = sent(stranger, service="Shop", name="Kim", email="kim@example.org", since="2026-03-10T11:40")
    decide_deliveries(now=NOON)
    alert = Alert.objects.get()
    assert (alert.title, alert.triage, alert.fingerprint) == ("I can't pay", "inbox", message.fingerprint)
    assert alert.labels["service"] == "Shop"
    assert f"{alert.starts_at:%F %T}" == "2026-03-10 11:40:00"
    assert message.token not in f"{alert.raw} {alert.labels}"


def test_what_became_of_it_is_told_and_nothing_else(form: Source, stranger: Client, cast: Cast) -> None:
    message = sent(stranger)
    assert "We have your message" in page_of(stranger, message)
    decide_deliveries(now=NOON)
    incident = declared(title="Database of Zorro is on fire", summary="internal words")
    alert = Alert.objects.get()
    attach_alert(actor=actor(cast.carl), alert=alert, incident=incident, version=alert.version, now=NOON)
    shown = page_of(stranger, message)
    assert "We are looking at it" in shown
    for audience, text in (("customers", "Payments fail for some."), ("internal", "It is Zorro's disk.")):
        StakeholderUpdate.objects.create(
            incident=incident, audience=audience, subject="s", text=text, state="active", severity="sev1", sent_at=NOON
        )
    shown = page_of(stranger, message)
    assert "Payments fail for some." in shown
    change_state(actor=actor(cast.carl), incident=incident, change=Change("resolve"), now=NOON + timedelta(hours=1))
    shown += page_of(stranger, message)
    assert "It is resolved" in shown
    for secret in ("Zorro", "internal words", "INC-", "Carl", form.secret, message.fingerprint):
        assert secret not in shown


def test_of_a_private_incident_no_update_is_told(form: Source, stranger: Client, cast: Cast) -> None:
    message = sent(stranger)
    decide_deliveries(now=NOON)
    incident, alert = declared(private=True), Alert.objects.get()
    attach_alert(actor=SYSTEM, alert=alert, incident=incident, version=alert.version, now=NOON)
    StakeholderUpdate.objects.create(
        incident=incident,
        audience="customers",
        subject="s",
        text="Hidden",
        state="active",
        severity="sev1",
        sent_at=NOON,
    )
    shown = page_of(stranger, message)
    assert "We are looking at it" in shown
    assert "Hidden" not in shown


def test_a_dismissed_message_is_closed_without_the_reason(form: Source, stranger: Client, cast: Cast) -> None:
    message = sent(stranger)
    decide_deliveries(now=NOON)
    alert = Alert.objects.get()
    dismiss_alert(actor=actor(cast.carl), alert=alert, why="crank", version=alert.version)
    shown = page_of(stranger, message)
    assert "This is closed" in shown
    assert "crank" not in shown


def test_its_sender_says_that_it_works_again(form: Source, stranger: Client) -> None:
    message = sent(stranger)
    decide_deliveries(now=NOON)
    for _ in range(2):
        stranger.post(f"/public/messages/{message.token}")
    decide_deliveries(now=NOON)
    assert Alert.objects.get().state == "resolved"
    assert "This is closed" in page_of(stranger, message)


def test_files_and_the_count_belong_to_the_evidence_with_the_incident(
    form: Source, stranger: Client, cast: Cast
) -> None:
    picture = SimpleUploadedFile("../screen.png", PNG)
    sent(stranger, attachments=[picture, SimpleUploadedFile("notes.txt", b"2026-03-10 11:40 white page")])
    decide_deliveries(now=NOON)
    alert = Alert.objects.get()
    assert EvidenceFile.objects.count() == 0
    incident = declared()
    for _ in range(2):
        alert.refresh_from_db()
        attach_alert(actor=actor(cast.carl), alert=alert, incident=incident, version=alert.version, now=NOON)
        drain(now=NOON)
    assert set(EvidenceFile.objects.values_list("name", flat=True)) == {"screen.png", "notes.txt"}
    assert [row.count for row in CustomerReport.objects.filter(incident=incident)] == [1]


def test_files_are_shown_to_responders_as_downloads(form: Source, stranger: Client, cast: Cast) -> None:
    sent(stranger, attachments=[SimpleUploadedFile("page.html", b"<script>alert(1)</script>")])
    decide_deliveries(now=NOON)
    alert, file = Alert.objects.get(), AlertFile.objects.get()
    rhea = Client()
    rhea.force_login(cast.rhea)
    assert "page.html" in text_of(rhea.get(f"/alerts/{alert.pk}/"))
    answer = rhea.get(f"/alerts/{alert.pk}/files/{file.pk}")
    assert answer["content-type"] == "application/octet-stream"
    assert answer["content-disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert stranger.get(f"/alerts/{alert.pk}/files/{file.pk}").status_code == 302
    assert rhea.get(f"/alerts/{alert.pk}/files/{file.pk + 1}").status_code == 404


def test_too_many_files_and_too_large_ones_are_refused_and_nothing_typed_is_lost(
    form: Source, stranger: Client
) -> None:
    many = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(6)]
    answer = stranger.post("/public/report/shop", {"title": "I can't pay", "attachments": many})
    assert (answer.status_code, "At most 5 files" in text_of(answer)) == (422, True)
    assert "I can" in text_of(answer)
    large = SimpleUploadedFile("big.bin", b"x" * 10_000_001)
    answer = stranger.post("/public/report/shop", {"title": "I can't pay", "attachments": [large]})
    assert "larger than 10 MB" in text_of(answer)
    assert CustomerMessage.objects.count() == 0


def test_a_program_that_fills_the_hidden_field_is_thanked_and_not_heard(form: Source, stranger: Client) -> None:
    answer = stranger.post("/public/report/shop", {"title": "Buy pills", "website": "https://spam.example"})
    assert answer["location"] == "/public/thanks"
    assert "We have your message" in text_of(stranger.get("/public/thanks"))
    assert (CustomerMessage.objects.count(), decide_deliveries(now=NOON)) == (0, 0)


def test_one_sender_is_heard_only_so_often(form: Source, stranger: Client) -> None:
    for _ in range(OF_ONE):
        sent(stranger)
    answer = stranger.post("/public/report/shop", {"title": "Again"})
    assert (answer.status_code, "wait ten minutes" in text_of(answer)) == (422, True)
    assert "Again" in answer.content.decode()
    other = stranger.post("/public/report/shop", {"title": "From elsewhere"}, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 302


@pytest.mark.parametrize("token", ["x", "a" * 24, "a" * 200, "..%2f", "%C3%BC" * 30])
def test_a_link_that_nobody_was_given_leads_nowhere(form: Source, stranger: Client, token: str) -> None:
    assert stranger.get(f"/public/messages/{token}").status_code == 404


def test_the_form_is_refused_without_its_own_page_first(form: Source) -> None:
    assert Client(enforce_csrf_checks=True).post("/public/report/shop", {"title": "x"}).status_code == 403


def test_the_page_of_the_source_says_the_address(form: Source, cast: Cast) -> None:
    ada = Client()
    ada.force_login(cast.ada)
    assert "/public/report/shop" in text_of(ada.get(f"/alerts/sources/{form.pk}/"))
