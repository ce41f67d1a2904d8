"""Drives a target with atheris: ``python -m tests.fuzz NAME [SECONDS [FOLDER]]``; the folder keeps what it learns."""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["hotwash.ports", "hotwash.evidence.core", "hotwash.plugins.formats"]):
    from tests.fuzz.targets import TARGETS

import hotwash.plugins.formats

SAMPLES = Path(hotwash.plugins.formats.__file__).parent.glob("*/samples/*")


def main(words: list[str]) -> None:
    name, seconds = words[0], words[1] if len(words) > 1 else "60"
    corpus = Path(words[2] if len(words) > 2 else tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    corpus.mkdir(parents=True, exist_ok=True)
    for number, path in enumerate(sorted(SAMPLES)):
        (corpus / f"sample-{number}").write_bytes(path.read_bytes()[:4096])
    flags = [
        f"-max_total_time={seconds}",
        "-max_len=4096",
        "-timeout=20",
        "-rss_limit_mb=2048",
        f"-artifact_prefix={corpus}/",
    ]
    atheris.Setup([sys.argv[0], *flags, str(corpus)], TARGETS[name])
    atheris.Fuzz()


main(sys.argv[1:])
