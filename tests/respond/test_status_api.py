"""Status pages by API."""

import pytest

from hotwash.kernel import clock
from tests.api.calls import Api
from tests.cast import Cast
from tests.outbox import drain
from tests.respond.given import a_service
from tests.respond.steps.status.given import a_page

pytestmark = pytest.mark.django_db
WORK = {"title": "Disks", "begins_at": "2031-03-10T12:00:00Z", "ends_at": "2031-03-10T13:00:00Z"}


def test_a_page_from_the_first_component_to_its_end(cast: Cast):
    ada = Api(cast.ada)
    service = a_service("Checkout")
    given = {"slug": "acme", "title": "Acme", "audience": "customers", "public": True}
    assert ada.call("POST", "/status-pages", given)[0] == 201
    status, found = ada.call("PUT", "/status-pages/acme", given | {"title": "Acme EU", "version": 1})
    assert (status, found["title"], found["version"]) == (200, "Acme EU", 2)
    assert ada.call("PUT", "/status-pages/acme", given | {"version": 1})[0] == 409
    at = "/status-pages/acme"
    status, parts = ada.call("POST", f"{at}/components", {"name": "", "service": service.pk})
    assert (status, parts[0]["name"], parts[0]["state"]) == (201, "Checkout", "operational")
    part = f"{at}/components/{parts[0]['id']}"
    assert ada.call("PUT", part, {"name": "Paying", "service": service.pk})[1][0]["name"] == "Paying"
    (held,) = ada.call("POST", f"{part}/state", {"state": "major_outage", "reason": "It rings"})[1]
    assert (held["state"], held["by_hand"], held["reason"]) == ("major_outage", True, "It rings")
    drain(now=clock.now())
    assert ada.call("GET", f"{at}/summary")[1]["status"]["indicator"] == "critical"
    assert ada.call("DELETE", f"{part}/state")[1][0]["by_hand"] is False
    status, work = ada.call("POST", f"{at}/maintenance", WORK | {"components": [parts[0]["id"]]})
    assert status == 201
    moved = WORK | {"title": "Other disks", "version": work["version"]}
    assert ada.call("PUT", f"{at}/maintenance/{work['id']}", moved)[1]["title"] == "Other disks"
    assert ada.call("POST", f"{at}/maintenance/{work['id']}/end")[1]["cancelled_at"] is not None
    assert len(ada.call("GET", f"{at}/maintenance")[1]) == 1
    row = ada.call("POST", f"{at}/subscriptions", {"address": "r@example.org"})[1]
    assert [one["address"] for one in ada.call("GET", f"{at}/subscriptions")[1]] == ["r@example.org"]
    assert ada.call("DELETE", f"{at}/subscriptions/{row['id']}")[0] == 204
    assert ada.call("GET", "/status-pages")[1][0]["parts"] == 1
    assert ada.call("DELETE", part)[0] == 204
    assert ada.call("GET", f"{at}/components")[1] == []
    assert ada.call("DELETE", at)[0] == 204
    assert ada.call("GET", f"{at}/components")[0] == 404


def test_what_is_refused_says_where(cast: Cast):
    a_page()
    ada = Api(cast.ada)
    cases = [
        ("POST", "/status-pages", {"slug": "acme", "title": "", "audience": "nobody"}, {"slug", "title", "audience"}),
        ("POST", "/status-pages/acme/components", {"name": ""}, {"name"}),
        ("POST", "/status-pages/acme/maintenance", WORK | {"ends_at": WORK["begins_at"]}, {"ends_at"}),
        ("POST", "/status-pages/acme/subscriptions", {"address": "nowhere"}, {"address"}),
    ]
    for method, path, body, fields in cases:
        status, found = ada.call(method, path, body)
        assert (status, {reason["field"] for reason in found["reasons"]}) == (422, fields), path
    assert Api(cast.olga).call("POST", "/status-pages", {"slug": "b", "title": "B", "audience": "customers"})[0] == 403
