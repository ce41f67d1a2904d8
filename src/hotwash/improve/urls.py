from django.urls import path

from hotwash.improve import views

incident_patterns = [
    path("improve/", views.stage, name="improve"),
    path("improve/follow-ups", views.plan, name="follow-up-plan"),
    path("improve/follow-ups/<int:pk>/", views.meeting, name="follow-up"),
    path("improve/follow-ups/<int:pk>/held", views.hold, name="follow-up-held"),
    path("improve/follow-ups/<int:pk>/cancel", views.cancel, name="follow-up-cancel"),
    path("improve/A-<int:number>/verify", views.verify, name="action-verify"),
    path("improve/recurrences/<int:pk>/confirm", views.decide, {"decision": "confirm"}, name="recurrence-confirm"),
    path("improve/recurrences/<int:pk>/dismiss", views.decide, {"decision": "dismiss"}, name="recurrence-dismiss"),
    path("improve/recurrences/link", views.link, name="recurrence-link"),
]
site_patterns = [
    path("insights/", views.insights_page, name="insights"),
    path("insights/themes/", views.themes_page, name="themes"),
    path("insights/review/", views.review, name="review-new"),
    path("insights/reviews/<int:pk>/", views.review_page, name="review"),
    path("insights/reviews/<int:pk>.md", views.review_markdown_file, name="review-markdown"),
    path("process/suggestions/", views.suggestion_list, name="suggestions"),
    path("process/suggestions/new", views.suggest, name="suggest"),
    path("process/suggestions/<int:pk>/", views.suggestion_page, name="suggestion"),
    path("process/suggestions/<int:pk>/accept", views.accept, name="suggestion-accept"),
    path("process/suggestions/<int:pk>/decline", views.decline, name="suggestion-decline"),
]
