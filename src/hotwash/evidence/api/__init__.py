"""Stage 3 by API: everything that the pages can do."""

from ninja import Router

from hotwash.evidence.api.annotating import router as annotating_router
from hotwash.evidence.api.capturing import router as capturing_router
from hotwash.evidence.api.clocks import router as clocks_router
from hotwash.evidence.api.collecting import router as collecting_router
from hotwash.evidence.api.custody import router as custody_router
from hotwash.evidence.api.customers import router as customers_router
from hotwash.evidence.api.files import router as files_router
from hotwash.evidence.api.metrics import router as metrics_router
from hotwash.evidence.api.reading import router as reading_router
from hotwash.evidence.api.rearranging import router as rearranging_router
from hotwash.evidence.api.records import router as records_router
from hotwash.evidence.api.timeline import router as timeline_router
from hotwash.evidence.api.uploads import router as uploads_router

router = Router(tags=["evidence"])
router.add_router("", files_router)
router.add_router("", annotating_router)
router.add_router("", capturing_router)
router.add_router("", clocks_router)
router.add_router("", custody_router)
router.add_router("", customers_router)
router.add_router("", collecting_router)
router.add_router("", metrics_router)
router.add_router("", rearranging_router)
router.add_router("", reading_router)
router.add_router("", records_router)
router.add_router("", timeline_router)
router.add_router("", uploads_router)

__all__ = ["router"]
