"""Rows of custody: which addresses are masked, their names, and commands that are captured."""

from django.db import models


class Masking(models.Model):
    """Which addresses are masked in an incident; None: as the process of the organisation says."""

    incident = models.OneToOneField("hotwash.Incident", models.CASCADE, related_name="+")
    emails = models.BooleanField(null=True, blank=True)
    ips = models.BooleanField(null=True, blank=True)

    def __str__(self) -> str:
        return f"masking of {self.incident_id}"


class Alias(models.Model):
    """The number of an address within an incident; ``digest`` is keyed, so that the address is not in the table."""

    incident = models.ForeignKey("hotwash.Incident", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)
    digest = models.CharField(max_length=64)
    number = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "aliases"
        constraints = [
            models.UniqueConstraint(fields=["incident", "kind", "digest"], name="alias_once"),
            models.UniqueConstraint(fields=["incident", "kind", "number"], name="alias_number_once"),
        ]

    def __str__(self) -> str:
        return f"masked-{self.kind}-{self.number}"


class Capture(models.Model):
    """A command that runs under ``hotwash capture`` and is watched here; ``key`` is its own name for the run.

    ``lines`` counts what arrived. Ended, it is the evidence ``file``; ``status`` None: its end was not told.
    """

    incident = models.ForeignKey("hotwash.Incident", models.CASCADE, related_name="captures")
    key = models.CharField(max_length=64)
    command = models.TextField()
    host = models.CharField(max_length=255, blank=True, default="")
    cwd = models.TextField(blank=True, default="")
    began = models.CharField(max_length=40)
    began_at = models.DateTimeField()
    last_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    status = models.IntegerField(null=True, blank=True)
    lines = models.PositiveBigIntegerField(default=0)
    file = models.ForeignKey("hotwash.EvidenceFile", models.SET_NULL, null=True, blank=True, related_name="captures")
    started_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-began_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["incident", "key"], name="capture_once")]

    def __str__(self) -> str:
        return f"$ {self.command[:80]}"


class CapturePart(models.Model):
    """Lines of a capture that arrived together; ``first`` counts from 0, ``rows`` are pairs of time and text."""

    capture = models.ForeignKey(Capture, models.CASCADE, related_name="parts")
    first = models.PositiveBigIntegerField()
    rows = models.JSONField()

    class Meta:
        ordering = ["first"]
        constraints = [models.UniqueConstraint(fields=["capture", "first"], name="capture_part_once")]

    def __str__(self) -> str:
        return f"{self.capture_id} from {self.first}"
