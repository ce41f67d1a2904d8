"""The API server of Kubernetes, as its documentation says."""

from hotwash.kernel.core.http import HttpAnswer
from tests.fakes.far_ends.base import BASE, SECRET, FarEnd, Known, Request, answer, z


def _events(known: Known, asked: Request) -> HttpAnswer:
    """It takes no times; ``continue`` says where the next page begins."""
    assert asked.path == "/api/v1/namespaces/shop/events", asked.url
    limit, begin = int(asked.asked["limit"]), int(asked.asked.get("continue", "0"))
    part = list(enumerate(known.times))[begin : begin + limit]
    left = len(known.times) - begin - len(part)
    paging = {"continue": str(begin + limit), "remainingItemCount": left} if left > 0 else {}
    items = [
        {
            "metadata": {
                "name": f"checkout-5d8.{number:x}",
                "namespace": "shop",
                "uid": f"{number:08x}-0000-4000-8000-000000000000",
                "resourceVersion": str(900 + number),
                "creationTimestamp": z(at).replace(".000", ""),
            },
            "involvedObject": {"kind": "Pod", "namespace": "shop", "name": "checkout-5d8", "apiVersion": "v1"},
            "reason": "BackOff",
            "message": "Back-off restarting failed container",
            "source": {"component": "kubelet", "host": "node-1"},
            "firstTimestamp": z(at).replace(".000", ""),
            "lastTimestamp": z(at).replace(".000", ""),
            "count": 1,
            "type": "Warning",
            "eventTime": None,
            "reportingComponent": "",
            "reportingInstance": "",
        }
        for number, at in part
    ]
    return answer(
        {"kind": "EventList", "apiVersion": "v1", "metadata": {"resourceVersion": "7", **paging}, "items": items}
    )


KUBERNETES = FarEnd(
    _events,
    {"address": BASE, "token": SECRET, "namespaces": "shop"},
    "kubernetes.events",
    text="type=Warning",
    page=500,
    filters=False,
)
