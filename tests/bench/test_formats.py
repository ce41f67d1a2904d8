"""How many public samples are read right. HOTWASH_SAMPLES names their folder."""

import pytest

from tests.bench.conftest import figure
from tests.bench.formats_manifest import SAMPLES, measure


@pytest.mark.bench
@pytest.mark.skipif(not (SAMPLES / "manifest.json").exists(), reason="the public samples are not here")
def test_the_public_samples_are_read_right() -> None:
    right, asked = measure()
    figure("public samples with the right count, first and last time", f"{right} of {asked}", "at least 95 %")
    assert right / asked >= 0.95
