"""The versions of the process document, and how far each incident has come in it."""

from django.db import models


class ProcessVersion(models.Model):
    """``text`` is the document as YAML, whole; incidents that began under a version keep it. Rows are never changed."""

    number = models.PositiveIntegerField(unique=True)
    text = models.TextField()
    note = models.TextField(blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"version {self.number}"


class StageMark(models.Model):
    """A stage of an incident that somebody called done."""

    incident = models.ForeignKey("hotwash.Incident", models.CASCADE, related_name="stage_marks")
    stage = models.CharField(max_length=16)
    finished_at = models.DateTimeField()
    finished_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "stage"], name="stage_finished_once")]

    def __str__(self) -> str:
        return f"{self.stage} of incident {self.incident_id}"
