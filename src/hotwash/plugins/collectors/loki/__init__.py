"""Grafana Loki: log lines forward in time."""

from hotwash.ports.collectors.ranges import LineRange

plugin = LineRange(
    key="loki",
    title="Grafana Loki",
    about="Log lines of the window, in order.",
    path="/loki/api/v1/query_range",
    query_help='LogQL, one query on each line, such as {app="checkout"} |= "error".',
)
