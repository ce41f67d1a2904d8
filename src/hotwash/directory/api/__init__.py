"""People, teams, services and one's own account, by API."""

from ninja import Router

from hotwash.directory.api import account, directory

router = Router(tags=["directory"])
for part in (account, directory):
    router.add_router("", part.router)
