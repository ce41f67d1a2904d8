"""Prometheus and Alertmanager, as their documentation says; tests/integration asks the real ones."""

import math
from datetime import timedelta

from hotwash.kernel.core.http import HttpAnswer
from tests.fakes.far_ends.base import BASE, SECRET, FarEnd, Known, Request, answer, z

SETTINGS = {"address": BASE, "token": SECRET}


def _range(known: Known, asked: Request) -> HttpAnswer:
    """A sample of value 1 at each step nearest behind an event, as an instant event has in a step function."""
    assert asked.path == "/api/v1/query_range", asked.url
    start, end, step = (float(asked.asked[name]) for name in ("start", "end", "step"))
    if (end - start) / step > 11_000:
        said = "exceeded maximum resolution of 11,000 points per timeseries."
        return HttpAnswer(400, {}, b'{"status":"error","errorType":"bad_data","error":"' + said.encode() + b'"}')
    points = sorted({start + math.ceil((at.timestamp() - start) / step) * step for at in known.between(start, end)})
    values = [[point, "1"] for point in points if point <= end]
    result = [{"metric": {"__name__": "up", "job": "shop"}, "values": values}] if values else []
    return answer({"status": "success", "data": {"resultType": "matrix", "result": result}})


PROMETHEUS = FarEnd(_range, {**SETTINGS, "step": "1"}, "series", text="up == 0")


def _alerts(known: Known, asked: Request) -> HttpAnswer:
    assert asked.path == "/api/v2/alerts", asked.url
    alerts = [
        {
            "annotations": {"summary": "Checkout answers with errors"},
            "endsAt": z(at + timedelta(minutes=4)),
            "fingerprint": f"{number:016x}",
            "receivers": [{"name": "hotwash"}],
            "startsAt": z(at),
            "status": {"inhibitedBy": [], "silencedBy": [], "state": "active"},
            "updatedAt": z(at),
            "generatorURL": "http://prometheus.example/graph",
            "labels": {"alertname": "CheckoutErrors", "severity": "critical", "n": str(number)},
        }
        for number, at in enumerate(known.times)
    ]
    return answer(alerts)


ALERTMANAGER = FarEnd(_alerts, SETTINGS, "prometheus.alerts", text='severity="critical"', filters=False)
