"""E-mail and IP addresses, masked by setting: the same name for an address in all files of an incident."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hotwash.evidence.models import Alias, Entry
from hotwash.kernel.models import SearchDocument
from hotwash.process.core.document import parse
from hotwash.process.models import ProcessVersion
from hotwash.respond.models import Incident
from tests.cast import Cast
from tests.outbox import drain

ACCESS = b"".join(
    b'203.0.113.%d - - [10/Mar/2026:12:00:%02d +0000] "GET /pay HTTP/1.1" %d 17\n' % (n % 3 + 1, n, 200 if n else 500)
    for n in range(30)
)
APP = b"2026-03-10T12:00:30Z ERROR payment of rhea@example.org from 203.0.113.2 refused\n"
PLAIN = ("203.0.113.", "rhea@example.org")


@pytest.fixture
def api(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.rhea)
    return client


def at(incident: Incident, rest: str) -> str:
    return f"/api/v1/incidents/{incident.reference}/evidence/{rest}"


def add(api: Client, incident: Incident, **files: bytes) -> None:
    for name, content in files.items():
        api.post(at(incident, "files"), {"files": [SimpleUploadedFile(name, content)]})
    drain(now=datetime.now(UTC) + timedelta(seconds=5))


def put(api: Client, incident: Incident, **body: object) -> dict[str, object]:
    said = json.dumps({"emails": None, "ips": None, **body})
    answer = api.put(at(incident, "masking"), said, content_type="application/json").json()
    drain(now=datetime.now(UTC) + timedelta(seconds=5))
    assert isinstance(answer, dict)
    return answer


def masked_text(api: Client, incident: Incident, number: int) -> str:
    return b"".join(api.get(at(incident, f"files/{number}/masked")).streaming_content).decode()


def test_an_address_has_one_name_in_all_files(api: Client, incident: Incident) -> None:
    assert put(api, incident, emails=True, ips=True) == {"emails": True, "ips": True, "masked": ["email", "ip"]}
    add(api, incident, access=ACCESS, app=APP)
    first, second = api.get(at(incident, "files")).json()
    assert (first["format"], first["records"], first["masked"]) == ("access_log", 30, {"IP address": 30})
    assert second["masked"] == {"IP address": 1, "e-mail address": 1}
    name = masked_text(api, incident, 1).splitlines()[1].split()[0]
    assert (name, name in masked_text(api, incident, 2)) == ("masked-ip-2", True)
    assert Alias.objects.filter(incident=incident).count() == 4
    for address in ("records", "moments", "files/2/records", "export"):
        content = api.get(at(incident, address)).content.decode()
        assert [one for one in PLAIN if one in content] == []
    page = api.get(f"/incidents/{incident.reference}/evidence/files/2/").content.decode()
    assert ("IP 2</a>" in page, PLAIN[1] in page) == (True, False)


def test_turned_on_later_it_masks_what_was_pinned_and_found(api: Client, incident: Incident) -> None:
    add(api, incident, app=APP)
    (moment,) = api.get(at(incident, "moments")).json()
    api.post(at(incident, f"moments/{moment['id']}/pin"), "{}", content_type="application/json")
    api.post(at(incident, "entries"), json.dumps({"at": "2026-03-10T12:01:00Z", "text": "wrote to rhea@example.org"}),
             content_type="application/json")  # fmt: skip
    assert PLAIN[1] in Entry.objects.get(number=1).text
    put(api, incident, emails=True)
    assert "masked-email-1" in Entry.objects.get(number=1).text
    assert Entry.objects.get(number=2).text == "wrote to rhea@example.org"
    assert api.get(at(incident, "moments")).json() == []
    found = SearchDocument.objects.filter(incident_id=incident.pk, kind__in=["entry", "evidence"])
    assert [row.title for row in found if PLAIN[1] in row.body + row.title and "wrote to" not in row.title] == []
    assert put(api, incident)["masked"] == []
    assert PLAIN[1] in masked_text(api, incident, 1)


def test_the_organisation_sets_it_for_all_and_an_incident_may_differ(api: Client, incident: Incident) -> None:
    version = incident.process_version
    text = version.text.replace("emails: false", "emails: true").replace("ips: false", "ips: true")
    assert not isinstance(parse(text), tuple)
    made = ProcessVersion.objects.create(number=version.number + 1, text=text, created_at=version.created_at)
    Incident.objects.filter(pk=incident.pk).update(process_version=made)
    assert api.get(at(incident, "masking")).json() == {"emails": None, "ips": None, "masked": ["email", "ip"]}
    assert put(api, incident, ips=False)["masked"] == ["email"]
    add(api, incident, app=APP)
    assert "masked-email-1 from 203.0.113.2" in masked_text(api, incident, 1)


def test_a_masked_address_is_shown_to_who_asks(api: Client, incident: Incident) -> None:
    put(api, incident, ips=True)
    add(api, incident, app=APP)
    body = {"line": 1, "place": 1, "why": "to ask the network team"}
    answer = api.post(at(incident, "files/1/unmask"), json.dumps(body), content_type="application/json").json()
    assert answer == {"kind": "IP 1", "text": "203.0.113.2"}


def test_the_page_sets_it_and_readers_may_not(api: Client, cast: Cast, incident: Incident) -> None:
    address = f"/incidents/{incident.reference}/evidence/custody/"
    assert "As usual (shown)" in api.get(address).content.decode()
    assert api.post(f"{address}masking", {"emails": "true", "ips": "unknown"}).status_code == 302
    assert api.get(at(incident, "masking")).json() == {"emails": True, "ips": None, "masked": ["email"]}
    api.force_login(cast.vera)
    assert api.post(f"{address}masking", {"emails": "false", "ips": "false"}).status_code == 403
    assert "As usual" not in api.get(address).content.decode()


def test_the_numbers_are_kept_without_the_addresses(api: Client, incident: Incident) -> None:
    put(api, incident, emails=True, ips=True)
    add(api, incident, access=ACCESS, app=APP)
    rows = [(row.kind, row.number, len(row.digest)) for row in Alias.objects.order_by("kind", "number")]
    assert rows == [("email", 1, 64), ("ip", 1, 64), ("ip", 2, 64), ("ip", 3, 64)]
