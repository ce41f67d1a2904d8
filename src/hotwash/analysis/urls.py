from django.urls import path

from hotwash.analysis import views

incident_patterns = [
    path("analysis/", views.causes, {"view": "whys"}, name="analysis"),
    path("analysis/fishbone", views.causes, {"view": "fishbone"}, name="fishbone"),
    path("analysis/table", views.causes, {"view": "table"}, name="causes-table"),
    path("analysis/F-<int:number>/", views.factor, name="factor"),
    path("analysis/F-<int:number>/<slug:verb>", views.act, name="factor-act"),
    path("analysis/questions/leave", views.leave_question, name="gap-leave"),
    path("analysis/questions/<int:pk>/reopen", views.reopen_question, name="gap-reopen"),
    path("analysis/export/<slug:form>", views.export, name="causes-export"),
    path("analysis/import", views.take_in, name="causes-import"),
    path("analysis/debrief", views.debrief, name="debrief"),
    path("analysis/debrief/notes", views.notes, name="debrief-notes"),
    path("analysis/debrief/held", views.held, name="debrief-held"),
    path("analysis/debrief.ics", views.calendar, name="debrief-calendar"),
]
