from django.urls import path

from hotwash.directory import views

urlpatterns = [
    path("welcome", views.welcome, name="welcome"),
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("account/", views.account, name="account"),
    path("account/password", views.password, name="password"),
    path("account/tokens/<int:pk>/revoke", views.revoke, name="token-revoke"),
    path("directory/", views.directory, name="directory"),
    path("directory/people/new", views.new_person, name="person-new"),
    path("directory/people/<int:pk>/", views.edit_person, name="person"),
    path("directory/teams/new", views.edit_team, name="team-new"),
    path("directory/teams/<int:pk>/", views.edit_team, name="team"),
    path("directory/services/new", views.edit_service, name="service-new"),
    path("directory/services/<int:pk>/", views.edit_service, name="service"),
]
