from django.urls import path

from hotwash.actions import views

incident_patterns = [
    path("actions/", views.stage, name="actions"),
    path("actions/new", views.new, name="action-new"),
    path("actions/advice", views.advice, name="action-advice"),
    path("actions/A-<int:number>/", views.detail, name="action"),
    path("actions/A-<int:number>/<slug:verb>", views.move, name="action-move"),
    path("actions/F-<int:number>/leave", views.leave, name="factor-leave"),
]
site_patterns = [
    path("actions/", views.everywhere, name="all-actions"),
    path("actions/bulk", views.bulk, name="actions-bulk"),
    path("actions/export.csv", views.export, {"form": "csv"}, name="actions-csv"),
    path("actions/export.json", views.export, {"form": "json"}, name="actions-json"),
    path("actions/feed/<str:secret>.ics", views.calendar, name="actions-feed"),
]
