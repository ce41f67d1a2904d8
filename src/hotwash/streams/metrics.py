"""What is counted in the web process, and what is asked of the database when somebody looks."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

REGISTRY = CollectorRegistry()
TAKEN = Counter("hotwash_deliveries", "Deliveries stored and acknowledged.", registry=REGISTRY)
REFUSED = Counter("hotwash_deliveries_refused", "Deliveries refused.", ["reason"], registry=REGISTRY)
GROUP_SIZES = (1, 2, 5, 10, 20, 50, 100, 1000)
GROUP = Histogram("hotwash_commit_group_size", "Deliveries in one commit.", buckets=GROUP_SIZES, registry=REGISTRY)
LIVE = Gauge("hotwash_live_streams", "Open pages that listen.", registry=REGISTRY)
WAITING = Gauge("hotwash_deliveries_waiting", "Deliveries that the worker has not looked at.", registry=REGISTRY)
JOBS = Gauge("hotwash_jobs", "Background jobs by state.", ["state"], registry=REGISTRY)


def text() -> bytes:
    return generate_latest(REGISTRY)
