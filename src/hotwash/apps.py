"""The one Django app: its label owns every model, so a model can move between stages without a data migration."""

from django.apps import AppConfig


class HotwashConfig(AppConfig):
    name = "hotwash"
    label = "hotwash"
    default_auto_field = "django.db.models.BigAutoField"
