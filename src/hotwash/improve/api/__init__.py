"""Stage 7 by API: everything that the pages can do."""

from ninja import Router

from hotwash.improve.api.incident import router as incident_router
from hotwash.improve.api.portfolio import router as portfolio_router

router = Router(tags=["improve"])
router.add_router("", incident_router)
router.add_router("", portfolio_router)
