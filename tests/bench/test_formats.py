"""How many public samples are read right. HOTWASH_SAMPLES names their folder."""

import subprocess
import sys
import time

import pytest

from tests.bench.conftest import figure
from tests.bench.formats_manifest import SAMPLES, measure


@pytest.mark.bench
@pytest.mark.skipif(not (SAMPLES / "manifest.json").exists(), reason="the public samples are not here")
def test_the_public_samples_are_read_right() -> None:
    right, asked = measure()
    figure("public samples with the right count, first and last time", f"{right} of {asked}", "at least 95 %")
    assert right / asked >= 0.95


@pytest.mark.bench
@pytest.mark.skipif(not SAMPLES.exists(), reason="the public samples are not here")
def test_their_timeline_takes_less_than_eight_seconds() -> None:
    start = time.perf_counter()
    run = subprocess.run([sys.executable, "-m", "hotwash", "timeline", SAMPLES], stdout=subprocess.PIPE, check=False)
    took = time.perf_counter() - start
    figure("hotwash timeline of the public samples, from start to end", f"{took:.1f} s", "under 8 s")
    assert run.stdout
    assert took < 8
