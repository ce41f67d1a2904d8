"""Answers of Elasticsearch and OpenSearch: ``hits.hits[]._source``."""

from collections.abc import Iterator

from hotwash.ports.reading.fields import DEEPEST, describe, get
from hotwash.ports.reading.objects import JsonFormat, as_list


def hits(document: object) -> Iterator[object]:
    for hit in as_list(get(document, "hits.hits")) or (as_list(document) if isinstance(document, list) else [document]):
        source = get(hit, "_source")
        if isinstance(source, dict):
            yield {**source, "_index": get(hit, "_index")}


plugin = JsonFormat(
    "elasticsearch",
    "Elasticsearch or OpenSearch answer",
    has=("_index",),
    describe=describe,
    expand=hits,
    score=0.97,
    depth=DEEPEST,
)
