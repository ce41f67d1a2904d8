"""A rule of a real Prometheus fires, a real Alertmanager tells us, and an incident is there; then it is over."""

import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.conftest import Caller, come_in
from tests.integration.servers import free_port, program, running
from tests.serving import House, wait_until

RULES = """groups:
- name: shop
  rules:
  - alert: CheckoutErrors
    expr: vector({value}) > 0
    labels: {{severity: critical, service: checkout}}
    annotations: {{summary: "Checkout answers with errors, Überlast"}}
"""


@dataclass
class Watch:
    """A Prometheus whose one alert can be switched off."""

    folder: Path
    prometheus: "subprocess.Popen[bytes]"

    def calm_down(self) -> None:
        (self.folder / "rules.yml").write_text(RULES.format(value=0))
        self.prometheus.send_signal(signal.SIGHUP)


@pytest.fixture
def address(house: House) -> Iterator[tuple[Caller, str]]:
    """A source and a rule that declares; where alerts are sent to."""
    with come_in(house) as caller:
        source = caller.post("/sources", {"plugin": "alertmanager", "name": "Production Alertmanager"})
        rule = {"name": "Critical", "action": "declare", "matchers": "severity=critical", "severity": "sev1"}
        caller.post("/rules", rule)
        yield caller, str(source["address"])


@pytest.fixture
def watch(address: tuple[Caller, str], tmp_path: Path) -> Iterator[Watch]:
    prometheus = program("prometheus", "prometheus")
    alertmanager = program("prometheus-alertmanager", "prometheus-alertmanager")
    port = free_port()
    (tmp_path / "alertmanager.yml").write_text(
        "route: {receiver: hotwash, group_wait: 0s, group_interval: 1s, group_by: [alertname]}\n"
        f"receivers: [{{name: hotwash, webhook_configs: [{{url: '{address[1]}', send_resolved: true}}]}}]\n"
    )
    (tmp_path / "rules.yml").write_text(RULES.format(value=1))
    (tmp_path / "prometheus.yml").write_text(
        "global: {evaluation_interval: 1s}\nrule_files: [rules.yml]\n"
        f"alerting: {{alertmanagers: [{{static_configs: [{{targets: ['127.0.0.1:{port}']}}]}}]}}\n"
    )
    listens = [f"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address="]
    tells = [alertmanager, "--config.file=alertmanager.yml", "--storage.path=am", *listens]
    asks = [
        prometheus,
        "--config.file=prometheus.yml",
        "--storage.tsdb.path=data",
        "--rules.alert.resend-delay=1s",
        f"--web.listen-address=127.0.0.1:{free_port()}",
    ]
    with running(tells, tmp_path), running(asks, tmp_path) as process:
        yield Watch(tmp_path, process)


def test_an_alert_of_prometheus_becomes_an_incident_and_ends(address: tuple[Caller, str], watch: Watch) -> None:
    caller, _ = address

    def incidents() -> list[dict[str, object]]:
        found = caller.get("/incidents")
        assert isinstance(found, dict)
        return list(found["incidents"])

    def alerts() -> list[dict[str, object]]:
        found = caller.get("/alerts?triage=all")
        assert isinstance(found, dict)
        return list(found["alerts"])

    wait_until(lambda: bool(incidents()), what="an incident is declared")
    (incident,) = incidents()
    assert (incident["severity"], incident["found_by"], incident["state"]) == ("sev1", "alerting", "active")
    assert "Checkout answers with errors, Überlast" in str(incident["title"])
    (alert,) = alerts()
    assert (alert["state"], alert["incident"]) == ("firing", incident["reference"])

    watch.calm_down()
    wait_until(lambda: alerts()[0]["state"] == "resolved", what="the alert is over")
    assert len(incidents()) == 1
