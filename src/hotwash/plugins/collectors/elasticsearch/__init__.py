"""Elasticsearch and OpenSearch: ``_search``, which both understand alike."""

from hotwash.ports.collectors.searching import DocumentSearch

plugin = DocumentSearch(
    key="elasticsearch",
    title="Elasticsearch or OpenSearch",
    about="Documents of the window, in order.",
    query_help="Lucene's query language, such as level:error AND service:checkout; empty: every document.",
)
