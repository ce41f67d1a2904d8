"""Every source passes this suite, a stranger's as well as ours."""

import contextlib
import json
from collections.abc import Mapping
from importlib import resources

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
    return json.loads((folder / name.replace(".json", ".expected.json")).read_text())


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


@pytest.mark.parametrize(("source", "sample"), CASES, ids=IDS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_damaged_sample_gives_signals_or_a_plugin_error(source: Source, sample, data) -> None:
    """One value of the body, anywhere, is replaced by any other."""
    body = json.loads(sample.payload)
    place, parent = body, None
    while isinstance(place, dict | list) and place:
        parent = place
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        place = parent[key]
    parent[key] = data.draw(json_values)
    for signal in read(source, json.dumps(body).encode(), sample.headers):
        assert signal.title
        assert 0 < len(signal.fingerprint) <= 200
        assert signal.state in set(SignalState)
        assert signal.starts_at is None or signal.starts_at.tzinfo is not None
