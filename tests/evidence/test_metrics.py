"""Metrics in the evidence become measured impact: by step, page and API."""

import csv
import io
import json
import math
import zipfile
from datetime import timedelta

import pytest
from django.test import Client

from hotwash.directory.models import Service
from hotwash.evidence.core.custody import Contents
from hotwash.evidence.core.metrics import Limit, Meaning
from hotwash.evidence.models import CustomerReport, EvidenceFile, Impact
from hotwash.evidence.queries import exhibits, figures, get_file, get_metric, impacts_of, judged, metrics_of
from hotwash.evidence.queries.bundle import bundle_of
from hotwash.evidence.steps import Derived, Upload, add_evidence, store, write_impact_of_metric
from hotwash.kernel.core.errors import NotFound, NotPermitted
from hotwash.kernel.core.refusal import Refusal
from hotwash.respond.models import Incident
from tests.cast import NOON, Cast, actor
from tests.outbox import drain

RATIO = {"__name__": "http_error_ratio", "job": "shop <b>"}


def answer() -> bytes:
    """Two series of an hour, a sample a minute: from the 10th to the 40th 31 % of requests fail."""
    ratio = [[NOON.timestamp() + 60 * n, "0.31" if 10 <= n < 40 else f"{0.001 * (n % 3)}"] for n in range(-30, 60)]
    seconds = [[NOON.timestamp() + 60 * n, "NaN" if n == 5 else "0.2"] for n in range(60)]
    series = [{"metric": RATIO, "values": ratio}, {"metric": {"__name__": "latency"}, "values": seconds}]
    return json.dumps({"status": "success", "data": {"resultType": "matrix", "result": series}}).encode()


@pytest.fixture
def filled(incident: Incident, cast: Cast) -> Incident:
    upload = Upload("errors.json", store(answer()))
    made = add_evidence(actor=actor(cast.rhea), incident=incident, upload=upload, now=NOON)
    assert isinstance(made, EvidenceFile)
    drain(now=NOON + timedelta(seconds=1))
    return incident


def test_the_series_of_the_evidence_are_listed(filled: Incident) -> None:
    one, two = metrics_of(filled)
    assert (one.name, one.samples, one.lowest, one.highest) == (
        "{__name__=http_error_ratio, job=shop <b>}",
        90,
        0,
        0.31,
    )
    assert (one.first, one.last) == (NOON - timedelta(minutes=30), NOON + timedelta(minutes=59))
    assert (two.number, two.samples) == (2, 59), "what is no number is no sample"
    with pytest.raises(NotFound, match="no series 3"):
        get_metric(get_file(filled, 1), 3)


def test_limit_and_meaning_are_suggested(filled: Incident) -> None:
    seen = judged(filled, metrics_of(filled)[0])
    assert seen.limit is not None
    assert (seen.limit.over, 0.002 < seen.limit.value < 0.31, seen.meaning) == (True, True, Meaning.LOST_SHARE)
    (breach,) = seen.found
    assert (breach.start, breach.length, seen.lost) == (NOON + timedelta(minutes=10), timedelta(minutes=30), [31.0])
    calm = judged(filled, metrics_of(filled)[1])
    assert (calm.limit, calm.found) == (None, ())


def test_impact_is_written_once_and_measured_anew(filled: Incident, cast: Cast) -> None:
    shop = Service.objects.create(name="Shop", slug="shop", target=0.999)
    derived = Derived(judged(filled, metrics_of(filled)[0]), [shop])
    made = write_impact_of_metric(actor=actor(cast.rhea), incident=filled, derived=derived)
    assert isinstance(made, list)
    (row,) = made
    assert (row.amount, row.confidence, row.audience) == (31.0, "measured", "availability")
    assert row.note.startswith("From E-1, `{__name__=http_error_ratio, job=shop <b>}`: over 0.0")
    (figure,) = figures(impacts_of(filled), NOON)
    assert figure.found.lost == timedelta(minutes=30) * 0.31
    higher = judged(filled, metrics_of(filled)[0], Limit(0.3), Meaning.NOTHING)
    (again,) = write_impact_of_metric(actor=actor(cast.rhea), incident=filled, derived=Derived(higher))  # type: ignore[misc]
    assert (again.pk, again.amount, again.version) == (row.pk, None, 2)
    assert Impact.objects.count() == 1


def test_what_cannot_be_written(filled: Incident, cast: Cast) -> None:
    seen = judged(filled, metrics_of(filled)[0], Limit(0.9))
    refused = write_impact_of_metric(actor=actor(cast.rhea), incident=filled, derived=Derived(seen))
    assert isinstance(refused, Refusal)
    assert refused.reasons[0].code == "nothing"
    shaky = judged(filled, metrics_of(filled)[0], Limit(0.0005, shortest=timedelta(), pause=timedelta()))
    assert len(shaky.found) > 15
    with pytest.raises(NotPermitted):
        write_impact_of_metric(actor=actor(cast.vera), incident=filled, derived=Derived(shaky))


def address(incident: Incident, rest: str = "files/1/metrics/1") -> str:
    return f"/api/v1/incidents/{incident.reference}/evidence/{rest}"


def test_the_page_looks_and_writes(filled: Incident, cast: Cast, client: Client) -> None:
    client.force_login(cast.rhea)
    page = f"/incidents/{filled.reference}/evidence/impact/metrics/1/1/"
    assert page in client.get(f"/incidents/{filled.reference}/evidence/impact/").content.decode()
    text = client.get(page).content.decode()
    assert 'class="curve"' in text
    assert "<b>" not in text.replace("<b>Somebody", "")
    given = {"value": "0.3", "side": "over", "shortest": "1", "pause": "5", "meaning": "lost_share"}
    assert "31 %" in client.post(page, {**given, "look": "1"}).content.decode()
    assert not Impact.objects.exists(), "to look writes nothing"
    high = client.post(page, {**given, "value": "0.9"})
    assert (high.status_code, "never beyond the limit" in high.content.decode()) == (422, True)
    for wrong in ("x", "", "nan", "1e999"):
        assert client.post(page, {**given, "value": wrong}).status_code == 422
    done = client.post(page, given, follow=True).content.decode()
    assert "1 stretch of E-1 written as impact." in done
    assert client.get(page.replace("/1/1/", "/1/9/")).status_code == 404


def test_who_may_only_look_is_not_asked_to_write(filled: Incident, cast: Cast, client: Client) -> None:
    client.force_login(cast.vera)
    page = f"/incidents/{filled.reference}/evidence/impact/metrics/1/1/"
    assert "Write as impact" not in client.get(page).content.decode()
    given = {"value": "0.3", "side": "over", "shortest": "1", "pause": "5", "meaning": "lost_share"}
    assert client.post(page, given).status_code == 403
    assert client.post(page, {**given, "look": "1"}).status_code == 200


def test_the_same_by_api(filled: Incident, cast: Cast, client: Client) -> None:
    client.force_login(cast.rhea)
    listed = client.get(address(filled, "metrics")).json()
    assert [(one["file"], one["number"], one["samples"]) for one in listed] == [(1, 1, 90), (1, 2, 59)]
    seen = client.get(address(filled), {"value": "0.3", "meaning": "lost_share"}).json()
    assert [(one["lost"], one["open"]) for one in seen["found"]] == [(31.0, False)]
    assert client.get(address(filled, "files/1/metrics/2")).json()["value"] is None
    body = json.dumps({"value": 0.3, "meaning": "lost_share"})
    made = client.post(f"{address(filled)}/impact", body, content_type="application/json").json()
    assert [(one["amount"], one["confidence"]) for one in made] == [(31.0, "measured")]
    refused = client.post(f"{address(filled)}/impact", json.dumps({"value": 9}), content_type="application/json")
    assert (refused.status_code, refused.json()["reasons"][0]["code"]) == (422, "nothing")
    assert client.get(address(filled), {"value": str(math.inf)}).status_code == 422


@pytest.fixture
def told(filled: Incident, cast: Cast) -> Incident:
    """Impact out of the metric, and two reports of customers."""
    shop = Service.objects.create(name="Shop", slug="shop", target=0.999)
    derived = Derived(judged(filled, metrics_of(filled)[0]), [shop])
    write_impact_of_metric(actor=actor(cast.rhea), incident=filled, derived=derived)
    for minute in (12, 20):
        at = NOON + timedelta(minutes=minute)
        CustomerReport.objects.create(incident=filled, at=at, count=2, note="=cmd()", created_at=at)
    return filled


def test_exhibits_of_impact(told: Incident) -> None:
    shown = exhibits(told, impacts_of(told))
    assert list(shown) == ["customers", "metric_1"]
    assert shown["customers"].alt.startswith("4 customer reports over time")
    assert "30 min in all" in shown["metric_1"].caption
    EvidenceFile.objects.update(removed_at=NOON)
    assert list(exhibits(told, impacts_of(told))) == ["customers"], "of a file that was removed nothing is drawn"


def test_impact_is_in_the_bundle_as_tables_and_curves(told: Incident, cast: Cast) -> None:
    made = b"".join(bundle_of(told, Contents(originals=False), actor=actor(cast.rhea), now=NOON))
    archive = zipfile.ZipFile(io.BytesIO(made))
    top = f"{told.reference}-evidence/data/"
    names = sorted(name.removeprefix(f"{top}impact") for name in archive.namelist() if f"{top}impact" in name)
    assert names == [
        ".csv", ".jsonl", "/availability.json", "/customer-reports.csv", "/customer-reports.jsonl", "/customers.svg",
        "/metric-1.svg", "/metrics.jsonl", "/samples-1.csv",
    ]  # fmt: skip
    (service,) = json.loads(archive.read(f"{top}impact/availability.json"))
    assert (service["service"], service["lost_minutes"], service["target"]) == ("Shop", 9.3, 0.999)
    (metric,) = [json.loads(line) for line in archive.read(f"{top}impact/metrics.jsonl").splitlines()]
    assert (metric["file"], metric["samples"], metric["samples_in"]) == ("E-1", 90, "impact/samples-1.csv")
    samples = list(csv.DictReader(io.StringIO(archive.read(f"{top}{metric['samples_in']}").decode())))
    assert (len(samples), samples[40]) == (90, {"time": (NOON + timedelta(minutes=10)).isoformat(), "value": "0.31"})
    reports = list(csv.DictReader(io.StringIO(archive.read(f"{top}impact/customer-reports.csv").decode())))
    assert [(row["count"], row["note"]) for row in reports] == [("2", "'=cmd()")] * 2, "a text is no formula"
