"""Rows of stage 4: the graph of contributing factors, what each cites, the debrief."""

from django.db import models
from django.db.models import F, Q

from hotwash.kernel.models import VersionedModel


class Factor(VersionedModel):
    """A statement of the graph; what ``kind``, ``state`` and ``confidence`` may be stands in ``core.graph``.

    ``made_sense`` is what it looked like then.
    """

    incident = models.ForeignKey("hotwash.Incident", models.CASCADE, related_name="factors")
    number = models.PositiveIntegerField()
    statement = models.TextField()
    kind = models.CharField(max_length=16, default="factor")
    category = models.CharField(max_length=40, blank=True, default="")
    subcategory = models.CharField(max_length=40, blank=True, default="")
    confidence = models.CharField(max_length=16, blank=True, default="medium")
    made_sense = models.TextField(blank=True, default="")
    state = models.CharField(max_length=16, default="open")
    created_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["incident_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="factor_number_once"),
            models.CheckConstraint(condition=~Q(statement=""), name="factor_has_statement"),
        ]
        indexes = [models.Index(fields=["category", "id"], name="factor_by_category", condition=Q(deleted_at=None))]

    def __str__(self) -> str:
        return f"{self.reference} {self.statement[:80]}"

    @property
    def reference(self) -> str:
        return f"F-{self.number}"


class Because(models.Model):
    """``effect`` happened because of ``cause``. A factor may have several of either."""

    cause = models.ForeignKey(Factor, models.CASCADE, related_name="effect_links")
    effect = models.ForeignKey(Factor, models.CASCADE, related_name="cause_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cause", "effect"], name="because_once"),
            models.CheckConstraint(condition=~Q(cause=F("effect")), name="because_of_something_else"),
        ]

    def __str__(self) -> str:
        return f"{self.effect_id} because of {self.cause_id}"


class Citation(models.Model):
    """What a factor rests on: a timeline entry, a line of an evidence file, or a quote with the role of its speaker."""

    factor = models.ForeignKey(Factor, models.CASCADE, related_name="citations")
    entry = models.ForeignKey("hotwash.Entry", models.CASCADE, null=True, blank=True, related_name="citations")
    file = models.ForeignKey("hotwash.EvidenceFile", models.CASCADE, null=True, blank=True, related_name="citations")
    line = models.PositiveBigIntegerField(null=True, blank=True)
    quote = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["factor", "entry"], condition=Q(entry__isnull=False), name="entry_cited_once"
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=False) | Q(file__isnull=False) | ~Q(quote=""), name="citation_of_something"
            ),
        ]

    def __str__(self) -> str:
        return self.quote[:80] or f"citation {self.pk}"


class Debrief(VersionedModel):
    """The meeting of the post-mortem team. Times are aware; ``minutes`` is how long it is planned to take."""

    incident = models.ForeignKey("hotwash.Incident", models.CASCADE, related_name="debriefs")
    planned_at = models.DateTimeField()
    minutes = models.PositiveIntegerField(default=60)
    place = models.CharField(max_length=300, blank=True, default="")
    facilitator = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    notes = models.TextField(blank=True, default="")
    held_at = models.DateTimeField(null=True, blank=True)
    attended = models.ManyToManyField("hotwash.Person", blank=True, related_name="debriefs")
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["planned_at", "pk"]

    def __str__(self) -> str:
        return f"debrief of {self.incident_id} on {self.planned_at:%F}"


class GapReview(models.Model):
    """A question of the tool that somebody looked at and left, with the reason. `key` is the key of the gap."""

    incident = models.ForeignKey("hotwash.Incident", models.CASCADE, related_name="gap_reviews")
    key = models.CharField(max_length=200)
    question = models.TextField()
    reason = models.TextField()
    by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["incident", "key"], name="gap_reviewed_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.reason[:80]}"
