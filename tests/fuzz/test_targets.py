"""The targets of the fuzzer on what hypothesis makes of our samples; a longer look is ``make fuzz``."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import hotwash.plugins.formats
from tests.fuzz.targets import TARGETS

HOME = Path(hotwash.plugins.formats.__file__).parent
SEEDS = [path.read_bytes()[:4096] for path in sorted(HOME.glob("*/samples/*")) if path.is_file()]


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """A sample with pieces cut out, put in, or taken from another."""
    raw = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, max(0, len(raw) - 1)))
        other = draw(st.sampled_from(SEEDS))
        start = draw(st.integers(0, max(0, len(other) - 1)))
        put = draw(st.one_of(st.binary(max_size=12), st.just(other[start : start + 60])))
        raw[at : at + draw(st.integers(0, 40))] = put
    return bytes(raw)


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(raw=st.one_of(bodies(), st.binary(max_size=300)))
@example(raw=b"")
@example(raw=b" +03-02 1:00:01.5  +03-02  14:00:01.5 ")  # an hour of one digit was passed over
def test_what_holds_for_any_bytes(name: str, raw: bytes) -> None:
    if raw or name != "inspect":
        TARGETS[name](raw)
