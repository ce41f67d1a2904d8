"""How well `hotwash similar` finds recurrences, and how fast: `python -m tests.bench.similar [LABELLED.jsonl]`.

The labelled file has `id, title, text, groups[]`. Without one (it is not part of this repository) only the speed on
invented reports is measured.
"""

import json
import os
import random
import sys
import time
from pathlib import Path

from hotwash.improve.core.similarity import Document, build_index, without_template

WORDS = [
    f"{start}{end}" for start in ("dep", "cach", "quer", "rout", "cert", "pod", "sched") for end in map(str, range(300))
]


def quality(path: Path) -> dict[str, float]:
    records = [json.loads(line) for line in path.read_text().splitlines()]
    documents = [Document(record["id"], record["title"], record["text"]) for record in records]
    index = build_index(without_template(documents))
    groups = {record["id"]: set(record["groups"]) for record in records}
    precision, first, five, wanted_all, asked = 0.0, 0, 0, 0, 0
    for at, record in enumerate(records):
        hits = [bool(groups[record["id"]] & groups[near.id]) for near in index.nearest(at, len(records))]
        wanted = sum(bool(groups[record["id"]] & other) for other in groups.values()) - 1
        if wanted < 1:
            continue
        asked, wanted_all = asked + 1, wanted_all + wanted
        precision += sum(sum(hits[: place + 1]) / (place + 1) for place, hit in enumerate(hits) if hit) / wanted
        first, five = first + hits[0], five + sum(hits[:5])
    return {
        "asked": asked,
        "mean_average_precision": round(precision / asked, 3),
        "first_is_right": round(first / asked, 3),
        "recall_at_5": round(five / wanted_all, 3),
    }


def speed(count: int, words: int) -> dict[str, float]:
    pick = random.Random(1)
    documents = [Document(str(at), "", " ".join(pick.choices(WORDS, k=words))) for at in range(count)]
    begun = time.perf_counter()
    index = build_index(documents)
    built = time.perf_counter()
    for at in range(count):
        index.nearest(at)
    return {"documents": count, "build_s": round(built - begun, 2), "nearest_s": round(time.perf_counter() - built, 2)}


def main() -> None:
    given = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("HOTWASH_BENCH_RECURRENCE", ""))
    if given.is_file():
        sys.stdout.write(json.dumps({"labelled": str(given.name), **quality(given)}) + "\n")
    else:
        sys.stdout.write(json.dumps({"skipped": "no labelled file given"}) + "\n")
    sys.stdout.write(json.dumps(speed(2000, 80)) + "\n")


if __name__ == "__main__":
    main()
