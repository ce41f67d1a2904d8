"""The root of all urls: the house's own pages, and each stage under its incident."""

from django.urls import URLPattern, URLResolver, include, path

import hotwash.site.routes  # noqa: F401 - registers the converter of references
from hotwash.api.main import api
from hotwash.kernel.config import config
from hotwash.site import views
from hotwash.site.design import design
from hotwash.site.overview import overview
from hotwash.stages import STAGES


def _stage_urls() -> list[URLPattern | URLResolver]:
    """A stage's ``urls`` module may hold ``site_patterns`` (its lists) and ``incident_patterns`` (its pages of one
    incident).
    """
    found: list[URLPattern | URLResolver] = []
    for stage in STAGES:
        urls = stage.module("urls")
        if urls is None:
            continue
        found += getattr(urls, "site_patterns", [])
        inner = getattr(urls, "incident_patterns", [])
        if inner:
            found.append(path("incidents/<incident_ref:reference>/", include(inner)))
    return found


urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("healthz", views.healthz, name="healthz"),
    path("", include("hotwash.directory.urls")),
    path("", include("hotwash.process.urls")),
    path("incidents/<incident_ref:reference>/", overview, name="incident"),
    path("incidents/<incident_ref:reference>/stages/<slug:key>/finish", views.finish, name="stage-finish"),
    path("incidents/<incident_ref:reference>/stages/<slug:key>/reopen", views.reopen, name="stage-reopen"),
    path("incidents/<incident_ref:reference>/log", views.log, name="incident-log"),
    *_stage_urls(),
    path("api/v1/", api.urls),
]
if config().mode == "development":
    urlpatterns.append(path("design", design, name="design"))

handler400 = "hotwash.site.views.bad_request"
handler403 = "hotwash.site.views.forbidden"
handler404 = "hotwash.site.views.not_found"
handler500 = "hotwash.site.views.defect"
