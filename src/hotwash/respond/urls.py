from django.urls import path

from hotwash.respond.views import alerts, answers, incidents, oncall, room, routing

site_patterns = [
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/declare", incidents.declare, name="declare"),
    path("pages/<str:token>", answers.answer, name="page-answer"),
    path("alerts/", alerts.inbox, name="alerts"),
    path("alerts/<int:pk>/", alerts.alert, name="alert"),
    path("alerts/<int:pk>/attach", alerts.attach, name="alert-attach"),
    path("alerts/<int:pk>/dismiss", alerts.dismiss, name="alert-dismiss"),
    path("alerts/<int:pk>/return", alerts.put_back, name="alert-return"),
    path("alerts/rules/", routing.rules, name="rules"),
    path("alerts/rules/new", routing.edit_rule, name="rule-new"),
    path("alerts/rules/<int:pk>/", routing.edit_rule, name="rule"),
    path("alerts/rules/<int:pk>/<slug:verb>", routing.change_rule, name="rule-change"),
    path("alerts/sources/", routing.sources, name="sources"),
    path("alerts/sources/new/<slug:plugin>", routing.new_source, name="source-new"),
    path("alerts/sources/<int:pk>/", routing.source, name="source"),
    path("alerts/sources/<int:pk>/<slug:verb>", routing.change_source, name="source-change"),
    path("alerts/on-call/", oncall.on_call, name="on-call"),
    path("alerts/on-call/new", oncall.edit_schedule, name="schedule-new"),
    path("alerts/on-call/<int:pk>/", oncall.schedule, name="schedule"),
    path("alerts/on-call/<int:pk>/edit", oncall.edit_schedule, name="schedule-edit"),
    path("alerts/on-call/overrides/<int:pk>/end", oncall.end_override, name="override-end"),
    path("alerts/escalation/new", oncall.edit_policy, name="policy-new"),
    path("alerts/escalation/<int:pk>/", oncall.edit_policy, name="policy"),
]
incident_patterns = [
    path("respond/", room.room, name="incident-respond"),
    path("respond/edit", incidents.edit, name="incident-edit"),
    path("respond/acknowledge", answers.acknowledge_incident, name="incident-acknowledge"),
    path("respond/decline", answers.decline_page, name="incident-decline"),
    path("respond/say", room.speak, name="incident-say"),
    path("respond/state/<slug:change>", room.state, name="incident-state"),
    path("respond/severity", room.severity, name="incident-severity"),
    path("respond/role", room.role, name="incident-role"),
    path("respond/role/<int:pk>/leave", room.leave, name="incident-leave"),
    path("respond/help", room.ask_for_help, name="incident-help"),
    path("respond/update", room.update, name="incident-update"),
    path("respond/messages/", room.messages_sent, name="incident-messages"),
    path("respond/messages/<int:pk>/retry", room.retry, name="incident-retry"),
]
