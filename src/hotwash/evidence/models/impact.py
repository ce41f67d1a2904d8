"""Rows of impact: who was affected, and what customers reported."""

from django.db import models
from django.db.models import F, Q

from hotwash.evidence.core.customers import CHANNELS, LONGEST_NOTE
from hotwash.kernel.models import VersionedModel


class Impact(VersionedModel):
    """Who was affected, from when to when, how much and how sure. ``unknown`` says that it is not known, on purpose."""

    class Audience(models.TextChoices):
        CUSTOMERS = "customers", "Customers"
        INTERNAL = "internal", "Internal operations"
        AVAILABILITY = "availability", "Availability"

    class Confidence(models.TextChoices):
        MEASURED = "measured", "Measured"
        ESTIMATED = "estimated", "Estimated"
        GUESSED = "guessed", "A guess"

    incident = models.ForeignKey("hotwash.Incident", models.CASCADE, related_name="impacts")
    audience = models.CharField(max_length=16, choices=Audience.choices)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    amount = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True, default="")
    unknown = models.BooleanField(default=False)
    confidence = models.CharField(max_length=12, choices=Confidence.choices, default=Confidence.ESTIMATED)
    services = models.ManyToManyField("hotwash.Service", blank=True, related_name="impacts")
    note = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["incident_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="impact_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_audience_display()} {self.amount or ''} {self.unit}".strip()


class CustomerReport(models.Model):
    """``count`` reports of customers that came at one time; ``file`` and ``line`` where they are from evidence."""

    incident = models.ForeignKey("hotwash.Incident", models.CASCADE, related_name="customer_reports")
    at = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)
    channel = models.CharField(max_length=12, choices=[(name, name.title()) for name in CHANNELS], default="other")
    note = models.CharField(max_length=LONGEST_NOTE, blank=True, default="")
    file = models.ForeignKey("hotwash.EvidenceFile", models.CASCADE, null=True, blank=True, related_name="+")
    line = models.PositiveBigIntegerField(null=True, blank=True)
    created_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "file", "line"], name="customer_report_once_for_a_record")
        ]

    def __str__(self) -> str:
        return f"{self.count} at {self.at:%F %T}"
