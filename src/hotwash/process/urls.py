from django.urls import path

from hotwash.process import views

urlpatterns = [
    path("process/", views.show, name="process"),
    path("process/edit", views.edit, name="process-edit"),
    path("process/versions/<int:number>/", views.version, name="process-version"),
]
