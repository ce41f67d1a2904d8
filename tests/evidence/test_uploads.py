"""Uploads in pieces: begun, broken off, gone on with, ended; and what somebody may try who means no good."""

import hashlib
from base64 import b64encode
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from hotwash.evidence.models import EvidenceFile
from hotwash.evidence.models.uploads import BegunUpload
from hotwash.evidence.queries import get_upload, uploads_of
from hotwash.evidence.steps import sweep_uploads
from hotwash.kernel import clock, pieces, storage
from hotwash.kernel.config import configured
from hotwash.respond.models import Incident
from tests.cast import Cast, actor
from tests.evidence.conftest import app_log

VERSION = {"Tus-Resumable": "1.0.0"}


class Sender:
    """A tus client, header by header."""

    def __init__(self, client: Client, incident: Incident) -> None:
        self.client = client
        self.base = f"/api/v1/incidents/{incident.reference}/evidence/uploads"

    def begin(self, length: int, name: str = "app.jsonl", sha256: str = "") -> HttpResponse:
        said = f"filename {b64encode(name.encode()).decode()}"
        said += f",sha256 {b64encode(sha256.encode()).decode()}" if sha256 else ""
        return self.client.post(self.base, headers={**VERSION, "Upload-Length": str(length), "Upload-Metadata": said})

    def piece(self, address: str, offset: int, raw: bytes, **more: str) -> HttpResponse:
        headers = {**VERSION, "Upload-Offset": str(offset), **more}
        return self.client.patch(address, raw, content_type="application/offset+octet-stream", headers=headers)

    def head(self, address: str) -> HttpResponse:
        return self.client.head(address, headers=VERSION)


@pytest.fixture
def sender(client: Client, cast: Cast, incident: Incident) -> Sender:
    client.force_login(cast.rhea)
    for key in list(pieces.keys()):
        pieces.drop(key)
    return Sender(client, incident)


def code(answer: HttpResponse) -> tuple[int, str]:
    return answer.status_code, answer.json()["reasons"][0]["code"]  # type: ignore[attr-defined]


def test_a_file_arrives_in_pieces(sender: Sender, incident: Incident) -> None:
    raw = app_log()
    begun = sender.begin(len(raw), "logs/app.jsonl", hashlib.sha256(raw).hexdigest())
    assert (begun.status_code, begun.headers["Tus-Resumable"]) == (201, "1.0.0")
    address = begun.headers["Location"]
    assert sender.head(address).headers["Upload-Offset"] == "0"
    assert sender.piece(address, 0, raw[:100]).headers["Upload-Offset"] == "100"
    asked = sender.head(address)
    assert (asked.headers["Upload-Offset"], asked.headers["Upload-Length"]) == ("100", str(len(raw)))
    assert asked.headers["Cache-Control"] == "no-store"
    last = sender.piece(address, 100, raw[100:])
    assert (last.status_code, last.headers["Hotwash-Evidence"]) == (204, "E-1")
    file = EvidenceFile.objects.get(incident=incident)
    assert (file.name, file.size, file.sha256) == ("logs/app.jsonl", len(raw), hashlib.sha256(raw).hexdigest())
    assert storage.path_of(file.sha256).read_bytes() == raw
    assert code(sender.piece(address, 0, raw)) == (409, "ended")
    assert sender.head(address).headers["Upload-Offset"] == str(len(raw)), "a client that lost the answer asks again"


def test_what_is_spoken(sender: Sender) -> None:
    with configured(HOTWASH_MAX_UPLOAD_BYTES="1000"):
        answer = sender.client.options(sender.base)
        assert answer.headers["Tus-Version"] == "1.0.0"
        assert answer.headers["Tus-Extension"] == "creation,termination,expiration"
        assert answer.headers["Tus-Max-Size"] == "1000"
        assert code(sender.begin(1001)) == (413, "too_large")
    assert code(sender.client.post(sender.base, headers={"Upload-Length": "5"})) == (412, "version")


def test_a_wrong_offset_is_told_and_changes_nothing(sender: Sender) -> None:
    address = sender.begin(10).headers["Location"]
    sender.piece(address, 0, b"12345")
    assert code(sender.piece(address, 3, b"xx")) == (409, "offset")
    assert code(sender.piece(address, 7, b"xx")) == (409, "offset")
    assert sender.head(address).headers["Upload-Offset"] == "5"


def test_nothing_goes_beyond_the_length(sender: Sender) -> None:
    address = sender.begin(10).headers["Location"]
    sender.piece(address, 0, b"12345")
    assert code(sender.piece(address, 5, b"123456")) == (413, "beyond")
    assert sender.head(address).headers["Upload-Offset"] == "5"
    assert pieces.size_of(address.rsplit("/", 1)[-1]) == 5


def test_another_sha256_than_announced_is_not_kept(sender: Sender, incident: Incident) -> None:
    address = sender.begin(5, sha256="ab" * 32).headers["Location"]
    assert code(sender.piece(address, 0, b"12345")) == (460, "checksum")
    assert sender.head(address).status_code == 404
    assert not EvidenceFile.objects.filter(incident=incident).exists()


def test_the_same_bytes_twice_are_told(sender: Sender, incident: Incident) -> None:
    for expected in (204, 422):
        address = sender.begin(5).headers["Location"]
        answer = sender.piece(address, 0, b"12345")
        assert answer.status_code == expected
    assert code(answer) == (422, "duplicate")
    assert EvidenceFile.objects.filter(incident=incident).count() == 1


def test_two_writers_do_not_mix(sender: Sender) -> None:
    address = sender.begin(10).headers["Location"]
    with pieces.writing(address.rsplit("/", 1)[-1]) as part:
        part.write(b"123")
        part.flush()
        assert code(sender.piece(address, 3, b"xx"))[0] == 423
        assert sender.client.delete(address, headers=VERSION).status_code == 423
    assert sender.piece(address, 3, b"45").headers["Upload-Offset"] == "5"


def test_an_upload_of_another_person_is_not_there(sender: Sender, cast: Cast, incident: Incident) -> None:
    address = sender.begin(10).headers["Location"]
    sender.client.force_login(cast.carl)
    assert sender.head(address).status_code == 404
    assert sender.piece(address, 0, b"x").status_code == 404
    assert sender.client.delete(address, headers=VERSION).status_code == 404
    assert uploads_of(incident, actor(cast.carl), now=clock.now()) == []
    sender.client.force_login(cast.vera)
    assert sender.begin(10).status_code == 403
    assert sender.head(address).status_code == 403
    sender.client.logout()
    assert sender.begin(10).status_code == 401


def test_a_private_incident_takes_nothing_from_others(sender: Sender, private: Incident) -> None:
    assert Sender(sender.client, private).begin(10).status_code == 404
    assert Sender(sender.client, private).client.options(Sender(sender.client, private).base).status_code == 404


def test_an_upload_is_of_its_incident_only(sender: Sender, incident: Incident, cast: Cast) -> None:
    other = Incident.objects.create(
        title="Other", severity="sev2", process_version=incident.process_version, declared_at=incident.declared_at
    )
    key = sender.begin(10).headers["Location"].rsplit("/", 1)[-1]
    assert sender.head(f"{Sender(sender.client, other).base}/{key}").status_code == 404
    assert get_upload(incident, actor(cast.rhea), key).length == 10


def test_giving_up_deletes_what_came(sender: Sender) -> None:
    address = sender.begin(10).headers["Location"]
    sender.piece(address, 0, b"123")
    assert sender.client.delete(address, headers=VERSION).status_code == 204
    assert sender.head(address).status_code == 404
    assert pieces.keys() == []


def test_an_expired_upload_is_gone_and_swept(sender: Sender) -> None:
    address = sender.begin(10).headers["Location"]
    sender.piece(address, 0, b"123")
    BegunUpload.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert code(sender.piece(address, 3, b"45")) == (410, "expired")
    assert sender.head(address).status_code == 410
    assert sweep_uploads(now=clock.now()) == 1
    assert sender.head(address).status_code == 404
    assert pieces.keys() == []


def test_the_sweep_ends_what_was_whole_and_forgets_what_nobody_knows(sender: Sender, incident: Incident) -> None:
    address = sender.begin(5).headers["Location"]
    open_one = sender.begin(10).headers["Location"]
    sender.piece(open_one, 0, b"123")
    with pieces.writing(address.rsplit("/", 1)[-1]) as part:  # as a process leaves it that dies before the end
        pieces.append(part, [b"12345"], 5)
    with pieces.writing("0" * 32):
        pass
    assert sweep_uploads(now=clock.now()) == 1
    assert sweep_uploads(now=clock.now() + timedelta(hours=1)) == 1
    assert EvidenceFile.objects.get(incident=incident).size == 5
    assert sender.head(open_one).headers["Upload-Offset"] == "3"


@pytest.mark.parametrize("key", ["x", "..", "0" * 32, "%2e%2e%2fx"])
def test_a_key_that_is_none(sender: Sender, key: str) -> None:
    assert sender.head(f"{sender.base}/{key}").status_code in {404, 405}


def test_a_piece_needs_its_type_and_its_offset(sender: Sender) -> None:
    address = sender.begin(10).headers["Location"]
    plain = sender.client.patch(address, b"x", content_type="text/plain", headers={**VERSION, "Upload-Offset": "0"})
    assert code(plain) == (415, "type")
    assert code(sender.piece(address, -1, b"x")) == (400, "offset")


def test_the_page_shows_what_is_not_here_whole(sender: Sender, incident: Incident, cast: Cast) -> None:
    page = f"/incidents/{incident.reference}/evidence/files/"
    assert "Not here whole" not in sender.client.get(page).content.decode()
    address = sender.begin(1000, "large.log").headers["Location"]
    sender.piece(address, 0, b"x" * 250)
    (begun,) = sender.client.get(sender.base).json()
    assert (begun["name"], begun["here"], begun["length"]) == ("large.log", 250, 1000)
    shown = sender.client.get(page).content.decode()
    assert "large.log" in shown
    assert 'value="25"' in shown
    sender.client.force_login(cast.carl)
    assert "large.log" not in sender.client.get(page).content.decode(), "his own to each"
    sender.client.force_login(cast.rhea)
    key = address.rsplit("/", 1)[-1]
    given_up = sender.client.post(f"/incidents/{incident.reference}/evidence/uploads/{key}/give-up", follow=True)
    assert "large.log" not in given_up.content.decode()
