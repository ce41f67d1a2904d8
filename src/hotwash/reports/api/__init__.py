"""The report and the archive by API: everything that the pages can do."""

from ninja import Router

from hotwash.reports.api import archive, publications, writing

router = Router(tags=["report"])
for part in (writing, publications, archive):
    router.add_router("", part.router)
