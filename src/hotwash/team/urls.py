from django.urls import path

from hotwash.team import views

site_patterns = [path("seats/<str:token>", views.answer, name="seat-answer")]
incident_patterns = [
    path("team/", views.team, name="incident-team"),
    path("team/propose", views.propose, name="team-propose"),
    path("team/invite", views.invite, name="team-invite"),
    path("team/attendance", views.attendance, name="team-attendance"),
    path("team/answer/<int:pk>", views.answer_here, name="team-answer"),
    path("team/leave/<int:pk>", views.leave, name="team-leave"),
    path("team/<slug:seat>/seat", views.seat, name="team-seat"),
    path("team/<slug:seat>/excuse", views.excuse, name="team-excuse"),
]
