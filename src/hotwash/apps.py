"""The one Django app: its label owns every model, so a model can move between stages without a data migration."""

from importlib import import_module

from django.apps import AppConfig

from hotwash.stages import STAGES


class HotwashConfig(AppConfig):
    name = "hotwash"
    label = "hotwash"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every process knows every event, whichever door it is: the log is read in words everywhere."""
        for stage in STAGES:
            stage.module("events")
        for package in ("directory", "process"):
            import_module(f"hotwash.{package}.events")
