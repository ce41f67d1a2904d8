"""The analysis by API: everything that the pages can do, and the language check."""

from ninja import Router

from hotwash.analysis.api import debrief, factors, graph, wording

router = Router(tags=["analysis"])
for part in (factors, graph, debrief, wording):
    router.add_router("", part.router)

__all__ = ["router"]
