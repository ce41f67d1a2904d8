from django.urls import path

from hotwash.respond.views import answers

site_patterns = [
    path("pages/<str:token>", answers.answer, name="page-answer"),
]
incident_patterns = [
    path("respond/acknowledge", answers.acknowledge_incident, name="incident-acknowledge"),
]
