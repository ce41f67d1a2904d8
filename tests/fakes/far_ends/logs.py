"""Loki and Elasticsearch, as their documentation says."""

from collections.abc import Mapping
from datetime import datetime

from hotwash.kernel.core.http import HttpAnswer
from tests.fakes.far_ends.base import BASE, SECRET, FarEnd, Known, Request, answer, seconds, z


def _ns(at: datetime) -> str:
    return str(int(at.timestamp()) * 10**9 + at.microsecond * 1000)


def _loki(known: Known, asked: Request) -> HttpAnswer:
    """Start is counted in, end is not; the limit counts lines of all streams."""
    assert asked.path == "/loki/api/v1/query_range", asked.url
    assert asked.asked["direction"] == "forward"
    start, end, limit = (int(asked.asked[name]) for name in ("start", "end", "limit"))
    times = [at for at in sorted(known.times) if start <= int(_ns(at)) < end][:limit]
    streams = [
        {
            "stream": {"app": "checkout", "pod": f"checkout-{pod}"},
            "values": [[_ns(at), f"level=error order refused pod={pod}"] for at in times[pod::2]],
        }
        for pod in range(2)
        if times[pod::2]
    ]
    stats = {"summary": {"totalLinesProcessed": len(times)}}
    return answer({"status": "success", "data": {"resultType": "streams", "result": streams, "stats": stats}})


LOKI = FarEnd(_loki, {"address": BASE, "token": SECRET}, "series", text='{app="checkout"}', page=5000)


def _search(known: Known, asked: Request) -> HttpAnswer:
    assert (asked.method, asked.path) == ("POST", "/logs-*/_search"), asked.url
    fields = asked.fields
    query = fields["query"]
    assert isinstance(query, dict)
    bounds = query["bool"]["filter"][0]["range"]["@timestamp"]
    after = fields.get("search_after")
    rows = [
        (int(at.timestamp() * 1000), number, at)
        for number, at in enumerate(known.times)
        if seconds(bounds["gte"]) <= at.timestamp() < seconds(bounds["lt"])
    ]
    later = [row for row in sorted(rows) if not isinstance(after, list) or [row[0], row[1]] > after]
    hits = [_hit(ms, number, at) for ms, number, at in later[: int(str(fields["size"]))]]
    total = {"value": min(len(rows), 10_000), "relation": "eq"}
    shards = {"total": 1, "successful": 1, "skipped": 0, "failed": 0}
    return answer({"took": 3, "timed_out": False, "_shards": shards, "hits": {"total": total, "hits": hits}})


def _hit(ms: int, number: int, at: datetime) -> Mapping[str, object]:
    source = {"@timestamp": z(at), "message": f"order {number} refused", "log.level": "error"}
    return {"_index": "logs-shop", "_id": f"d{number}", "_score": None, "_source": source, "sort": [ms, number]}


ELASTICSEARCH = FarEnd(
    _search,
    {"address": BASE, "api_key": SECRET, "index": "logs-*"},
    "elasticsearch",
    text="level:error",
    page=1000,
)
