"""Addresses of status pages. Readers of a page have its own address and what is beneath it; keepers have /manage/."""

from django.urls import path

from hotwash.respond.views.status import keeping, reading

MANAGE = "status/<slug:slug>/manage/"

status_patterns = [
    path("public/status/subscriptions/<str:token>", reading.subscription, name="status-subscription"),
    path("public/status/<slug:slug>/subscribe", reading.ask_public, name="status-subscribe-public"),
    path("public/status/<slug:slug>/", reading.public, name="status-public"),
    path("public/status/<slug:slug>/<path:path>", reading.public, name="status-public-document"),
    path("status/", keeping.pages, name="status-pages"),
    path("status/new", keeping.settings, name="status-new"),
    path(MANAGE, keeping.page, name="status-page"),
    path(f"{MANAGE}settings", keeping.settings, name="status-settings"),
    path(f"{MANAGE}remove", keeping.remove, name="status-remove"),
    path(f"{MANAGE}components/new", keeping.component, name="status-component-new"),
    path(f"{MANAGE}components/<int:pk>/", keeping.component, name="status-component"),
    path(f"{MANAGE}components/<int:pk>/<slug:verb>", keeping.change_component, name="status-component-change"),
    path(f"{MANAGE}maintenance/new", keeping.maintenance, name="status-maintenance-new"),
    path(f"{MANAGE}maintenance/<int:pk>/", keeping.maintenance, name="status-maintenance"),
    path(f"{MANAGE}maintenance/<int:pk>/end", keeping.finish_maintenance, name="status-maintenance-end"),
    path(f"{MANAGE}subscribers/<int:pk>/remove", keeping.remove_subscriber, name="status-subscriber-remove"),
    path("status/<slug:slug>/subscribe", reading.ask_internal, name="status-subscribe"),
    path("status/<slug:slug>/", reading.internal, name="status-internal"),
    path("status/<slug:slug>/<path:path>", reading.internal, name="status-internal-document"),
]
