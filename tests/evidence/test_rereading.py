"""A file is read in the background: how far it came is shown, it can be stopped, and read again."""

from datetime import timedelta

import pytest
from django.test import Client

from hotwash.evidence.core import sweep
from hotwash.evidence.core.progress import EVERY
from hotwash.evidence.core.progress import ReadingStopped as Stopped
from hotwash.evidence.events import ReadDue
from hotwash.evidence.models import EvidenceFile
from hotwash.evidence.queries import records_page
from hotwash.evidence.steps import (
    Upload,
    add_evidence,
    read_again,
    read_waiting_file,
    remove_evidence,
    stop_reading,
    store,
)
from hotwash.evidence.steps import reading as worker
from hotwash.kernel.core.errors import NotFound, NotPermitted
from hotwash.kernel.core.refusal import Refusal
from hotwash.respond.models import Incident
from hotwash.respond.queries import get_incident
from tests.cast import NOON, Cast, actor
from tests.evidence.conftest import SECRET, app_log
from tests.outbox import drain

Status = EvidenceFile.Status


@pytest.fixture
def file(incident: Incident, cast: Cast) -> EvidenceFile:
    made = add_evidence(
        actor=actor(cast.rhea), incident=incident, upload=Upload("app.jsonl", store(app_log())), now=NOON
    )
    assert isinstance(made, EvidenceFile)
    return made


def due(file: EvidenceFile) -> ReadDue:
    return ReadDue(incident_id=file.incident_id, file_id=file.pk)


def test_a_file_that_was_read_is_done(file: EvidenceFile) -> None:
    drain(now=NOON + timedelta(seconds=1))
    file.refresh_from_db()
    assert (file.status, file.done, file.percent, file.run) == (Status.READ, file.size, 100, 1)


def test_progress_grows_and_is_written(incident: Incident, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    line = b"2026-03-10T12:00:00Z INFO " + b"x" * 4000 + b"\n"
    upload = Upload("large.log", store(line * (3 * EVERY // len(line))))
    made = add_evidence(actor=actor(cast.rhea), incident=incident, upload=upload, now=NOON)
    assert isinstance(made, EvidenceFile)
    told: list[int] = []
    go_on = worker._go_on

    def watched(row: EvidenceFile, done: int) -> None:
        go_on(row, done)
        told.append(EvidenceFile.objects.get(pk=row.pk).done)

    monkeypatch.setattr(worker, "_go_on", watched)
    read_waiting_file(due(made), now=NOON)
    assert told == sorted(told)
    assert len(told) >= 4, "both while masking and while reading"
    assert 0 < told[0] < told[-1] < made.size


def test_a_stopped_file_is_not_read(file: EvidenceFile, cast: Cast) -> None:
    stopped = stop_reading(actor=actor(cast.rhea), file=file)
    assert isinstance(stopped, EvidenceFile)
    drain(now=NOON + timedelta(seconds=1))
    file.refresh_from_db()
    assert (file.status, file.book, file.records) == (Status.STOPPED, "", 0)
    again = stop_reading(actor=actor(cast.rhea), file=file)
    assert isinstance(again, Refusal)
    assert again.reasons[0].code == "not_reading"


def test_a_reading_that_is_stopped_leaves_nothing_half(file: EvidenceFile, cast: Cast) -> None:
    """Stopped at its last word: nothing is written, what an earlier reading found stays."""
    read_waiting_file(due(file), now=NOON)
    before = EvidenceFile.objects.get(pk=file.pk)
    moments = set(before.moments.values_list("pk", flat=True))
    assert isinstance(read_again(actor=actor(cast.rhea), file=before, now=NOON), EvidenceFile)
    running = worker._begun(file.pk)
    assert running is not None
    assert isinstance(stop_reading(actor=actor(cast.rhea), file=file), EvidenceFile)
    with pytest.raises(Stopped):
        worker._go_on(running, 10)
    with pytest.raises(Stopped):
        worker._write(running, worker.Intake(worker.Tally()))
    after = EvidenceFile.objects.get(pk=file.pk)
    assert (after.status, after.book, after.records) == (Status.STOPPED, before.book, before.records)
    assert set(after.moments.values_list("pk", flat=True)) == moments
    assert records_page(after).total == 31


def test_a_newer_reading_overtakes_an_older_one(file: EvidenceFile) -> None:
    older, newer = worker._begun(file.pk), worker._begun(file.pk)
    assert older is not None
    assert newer is not None
    worker._go_on(newer, 5)
    with pytest.raises(Stopped):
        worker._go_on(older, 10)
    assert EvidenceFile.objects.get(pk=file.pk).done == 5


def test_a_removed_file_is_not_read_to_its_end(file: EvidenceFile, cast: Cast) -> None:
    running = worker._begun(file.pk)
    assert running is not None
    remove_evidence(actor=actor(cast.rhea), file=file, now=NOON)
    with pytest.raises(Stopped):
        worker._go_on(running, 10)
    refused = read_again(actor=actor(cast.rhea), file=file, now=NOON)
    assert isinstance(refused, Refusal)
    assert refused.reasons[0].code == "removed"


def test_read_again_after_a_stop(file: EvidenceFile, cast: Cast) -> None:
    stop_reading(actor=actor(cast.rhea), file=file)
    assert isinstance(read_again(actor=actor(cast.rhea), file=file, now=NOON), EvidenceFile)
    busy = read_again(actor=actor(cast.rhea), file=file, now=NOON)
    assert isinstance(busy, Refusal)
    drain(now=NOON + timedelta(seconds=1))
    file.refresh_from_db()
    assert (file.status, file.records) == (Status.READ, 31)


def test_who_may_only_look_stops_nothing(file: EvidenceFile, cast: Cast, private: Incident) -> None:
    with pytest.raises(NotPermitted):
        stop_reading(actor=actor(cast.vera), file=file)
    with pytest.raises(NotPermitted):
        read_again(actor=actor(cast.vera), file=file, now=NOON)
    with pytest.raises(NotFound):
        get_incident(actor(cast.rhea), private.reference)


def test_the_page_shows_how_far_it_is_and_stops(file: EvidenceFile, cast: Cast, client: Client) -> None:
    client.force_login(cast.rhea)
    address = f"/incidents/{file.incident.reference}/evidence/files/1/"
    running = worker._begun(file.pk)
    assert running is not None
    worker._go_on(running, file.size // 2)
    page = client.get(address).content.decode()
    assert 'value="49"' in page or 'value="50"' in page
    assert 'hx-trigger="every 2s' in page
    listed = client.get(f"/incidents/{file.incident.reference}/evidence/files/").content.decode()
    assert "Being read:" in listed
    stopped = client.post(f"{address}stop", follow=True).content.decode()
    assert "Its reading was stopped" in stopped
    assert "every 2s" not in stopped
    assert "There is nothing to stop" in client.post(f"{address}stop", follow=True).content.decode().replace(
        "there is", "There is"
    )
    assert "Waiting to be read" in client.post(f"{address}read", follow=True).content.decode()


def test_the_same_by_api(file: EvidenceFile, cast: Cast, client: Client) -> None:
    client.force_login(cast.rhea)
    base = f"/api/v1/incidents/{file.incident.reference}/evidence/files/1"
    assert client.get(base).json()["done"] == 0
    assert client.post(f"{base}/stop").json()["status"] == "stopped"
    assert client.post(f"{base}/stop").status_code in {409, 422}
    assert client.post(f"{base}/read").json()["status"] == "waiting"
    client.force_login(cast.vera)
    assert client.post(f"{base}/stop").status_code == 403


def large_log() -> bytes:
    """More than the sample that a file is recognised by, with a secret, a stack trace and errors."""
    lines = [
        f"2026-03-10 11:{n // 60 % 60:02d}:{n % 60:02d},000 - INFO  [main] order {n} placed\n" for n in range(5000)
    ]
    lines[700] = f"2026-03-10 11:11:40,000 - ERROR [main] refused, key {SECRET}\n\tat shop.Pay.go(Pay.java:4)\n"
    lines[900:920] = ["2026-03-10 11:15:00,000 - ERROR [main] refused, password=hunter2222\n"] * 20
    return "".join(lines).encode()


def test_a_large_log_is_read_by_columns_with_the_same_result(
    incident: Incident, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = Upload("large.log", store(large_log()))
    made = add_evidence(actor=actor(cast.rhea), incident=incident, upload=upload, now=NOON)
    assert isinstance(made, EvidenceFile)
    drain(now=NOON + timedelta(seconds=1))
    one = EvidenceFile.objects.get(pk=made.pk)
    assert (one.records, sum(one.masked.values())) == (5000, 21)
    moments = [(moment.line, moment.score, moment.why, moment.text) for moment in one.moments.order_by("pk")]
    monkeypatch.setattr(sweep, "readable", lambda plan, sample: False)
    read_again(actor=actor(cast.rhea), file=made, now=NOON)
    drain(now=NOON + timedelta(seconds=2))
    two = EvidenceFile.objects.get(pk=made.pk)
    assert two.run == 2
    names = ("book", "scrubbed", "masked", "masked_places", "density", "landmarks", "explained", "earliest", "latest")
    assert [getattr(two, name) for name in names] == [getattr(one, name) for name in names]
    assert [(moment.line, moment.score, moment.why, moment.text) for moment in two.moments.order_by("pk")] == moments
    assert moments
    assert SECRET not in records_page(two, 700, 1).rows[0].text
