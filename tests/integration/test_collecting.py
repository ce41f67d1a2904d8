"""A real Prometheus and a real Alertmanager are asked what they know, through the whole product."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest

from tests.integration.conftest import Caller, come_in
from tests.integration.servers import free_port, program, running
from tests.serving import House, wait_until

RULES = """groups:
- name: shop
  rules:
  - {alert: CheckoutErrors, expr: vector(1) > 0, labels: {severity: critical}, annotations: {summary: Überlast}}
"""


@dataclass
class Servers:
    prometheus: str
    alertmanager: str


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Servers]:
    """A Prometheus that scrapes itself each second and has an alert that fires, and whom it tells."""
    prometheus = program("prometheus", "prometheus")
    alertmanager = program("prometheus-alertmanager", "prometheus-alertmanager")
    told, asked = (f"127.0.0.1:{free_port()}" for _ in range(2))
    (tmp_path / "alertmanager.yml").write_text("route: {receiver: nobody}\nreceivers: [{name: nobody}]\n")
    (tmp_path / "rules.yml").write_text(RULES)
    (tmp_path / "prometheus.yml").write_text(
        "global: {scrape_interval: 1s, evaluation_interval: 1s}\nrule_files: [rules.yml]\n"
        f"scrape_configs: [{{job_name: shop, static_configs: [{{targets: ['{asked}']}}]}}]\n"
        f"alerting: {{alertmanagers: [{{static_configs: [{{targets: ['{told}']}}]}}]}}\n"
    )
    listens = [f"--web.listen-address={told}", "--cluster.listen-address="]
    tells = [alertmanager, "--config.file=alertmanager.yml", "--storage.path=am", *listens]
    # Whom it tells is found out after the rules were first looked at; what was told to nobody would wait for a minute.
    soon = "--rules.alert.resend-delay=1s"
    listens_at = f"--web.listen-address={asked}"
    asks = [prometheus, "--config.file=prometheus.yml", "--storage.tsdb.path=data", listens_at, soon]
    with running(tells, tmp_path), running(asks, tmp_path):
        yield Servers(f"http://{asked}", f"http://{told}")


@pytest.fixture
def caller(house: House) -> Iterator[Caller]:
    with come_in(house) as found:
        yield found


def collected(caller: Caller, kind: str, address: str, text: str) -> tuple[dict[str, object], list[dict[str, object]]]:
    """A dry run that finds something, a run, and the files that it brought once they are read."""
    wanted = {"name": kind, "kind": kind, "settings": {"address": address, "step": "1"}, "query": text}
    collector = caller.post("/collectors", wanted)
    now = datetime.now(UTC)  # a short window: the hundred points of a dry run lie a second apart in it
    here = "/incidents/INC-1/evidence"
    asked = {"collector": collector["id"], "begin": (now - timedelta(minutes=2)).isoformat()}

    def tried() -> bool:
        trial = caller.post(f"{here}/collect/try", {**asked, "end": datetime.now(UTC).isoformat()})
        assert trial["problem"] == "" or "busy" in str(trial["problem"]) or "reached" in str(trial["problem"]), trial
        return int(str(trial["records"])) >= 1

    wait_until(tried, what=f"{kind} knows something")
    begun = caller.post(f"{here}/collections", {**asked, "end": datetime.now(UTC).isoformat()})

    def run() -> dict[str, object]:
        found = caller.get(f"{here}/collections/{begun['id']}")
        assert isinstance(found, dict)
        return found

    wait_until(lambda: run()["state"] == "done", what="the run has ended")
    numbers = run()["files"]
    assert isinstance(numbers, list)

    def files() -> list[dict[str, object]]:
        found = [caller.get(f"{here}/files/{number}") for number in numbers]
        return [row for row in found if isinstance(row, dict)]

    wait_until(lambda: all(row["status"] == "read" for row in files()), what="the files are read")
    return run(), files()


def test_prometheus_tells_its_samples(caller: Caller, servers: Servers):
    caller.post("/incidents", {"title": "Checkout", "severity": "sev2"})
    run, (file,) = collected(caller, "prometheus", servers.prometheus, 'up{job="shop"}')
    assert (file["format"], file["records"]) == ("series", run["records"])
    assert str(file["origin"]).count("/api/v1/query_range?query=up") == 1
    bad = caller.post(
        "/incidents/INC-1/evidence/collect/try",
        {"collector": 1, "begin": str(run["begin"]), "end": str(run["end"]), "text": "up{"},
    )
    assert "does not take the query" in str(bad["problem"])
    assert "parse error" in str(bad["problem"])


def test_an_hour_in_slices_is_the_same_samples_as_asked_at_once(caller: Caller, servers: Servers):
    """Ten thousand samples a question: two hours at one a second are one question, four are two."""
    caller.post("/incidents", {"title": "Checkout", "severity": "sev2"})
    collected(caller, "prometheus", servers.prometheus, "up")
    now = datetime.now(UTC).replace(microsecond=0)
    window = {"begin": (now - timedelta(hours=4)).isoformat(), "end": now.isoformat()}
    begun = caller.post("/incidents/INC-1/evidence/collections", {"collector": 1, **window})
    address = f"/incidents/INC-1/evidence/collections/{begun['id']}"

    def run() -> dict[str, object]:
        found = caller.get(address)
        assert isinstance(found, dict)
        return found

    wait_until(lambda: run()["state"] == "done", what="the run has ended")
    times = {"start": f"{now.timestamp() - 4000:.3f}", "end": f"{now.timestamp() - 0.001:.3f}", "step": "1"}
    answer = httpx2.get(f"{servers.prometheus}/api/v1/query_range", params={"query": "up", **times})
    whole = answer.json()["data"]["result"]
    assert run()["pages"] == 2
    assert run()["records"] == sum(len(row["values"]) for row in whole)


def test_alertmanager_tells_what_fires(caller: Caller, servers: Servers):
    caller.post("/incidents", {"title": "Checkout", "severity": "sev2"})
    run, (file,) = collected(caller, "alertmanager", servers.alertmanager, 'severity="critical"')
    assert (file["format"], file["records"], run["records"]) == ("prometheus.alerts", 1, 1)
    bad = caller.post("/incidents/INC-1/evidence/collect/try", {"collector": 1, "text": "severity"})
    assert "does not take the query" in str(bad["problem"])
