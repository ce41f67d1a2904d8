from django.db import models

from hotwash.kernel.models import VersionedModel


class Silence(VersionedModel):
    """Alerts that are expected for a while, or on some days of the week, and page nobody meanwhile."""

    reason = models.CharField(max_length=200)
    matchers = models.JSONField(default=list, blank=True)  # as those of a rule
    source = models.ForeignKey("hotwash.Source", models.CASCADE, null=True, blank=True, related_name="silences")
    service = models.ForeignKey("hotwash.Service", models.CASCADE, null=True, blank=True, related_name="silences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()  # of the first time, where it comes again
    weekdays = models.JSONField(default=list, blank=True)  # 0 is Monday; empty: once
    timezone = models.CharField(max_length=64, default="UTC")
    until = models.DateTimeField(null=True, blank=True)  # how long it comes again
    made_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # by hand, before its time
    ended_by_name = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["ended_at", "ends_at"], name="silence_by_end")]

    def __str__(self) -> str:
        return self.reason
