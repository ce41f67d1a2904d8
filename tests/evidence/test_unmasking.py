"""One masked place is shown to who asks with a reason; the log says so and never what it was."""

import gzip
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hotwash.kernel.models import Event
from hotwash.respond.models import Incident
from tests.cast import Cast
from tests.evidence.conftest import SECRET, app_log
from tests.outbox import drain

PAIR = b"2026-03-10T12:00:00Z ERROR first\n  at password=hunter22 of user\n  at token=s3cr3t-t0k3n end\n"


@pytest.fixture
def api(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.rhea)
    return client


def add(api: Client, incident: Incident, name: str, content: bytes) -> None:
    address = f"/api/v1/incidents/{incident.reference}/evidence/files"
    api.post(address, {"files": [SimpleUploadedFile(name, content)]})
    drain(now=datetime.now(UTC) + timedelta(seconds=5))


def ask(api: Client, incident: Incident, **body: object) -> tuple[int, dict[str, object]]:
    address = f"/api/v1/incidents/{incident.reference}/evidence/files/1/unmask"
    answer = api.post(address, json.dumps(body), content_type="application/json")
    assert answer.status_code != 200 or answer["Cache-Control"] == "no-store"
    return answer.status_code, answer.json()


@pytest.mark.parametrize("packed", [False, True])
def test_a_place_is_shown_and_told(api: Client, incident: Incident, *, packed: bool) -> None:
    add(api, incident, "app.jsonl.gz" if packed else "app.jsonl", gzip.compress(app_log()) if packed else app_log())
    places = api.get(f"/api/v1/incidents/{incident.reference}/evidence/files/1/masks?line=31").json()
    assert places == [{"line": 31, "place": 1, "kind": "AWS key id"}]
    told = ask(api, incident, line=31, place=1, why=" is it the key that was\nrotated? ")
    assert told == (200, {"kind": "AWS key id", "text": SECRET})
    event = Event.objects.get(type="evidence.place_unmasked")
    assert (event.actor_name, event.why) == ("Rhea", "is it the key that was rotated?")
    assert (event.payload["reference"], event.payload["line"], event.payload["kind"]) == ("E-1", 31, "AWS key id")
    assert SECRET not in json.dumps(list(Event.objects.values()), default=str)


def test_no_reason_no_right_no_such_place(api: Client, cast: Cast, incident: Incident) -> None:
    add(api, incident, "app.jsonl", app_log())
    assert ask(api, incident, line=31, place=1, why=" ")[1]["reasons"][0]["field"] == "why"  # type: ignore[index]
    for line, place in ((31, 2), (30, 1), (0, 1), (10**9, 1), (31, 0)):
        assert ask(api, incident, line=line, place=place, why="x")[0] == 422
    api.force_login(cast.vera)
    assert ask(api, incident, line=31, place=1, why="x")[0] == 403
    page = f"/incidents/{incident.reference}/evidence/files/1/unmask?line=31"
    assert api.get(page).status_code == 403
    assert not Event.objects.filter(type="evidence.place_unmasked").exists()


def test_the_page_shows_the_masks_of_a_record_and_lifts_one(api: Client, incident: Incident) -> None:
    add(api, incident, "x.log", PAIR)
    address = f"/incidents/{incident.reference}/evidence/files/1/unmask?line=1"
    page = api.get(address).content.decode()
    assert [one for one in ("line 2: named secret", "line 3: named secret") if one not in page] == []
    assert "hunter22" not in page
    refused = api.post(address, {"place": "3:1", "why": ""})
    assert (refused.status_code, "s3cr3t" in refused.content.decode()) == (422, False)
    shown = api.post(address, {"place": "3:1", "why": "whose token"})
    assert (shown["Cache-Control"], "s3cr3t-t0k3n" in shown.content.decode()) == ("no-store", True)
    assert "hunter22" not in shown.content.decode()
    assert "s3cr3t" not in api.get(address).content.decode()
    assert api.post(address, {"place": "7:1", "why": "x"}).status_code == 422
    file = api.get(f"/incidents/{incident.reference}/evidence/files/1/").content.decode()
    assert "unmask?line=1" in file


def test_a_line_without_a_mask_says_so(api: Client, incident: Incident) -> None:
    add(api, incident, "app.jsonl", app_log())
    page = api.get(f"/incidents/{incident.reference}/evidence/files/1/unmask?line=x").content.decode()
    assert "Nothing is masked here" in page
