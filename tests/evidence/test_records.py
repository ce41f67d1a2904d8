"""All records of all files as one list: in order, in windows, narrowed, pinned; by query, page and API."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotwash.evidence.models import Entry, EvidenceFile, Moment
from hotwash.evidence.queries import (
    Wanted,
    get_file,
    get_record,
    histogram,
    merged,
    record_at_time,
    records_page,
    records_with,
)
from hotwash.evidence.queries import records as querying
from hotwash.evidence.steps import (
    Upload,
    add_evidence,
    pin_record,
    propose_moment,
    remove_evidence,
    set_clock,
    set_zone,
    store,
)
from hotwash.evidence.views import files as pages
from hotwash.kernel.core.errors import NotFound, NotPermitted
from hotwash.kernel.core.refusal import Refusal
from hotwash.respond.models import Incident
from tests.cast import NOON, Cast, actor
from tests.evidence.conftest import SECRET, app_log
from tests.outbox import drain


def put(incident: Incident, cast: Cast, name: str, raw: bytes) -> EvidenceFile:
    made = add_evidence(actor=actor(cast.rhea), incident=incident, upload=Upload(name, store(raw)), now=NOON)
    assert isinstance(made, EvidenceFile)
    drain(now=NOON + timedelta(seconds=1))
    made.refresh_from_db()
    return made


def gateway_log() -> bytes:
    """Ten lines between the seconds 10 and 19, each half a second after one of the application."""
    lines = [
        f"{(NOON + timedelta(seconds=10 + n)).isoformat(timespec='milliseconds').replace('.000', '.500')}"
        f" {'WARN' if n % 5 == 4 else 'INFO'} upstream answered {n}\n"
        for n in range(10)
    ]
    return "".join(lines).encode()


@pytest.fixture
def filled(incident: Incident, cast: Cast) -> Incident:
    put(incident, cast, "app.jsonl", app_log())
    put(incident, cast, "gateway.log", gateway_log())
    put(
        incident,
        cast,
        "apply.txt",
        b"aws_db_instance.main: Creating...\nApply complete! Resources: 1 added, 0 changed, 0 destroyed.\n",
    )
    return incident


def said(found: object) -> list[str]:
    return [one.row.text for one in found.records]  # type: ignore[attr-defined]


def test_records_of_all_files_are_one_list(filled: Incident) -> None:
    texts = said(merged(filled, Wanted()))
    assert len(texts) == 41, "what has no time is not in it"
    assert texts[9:14] == [
        "order 9 placed",
        "order 10 placed",
        "INFO upstream answered 0",
        "order 11 placed",
        "INFO upstream answered 1",
    ]
    assert texts[-1] == "refused, key [masked: AWS key id]"


def test_windows_go_there_and_back(filled: Incident) -> None:
    first = merged(filled, Wanted(), count=15)
    second = merged(filled, Wanted(), after=first.after, count=15)
    third = merged(filled, Wanted(), after=second.after, count=15)
    assert (first.before, third.after) == ("", "")
    assert said(first) + said(second) + said(third) == said(merged(filled, Wanted()))
    assert said(merged(filled, Wanted(), before=third.before, count=15)) == said(second)
    back = merged(filled, Wanted(), before=second.before, count=15)
    assert (said(back), back.before) == (said(first), "")


@pytest.mark.parametrize("cursor", ["x", "1_2", "1_2_3_4", "9999999999999999999_1_1", "1_1_x", "--1_0_0"])
def test_a_cursor_that_is_none_is_as_absent(filled: Incident, cursor: str) -> None:
    assert len(merged(filled, Wanted(), after=cursor).records) == 41


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(level="warning"), 3),
        (Wanted(level="error"), 1),
        (Wanted(words="UPSTREAM answered 4"), 1),
        (Wanted(words=SECRET), 0),
        (Wanted(file=2), 10),
        (Wanted(file=99), 0),
        (Wanted(since=NOON + timedelta(seconds=10), until=NOON + timedelta(seconds=12)), 4),
        (Wanted(since=NOON + timedelta(days=1)), 0),
        (Wanted(since=NOON + timedelta(seconds=10), file=2, level="warning"), 2),
    ],
)
def test_the_list_is_narrowed(filled: Incident, wanted: Wanted, count: int) -> None:
    assert len(merged(filled, wanted).records) == count
    found = histogram(filled, wanted)
    assert (found.total if found else 0) == count


def test_two_files_with_the_same_records_are_both_in_it(incident: Incident, cast: Cast) -> None:
    put(incident, cast, "one.log", gateway_log())
    put(incident, cast, "two.log", gateway_log() + b"\n")
    found = merged(incident, Wanted()).records
    assert [one.file.number for one in found] == [1, 2] * 10


def test_a_removed_file_is_not_in_it(filled: Incident, cast: Cast) -> None:
    remove_evidence(actor=actor(cast.rhea), file=get_file(filled, 1), now=NOON)
    assert len(merged(filled, Wanted()).records) == 10


def test_times_without_a_year_are_not_in_it_until_one_is_known(incident: Incident, cast: Cast) -> None:
    put(incident, cast, "proxifier.log", b"[10.30 16:49:06] chrome.exe - proxy:443 open\n" * 3)
    placed = merged(incident, Wanted()).records
    assert all(one.row.stamp and not one.row.stamp.yearless for one in placed)


def test_a_clock_that_is_corrected_moves_all_records_at_once(filled: Incident, cast: Cast) -> None:
    file = get_file(filled, 2)
    before = get_record(file, 0)
    moved = set_clock(actor=actor(cast.rhea), file=file, offset_ms=3_600_000, version=file.version)
    assert isinstance(moved, EvidenceFile)
    assert get_record(moved, 0).at == before.at.replace("T12:", "T13:")
    assert [one.file.number for one in merged(filled, Wanted()).records] == [1] * 31 + [2] * 10
    assert len(merged(filled, Wanted(since=NOON + timedelta(hours=1))).records) == 10
    zoned = set_zone(actor=actor(cast.rhea), file=moved, zone="Europe/Berlin", version=moved.version, now=NOON)
    assert isinstance(zoned, EvidenceFile)
    drain(now=NOON + timedelta(seconds=2))
    zoned.refresh_from_db()
    assert get_record(zoned, 0).at == "2026-03-10T13:00:10.500Z", "read anew with the correction, moved once"


def test_an_incident_without_evidence_has_no_records(incident: Incident) -> None:
    assert (merged(incident, Wanted()).records, histogram(incident, Wanted())) == ([], None)


def test_any_record_can_be_pinned_and_unpinned(filled: Incident, cast: Cast) -> None:
    file = get_file(filled, 2)
    row = get_record(file, 3)
    made = pin_record(actor=actor(cast.rhea), incident=filled, file=file, found=row, now=NOON)
    assert isinstance(made, Entry)
    assert (made.text, made.at, made.line) == ("INFO upstream answered 3", NOON + timedelta(seconds=13.5), 4)
    again = pin_record(actor=actor(cast.rhea), incident=filled, file=file, found=row, now=NOON)
    assert again == made
    moment = Moment.objects.get(entries=made)
    propose_moment(actor=actor(cast.rhea), incident=filled, moment=moment, now=NOON)
    assert not Entry.objects.filter(incident=filled, deleted_at=None).exists()


def test_a_proposed_record_is_pinned_as_its_moment(filled: Incident, cast: Cast) -> None:
    file = get_file(filled, 1)
    (proposed,) = Moment.objects.filter(file=file, state="proposed", kind="log.error")
    made = pin_record(actor=actor(cast.rhea), incident=filled, file=file, found=get_record(file, 30), now=NOON)
    assert isinstance(made, Entry)
    assert made.moment == proposed


def test_a_record_without_a_time_is_not_pinned(filled: Incident, cast: Cast) -> None:
    file = get_file(filled, 3)
    before = Moment.objects.filter(file=file).count()
    row = next(
        row for row in records_page(file).rows if row.stamp is None and not row.text.startswith("Apply complete")
    )
    Moment.objects.filter(file=file, text=row.text).delete()
    refused = pin_record(actor=actor(cast.rhea), incident=filled, file=file, found=row, now=NOON)
    assert isinstance(refused, Refusal)
    assert refused.reasons[0].code == "no_time"
    assert Moment.objects.filter(file=file).count() <= before, "nothing is left behind"


def test_who_may_only_look_pins_nothing(filled: Incident, cast: Cast) -> None:
    file = get_file(filled, 2)
    with pytest.raises(NotPermitted):
        pin_record(actor=actor(cast.vera), incident=filled, file=file, found=get_record(file, 0), now=NOON)
    with pytest.raises(NotFound, match="no record 99"):
        get_record(file, 99)


def test_the_page_shows_narrows_and_pins(filled: Incident, cast: Cast, client: Client) -> None:
    client.force_login(cast.rhea)
    address = f"/incidents/{filled.reference}/evidence/records/"
    page = client.get(address, {"file": "2", "level": "warning"}).content.decode()
    assert page.count("upstream answered") == 2
    assert 'class="histogram"' in page
    assert SECRET not in client.get(address).content.decode()
    assert "No record fits" in client.get(address, {"words": "nothing like it"}).content.decode()
    pinned = client.post(
        f"/incidents/{filled.reference}/evidence/files/2/records/4/pin", {"back": f"{address}?file=2"}, follow=True
    )
    assert pinned.redirect_chain == [(f"{address}?file=2", 302)]
    assert "T-1 is on the timeline." in pinned.content.decode()
    away = client.post(
        f"/incidents/{filled.reference}/evidence/files/2/records/4/pin", {"back": "https://evil.example/"}
    )
    assert away.headers["Location"] == address


def test_the_page_says_what_to_do_where_nothing_is(incident: Incident, cast: Cast, client: Client) -> None:
    client.force_login(cast.vera)
    assert "No records yet" in client.get(f"/incidents/{incident.reference}/evidence/records/").content.decode()


def test_the_page_costs_the_same_for_any_number_of_files(filled: Incident, cast: Cast, client: Client) -> None:
    client.force_login(cast.rhea)
    address = f"/incidents/{filled.reference}/evidence/records/"
    client.get(address)
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    for number in range(5):
        put(filled, cast, f"more-{number}.log", gateway_log() + b"\n" * (number + 1))
    with CaptureQueriesContext(connection) as eight:
        client.get(address)
    assert len(eight) == len(three)


def test_the_same_by_api(filled: Incident, cast: Cast, client: Client) -> None:
    client.force_login(cast.rhea)
    base = f"/api/v1/incidents/{filled.reference}/evidence"
    first = client.get(f"{base}/records", {"count": 20, "since": NOON.isoformat()}).json()
    assert (len(first["records"]), first["before"]) == (20, "")
    assert first["records"][11] == {
        "number": 0, "line": 1, "at": "2026-03-10T12:00:10.500Z", "level": "info", "kind": "log",
        "text": "INFO upstream answered 0", "file": 2, "ns": "1773144010500000000",
        "pinned": False,
    }  # fmt: skip
    rest = client.get(f"{base}/records", {"count": 100, "after": first["after"]}).json()
    assert (len(rest["records"]), rest["after"]) == (21, "")
    bins = client.get(f"{base}/records/histogram", {"level": "error"}).json()
    assert sum(one["bad"] for one in bins["bins"]) == 1
    pinned = client.post(f"{base}/files/2/records/0/pin")
    assert (pinned.status_code, pinned.json()["text"]) == (200, "INFO upstream answered 0")
    assert client.get(f"{base}/records", {"level": "loud"}).status_code == 422
    assert client.get(f"{base}/records", {"since": "2026-03-10T12:00:00"}).status_code == 422


def test_a_file_opens_at_a_time(filled: Incident, cast: Cast, client: Client) -> None:
    file = get_file(filled, 2)
    assert record_at_time(file, NOON) == 0
    assert record_at_time(file, NOON + timedelta(seconds=13)) == 3
    assert record_at_time(file, NOON + timedelta(days=1)) == 9
    moved = set_clock(actor=actor(cast.rhea), file=file, offset_ms=2000, version=file.version)
    assert isinstance(moved, EvidenceFile)
    assert record_at_time(moved, NOON + timedelta(seconds=13)) == 1
    assert record_at_time(get_file(filled, 3), NOON) == 1, "without times its end"
    client.force_login(cast.rhea)
    page = client.get(f"/incidents/{filled.reference}/evidence/files/1/", {"at": "2026-03-10 12:00:20 UTC"})
    assert "Records 21 to 31 of 31" in page.content.decode()
    api = f"/api/v1/incidents/{filled.reference}/evidence/files/1/records"
    assert client.get(api, {"at": "2026-03-10T12:00:20Z"}).json()["start"] == 20


def test_what_holds_the_words_is_walked_there_and_back(
    filled: Incident, cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(querying, "SEARCHED", 4)
    monkeypatch.setattr(pages, "SEARCHED", 4)
    file = get_file(filled, 2)

    def numbers(after: int = -1, before: int = 0) -> list[int]:
        return [row.number for row in records_with(file, "UPSTREAM", after=after, before=before)]

    assert (numbers(), numbers(after=3), numbers(after=7)) == ([0, 1, 2, 3], [4, 5, 6, 7], [8, 9])
    assert numbers(before=8) == [4, 5, 6, 7]
    client.force_login(cast.rhea)
    address = f"/incidents/{filled.reference}/evidence/files/2/"
    first = client.get(address, {"words": "upstream"}).content.decode()
    assert "after=3" in first
    assert "Earlier ones" not in first
    second = client.get(address, {"words": "upstream", "after": "3"}).content.decode()
    assert "before=4" in second
    assert "after=7" in second
    last = client.get(address, {"words": "upstream", "after": "7"}).content.decode()
    assert "Later ones" not in last
    found = client.get(
        f"/api/v1/incidents/{filled.reference}/evidence/files/2/records/find", {"words": "upstream", "after": 7}
    )
    assert [row["number"] for row in found.json()] == [8, 9]
