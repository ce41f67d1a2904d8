"""How much of public post-mortems that are labelled by hand is recovered. HOTWASH_CORPORA names their folder."""

import json
import os
from pathlib import Path

import pytest

from hotwash.reports.core.reading.document import read_text

LABELLED = Path(os.environ.get("HOTWASH_CORPORA", "/nonexistent")) / "labelled" / "timeline_import.jsonl"


def shares(found: set[str], expected: set[str]) -> tuple[float, float]:
    """Precision and recall."""
    hits = len(found & expected)
    return hits / len(found) if found else 1.0, hits / len(expected) if expected else 1.0


@pytest.mark.bench
@pytest.mark.skipif(not LABELLED.exists(), reason="HOTWASH_CORPORA does not name a folder with the labelled corpora")
def test_times_and_actions_are_recovered() -> None:
    times: tuple[set[str], set[str]] = (set(), set())
    actions: tuple[set[str], set[str]] = (set(), set())
    for line in LABELLED.read_text().splitlines():
        row = json.loads(line)
        reading = read_text(row["input"])
        times[0].update(f"{row['id']} {event.time[:16]}" for event in reading.events)
        times[1].update(f"{row['id']} {event['date']}T{event['time']}" for event in row["events"])
        actions[0].update(f"{row['id']} {action.text}" for action in reading.actions)
        actions[1].update(f"{row['id']} {action['text']}" for action in row["actions"])
    for name, (found, expected), least in (("times", times, 0.95), ("actions", actions, 0.9)):
        precision, recall = shares(found, expected)
        print(f"{name}: precision {precision:.3f}, recall {recall:.3f} of {len(expected)}")  # noqa: T201 - the measure
        assert min(precision, recall) >= least
