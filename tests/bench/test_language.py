"""How good and how fast the language check and the categories are, on sets that lie outside the repository.

Set HOTWASH_CORPORA to a folder with `labelled/*.jsonl` and running texts in `*.jsonl`; these tests are skipped
without it.
"""

import json
import os
import time
from pathlib import Path

import pytest

from hotwash.analysis.core.categorise import categorise
from hotwash.analysis.core.language import check

CORPORA = Path(os.environ.get("HOTWASH_CORPORA", "corpora"))
pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(not (CORPORA / "labelled").is_dir(), reason="HOTWASH_CORPORA names no folder with corpora"),
]


def rows(name):
    return [json.loads(line) for line in (CORPORA / name).read_text().splitlines()]


@pytest.fixture
def say(request):
    return request.config.get_terminal_writer().line


def test_blame_is_found_and_little_else(say):
    verdicts = [(bool(check(row["text"])), row["flag"]) for row in rows("labelled/blame_language.jsonl")]
    hits = sum(found and flag for found, flag in verdicts)
    precision = hits / sum(found for found, _ in verdicts)
    recall = hits / sum(flag for _, flag in verdicts)
    say(f"precision {precision:.2f}, recall {recall:.2f} on {len(verdicts)} sentences")
    assert precision >= 0.90
    assert recall >= 0.85


def test_running_text_is_left_alone(say):
    texts = [row.get("text") or "" for path in sorted(CORPORA.glob("*.jsonl")) for row in rows(path.name)]
    words = sum(len(text.split()) for text in texts)
    start = time.perf_counter()
    findings = sum(len(check(text)) for text in texts)
    seconds = time.perf_counter() - start
    rate = 1000 * findings / words
    say(f"{rate:.2f} findings in 1,000 words; {sum(map(len, texts)) / seconds / 1e6:.1f} MB a second")
    assert rate <= 1.0


def test_categories(say):
    known = rows("labelled/factor_categories.jsonl")
    right = sum(categorise(row["text"]).category == row["category"] for row in known)
    say(f"{right} of {len(known)} categories right")
    assert right / len(known) >= 0.90
