"""What single sources know beyond the common contract."""

import hashlib
import hmac
import json

import pytest

from hotwash.kernel.core.errors import PluginError
from hotwash.ports.registry import plugins
from hotwash.ports.sources import Signal, SignalState, Source


def parse(key: str, body: object, headers: dict[str, str] | None = None, **options: str) -> list[Signal]:
    return plugins("sources", Source)[key].parse(json.dumps(body).encode(), headers or {}, options)


def test_alertmanager_without_fingerprint_tells_alerts_apart_by_their_labels() -> None:
    alerts = [{"labels": {"alertname": "A", "host": host}} for host in ("one", "two", "one")]
    prints = [signal.fingerprint for signal in parse("alertmanager", {"alerts": alerts})]
    assert prints[0] == prints[2] != prints[1]


def test_alertmanager_end_in_the_future_of_a_firing_alert_is_no_end() -> None:
    alert = {"status": "firing", "labels": {"alertname": "A"}, "endsAt": "2026-03-02T04:11:07Z"}
    (signal,) = parse("alertmanager", {"alerts": [alert]})
    assert (signal.state, signal.ends_at) == (SignalState.FIRING, None)


def test_grafana_legacy_pending_is_no_news() -> None:
    assert parse("grafana", {"ruleId": 1, "ruleName": "CPU", "state": "pending"}) == []
    fire, over = (parse("grafana", {"ruleId": 1, "ruleName": "CPU", "state": state})[0] for state in ("alerting", "ok"))
    assert (fire.state, over.state) == (SignalState.FIRING, SignalState.RESOLVED)
    assert fire.fingerprint == over.fingerprint


def test_generic_json_by_a_mapping() -> None:
    body = {"data": {"events": [{"what": "A", "how": {"bad": "P2"}, "now": "gone"}, {"what": "B", "now": "bad"}]}}
    mapping = {"list": "data.events", "title": "what", "severity": "how.bad", "state": "now", "over": "gone"}
    signals = parse("generic_json", body, None, **mapping)
    assert [(s.title, s.severity, s.state.value) for s in signals] == [("A", "P2", "resolved"), ("B", "", "firing")]


@pytest.mark.parametrize(
    ("mapping", "part"), [({"list": "nowhere"}, "path of the list"), ({"title": "what"}, "“what”")]
)
def test_generic_json_says_which_path_is_wrong(mapping: dict[str, str], part: str) -> None:
    with pytest.raises(PluginError, match=part):
        parse("generic_json", {"title": "A"}, None, **mapping)


def test_pagerduty_checks_the_signature_when_it_has_the_secret() -> None:
    body = {
        "event": {"event_type": "incident.resolved", "data": {"type": "incident", "id": "P1", "status": "resolved"}}
    }
    payload = json.dumps(body).encode()
    good = "v1=" + hmac.new(b"secret", payload, hashlib.sha256).hexdigest()
    assert (
        parse("pagerduty", body, {"x-pagerduty-signature": f"v1=00, {good}"}, signing_secret="secret")[0].state
        == "resolved"
    )
    with pytest.raises(PluginError, match="signature"):
        parse("pagerduty", body, {"x-pagerduty-signature": "v1=00"}, signing_secret="secret")


def test_pagerduty_test_ping_is_no_news() -> None:
    assert (
        parse("pagerduty", {"event": {"event_type": "pagey.ping", "data": {"type": "ping", "message": "Hello"}}}) == []
    )


def test_uptime_kuma_test_button_comes_as_a_test_and_other_words_are_no_news() -> None:
    (signal,) = parse("uptime_kuma", {"heartbeat": None, "monitor": None, "msg": "Hotwash Testing"})
    assert signal.test
    assert parse("uptime_kuma", {"heartbeat": None, "monitor": None, "msg": "Something else"}) == []


def test_long_and_dangerous_values_are_cut_and_kept_as_text() -> None:
    alert = {"labels": {"alertname": "<script>alert(1)</script>"}, "generatorURL": "javascript:alert(1)"}
    (signal,) = parse("alertmanager", {"alerts": [{**alert, "annotations": {"description": "x" * 50_000}}]})
    assert signal.title == "<script>alert(1)</script>"  # shown as text; pages escape
    assert signal.url == ""
    assert len(signal.text) == 20_000
