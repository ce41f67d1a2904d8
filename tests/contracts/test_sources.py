"""Every source passes this suite, a stranger's as well as ours."""

import contextlib
import hashlib
import hmac
import json
from collections.abc import Mapping
from importlib import resources
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotwash.kernel.core.errors import PluginError
from hotwash.ports.registry import plugins
from hotwash.ports.sources import Signal, SignalState, Source

SOURCES = plugins("sources", Source)
CASES = [(source, sample) for source in SOURCES.values() for sample in source.samples]
IDS = [f"{source.key}/{sample.name}" for source, sample in CASES]

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=5),
    max_leaves=20,
)


def expectation(source: Source, name: str) -> list[dict[str, object]]:
    folder = resources.files(type(source).__module__) / "samples"
    return json.loads((folder / f"{name.rpartition('.')[0]}.expected.json").read_text())


def said(signal: Signal) -> dict[str, object]:
    return {
        "fingerprint": signal.fingerprint,
        "title": signal.title,
        "state": signal.state.value,
        "text": signal.text,
        "severity": signal.severity,
        "labels": dict(signal.labels),
        "starts_at": signal.starts_at.isoformat() if signal.starts_at else None,
        "ends_at": signal.ends_at.isoformat() if signal.ends_at else None,
        "url": signal.url,
        **({"test": True} if signal.test else {}),
    }


def read(source: Source, body: bytes, headers: Mapping[str, str] | None = None) -> list[Signal]:
    """The signals, or none where the source refuses the body by the one exception it may raise."""
    with contextlib.suppress(PluginError):
        return source.parse(body, headers or {}, {})
    return []


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_a_source_explains_its_set_up(source: Source) -> None:
    assert "{address}" in source.setup
    assert source.found_by in {"monitoring", "alerting", "customer", "colleague"}
    assert source.samples, "a source brings samples of its own"


@pytest.mark.parametrize(("source", "sample"), CASES, ids=IDS)
def test_samples_mean_what_is_written_beside_them(source: Source, sample) -> None:
    signals = source.parse(sample.payload, sample.headers, {})
    assert [said(signal) for signal in signals] == expectation(source, sample.name)


@pytest.mark.parametrize(("source", "sample"), CASES, ids=IDS)
def test_the_same_body_gives_the_same_fingerprints(source: Source, sample) -> None:
    first, second = (source.parse(sample.payload, sample.headers, {}) for _ in range(2))
    assert [signal.fingerprint for signal in first] == [signal.fingerprint for signal in second]


@pytest.mark.parametrize(
    "body", [b"", b"  ", b"{", b"null", b"[1, 2]", b'"text"', b"\xff\xfe", b"[" * 100_000, b"9" * 5000]
)
@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_what_is_no_alert_is_refused_in_words(source: Source, body: bytes) -> None:
    with pytest.raises(PluginError) as refused:
        source.parse(body, {}, {})
    assert refused.value.retry is False
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
@settings(max_examples=60, deadline=None)
@given(body=st.binary(max_size=200) | json_values.map(lambda value: json.dumps(value).encode()))
def test_foreign_bytes_give_signals_or_a_plugin_error(source: Source, body: bytes) -> None:
    assert all(isinstance(signal, Signal) for signal in read(source, body))


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_sample_gives_signals_or_a_plugin_error(source: Source, data) -> None:
    """One value of a body, anywhere, is replaced by any other."""
    sample = data.draw(st.sampled_from(source.samples))
    for signal in read(source, damaged(sample.payload, data), sample.headers):
        assert signal.title
        assert 0 < len(signal.fingerprint) <= 200
        assert signal.state in set(SignalState)
        assert signal.starts_at is None or signal.starts_at.tzinfo is not None


def damaged(payload: bytes, data) -> bytes:
    if not payload.startswith((b"{", b"[")):
        fields = parse_qsl(payload.decode(), keep_blank_values=True)
        place = data.draw(st.sampled_from(range(len(fields))))
        fields[place] = (fields[place][0], data.draw(st.text(max_size=20)))
        return urlencode(fields, errors="replace").encode()
    body = json.loads(payload)
    place, parent = body, None
    while isinstance(place, dict | list) and place:
        parent = place
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        place = parent[key]
    parent[key] = data.draw(json_values)
    return json.dumps(body).encode()


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_what_is_over_has_the_fingerprint_of_what_began(source: Source) -> None:
    signals = [signal for sample in source.samples for signal in source.parse(sample.payload, sample.headers, {})]
    began = {signal.fingerprint for signal in signals if signal.state is SignalState.FIRING}
    over = {signal.fingerprint for signal in signals if signal.state is SignalState.RESOLVED}
    assert began
    assert over, "a source has a sample of an end"
    assert began & over
    assert all(signal.ends_at is None for signal in signals if signal.state is SignalState.FIRING)


SIGNED = {
    "github": ("x-hub-signature-256", "sha256={}"),
    "pagerduty": ("x-pagerduty-signature", "v1=00,v1={}"),
    "sentry": ("sentry-hook-signature", "{}"),
}


@pytest.mark.parametrize("key", SIGNED)
def test_a_signed_body_is_taken_and_a_changed_one_refused(key: str) -> None:
    source, (header, form) = SOURCES[key], SIGNED[key]
    sample = next(one for one in source.samples if source.parse(one.payload, one.headers, {}))
    seal = hmac.new(b"s3cret", sample.payload, hashlib.sha256).hexdigest()
    headers = {**sample.headers, header: form.format(seal)}
    assert source.parse(sample.payload, headers, {"signing_secret": "s3cret"})
    for body, other in ((sample.payload + b" ", headers), (sample.payload, sample.headers)):
        with pytest.raises(PluginError, match="signature does not fit"):
            source.parse(body, other, {"signing_secret": "s3cret"})


def test_gitlab_repeats_the_token() -> None:
    source = SOURCES["gitlab"]
    sample = next(one for one in source.samples if one.name == "pipeline_failed.json")
    headers = {**sample.headers, "x-gitlab-token": "s3cret"}
    assert source.parse(sample.payload, headers, {"signing_secret": "s3cret"})
    with pytest.raises(PluginError, match="token does not fit"):
        source.parse(sample.payload, sample.headers, {"signing_secret": "s3cret"})


@pytest.mark.parametrize(
    ("key", "sample", "branches", "heard"),
    [
        ("github", "run_of_another_branch.json", "*", 1),
        ("github", "run_of_another_branch.json", "main, faster-checkout", 1),
        ("github", "run_failed.json", "release", 0),
        ("gitlab", "pipeline_of_merge_request.json", "*", 1),
        ("gitlab", "pipeline_failed.json", "release", 0),
        ("gitlab", "deployment_failed.json", "release", 1),
    ],
)
def test_only_the_branches_that_are_wanted_are_heard(key: str, sample: str, branches: str, heard: int) -> None:
    source = SOURCES[key]
    found = next(one for one in source.samples if one.name == sample)
    assert len(source.parse(found.payload, found.headers, {"branches": branches})) == heard
