"""What customers reported: entered, pasted, taken from evidence; the curve beside the key times."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hotwash.evidence.models import CustomerReport
from hotwash.respond.models import Incident
from tests.cast import NOON, Cast
from tests.outbox import drain

TICKETS = (
    b"Created at,ID,Subject\n"
    b"2026-03-10T11:53:00Z,7,cannot pay\n"
    b"2026-03-10T12:20:00Z,8,pay fails\n"
    b"2026-03-10T12:30:00Z,9,thanks\n"
)


@pytest.fixture
def api(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.rhea)
    return client


def at(incident: Incident, rest: str = "") -> str:
    return f"/api/v1/incidents/{incident.reference}/evidence/customer-reports{rest}"


def send(api: Client, address: str, body: object) -> tuple[int, object]:
    answer = api.post(address, json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()


def when(minutes: int) -> str:
    return (NOON + timedelta(minutes=minutes)).isoformat()


def test_entered_by_api_shown_as_a_curve_and_removed(api: Client, incident: Incident) -> None:
    assert api.get(at(incident, "/curve")).json() is None
    mark = f"/api/v1/incidents/{incident.reference}/evidence/key-times/detected"
    api.put(mark, json.dumps({"at": NOON.isoformat()}), content_type="application/json")
    rows = [{"at": when(-7), "count": 2, "channel": "ticket"}, {"at": when(10), "count": 5, "note": "calls"}]
    assert send(api, at(incident), {"rows": rows})[0] == 200
    curve = api.get(at(incident, "/curve")).json()
    assert (curve["total"], curve["seconds"], curve["known"], sum(curve["counts"])) == (7, 60.0, 2, 7)
    assert curve["told"][1] == "The first report came 7 min before the detection."
    listed = api.get(at(incident)).json()
    assert [(row["count"], row["channel"], row["note"]) for row in listed] == [(2, "ticket", ""), (5, "other", "calls")]
    assert api.delete(at(incident, f"/{listed[0]['id']}")).json() == {"removed": 1}
    assert CustomerReport.objects.count() == 1


@pytest.mark.parametrize(
    "row",
    [
        {"at": when(0), "count": 0},
        {"at": when(0), "channel": "pigeon"},
        {"at": "2026-03-10T12:00:00"},
        {"at": "1066-10-14T09:00:00Z"},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_entered(api: Client, incident: Incident, row: object) -> None:
    assert send(api, at(incident), {"rows": [{"at": when(0)}, row]})[0] in {400, 422}
    assert send(api, at(incident), {"rows": []})[0] == 422
    assert CustomerReport.objects.count() == 0


def test_taken_from_a_csv_of_tickets_once(api: Client, incident: Incident) -> None:
    address = f"/api/v1/incidents/{incident.reference}/evidence/files"
    api.post(address, {"files": [SimpleUploadedFile("tickets.csv", TICKETS)]})
    drain(now=datetime.now(UTC) + timedelta(seconds=5))
    status, rows = send(api, at(incident, "/from-records"), {"file": 1, "words": "pay"})
    assert isinstance(rows, list)
    assert (status, [(row["at"], row["file"]) for row in rows]) == (
        200,
        [("2026-03-10T11:53:00Z", 1), ("2026-03-10T12:20:00Z", 1)],
    )
    assert send(api, at(incident, "/from-records"), {"file": 1, "words": "pay"})[0] == 422
    status, rows = send(api, at(incident, "/from-records"), {"file": 1})
    assert (status, CustomerReport.objects.count()) == (200, 3)
    assert send(api, at(incident, "/from-records"), {"file": 9})[0] == 404


def test_the_page_takes_a_pasted_table_and_keeps_what_it_cannot_read(api: Client, incident: Incident) -> None:
    address = f"/incidents/{incident.reference}/evidence/impact/customers/"
    refused = api.post(address, {"table": "2026-03-10 12:05;3\nsoon;4"})
    page = refused.content.decode()
    assert (refused.status_code, "Line 2: “soon” is not a time." in page, "soon;4" in page) == (422, True, True)
    assert CustomerReport.objects.count() == 0
    assert api.post(address, {"table": "2026-03-10 12:05;3;mail\n2026-03-10 12:07;4"}).status_code == 302
    assert api.post(address, {"at": "2026-03-10 12:20", "count": "6", "channel": "call"}).status_code == 302
    assert api.post(address, {"count": "1"}).status_code == 422
    shown = api.get(address).content.decode()
    assert ("13 reports, the first at" in shown, "Customer reports: 13 from" in shown) == (True, True)
    assert "Customer reports: 13" in api.get(f"/incidents/{incident.reference}/evidence/impact/").content.decode()
    pks = list(CustomerReport.objects.values_list("pk", flat=True))
    api.post(f"{address}remove", {"report": [str(pk) for pk in pks[:2]] + ["x"]})
    assert CustomerReport.objects.count() == 1


def test_readers_see_it_and_may_not_enter(api: Client, cast: Cast, incident: Incident) -> None:
    send(api, at(incident), {"rows": [{"at": when(0)}]})
    api.force_login(cast.vera)
    address = f"/incidents/{incident.reference}/evidence/impact/customers/"
    assert api.get(address).status_code == 200
    assert (
        api.post(address, {"table": "14:05"}).status_code,
        send(api, at(incident), {"rows": [{"at": when(0)}]})[0],
    ) == (
        403,
        403,
    )
