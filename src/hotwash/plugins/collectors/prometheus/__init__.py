"""Prometheus, and whatever speaks its API: a server refuses more than 11,000 samples of one series at once."""

from hotwash.ports.collectors.ranges import SampleRange

plugin = SampleRange(
    key="prometheus",
    title="Prometheus",
    about="Metrics over the window, sample by sample.",
    path="/api/v1/query_range",
    query_help="PromQL, one expression on each line.",
    query_default='ALERTS{alertstate="firing"}\nup == 0',
)
