"""Rows of stage 6: the report and its sections, reviews, publications and where they went, comments, the archive."""

from django.db import models
from django.db.models import F, Q

from hotwash.kernel.models import VersionedModel
from hotwash.reports.core.states import DeliveryState, ReportState, Verdict

MAX_TITLE = 300


class Report(VersionedModel):
    """The report of one incident. What has been published is frozen in its publications; this goes on changing."""

    incident = models.OneToOneField("hotwash.Incident", models.CASCADE, related_name="report")
    title = models.CharField(max_length=MAX_TITLE)
    state = models.CharField(
        max_length=12, choices=[(state.value, state.label) for state in ReportState], default=ReportState.DRAFT
    )
    started_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=list(ReportState)), name="report_state_known")]

    def __str__(self) -> str:
        return self.title


class SectionText(VersionedModel):
    """The prose of one section, as Markdown; ``key`` is a key of the template."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="sections")
    key = models.CharField(max_length=40)
    text = models.TextField(blank=True, default="")
    changed_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="report_section_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.text[:60]}"


class SectionChange(models.Model):
    """Every text that a section ever had: nothing that was saved is lost."""

    section = models.ForeignKey(SectionText, models.CASCADE, related_name="changes")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["section", "version"], name="section_change_once")]

    def __str__(self) -> str:
        return f"{self.section_id} version {self.version}"


class Review(models.Model):
    """Somebody is asked to read the report. ``report_version`` is what they judged; a later edit makes it outdated."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey("hotwash.Person", models.CASCADE, related_name="reviews")
    asked_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    verdict = models.CharField(
        max_length=12, choices=[(verdict.value, verdict.label) for verdict in Verdict], default=Verdict.WAITING
    )
    note = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    outdated = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["reviewer"], name="review_waiting", condition=Q(verdict="waiting", outdated=False))
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.verdict}"


class Publication(models.Model):
    """One frozen, numbered revision of a report; never changed after it was made. ``html`` stands alone."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="publications")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=MAX_TITLE)
    slug = models.CharField(max_length=120)
    summary = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")
    html = models.TextField()
    markdown = models.TextField()
    pictures = models.JSONField(default=dict)
    pdf_sha256 = models.CharField(max_length=64)
    warnings = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="publication_number_once")]

    def __str__(self) -> str:
        return f"{self.title}, revision {self.number}"


class PublishTarget(VersionedModel):
    """A place that publications are delivered to. ``settings`` are those of the publisher plugin."""

    name = models.CharField(max_length=120, unique=True)
    publisher = models.CharField(max_length=60)
    settings = models.JSONField(default=dict)
    active = models.BooleanField(default=True)
    takes_private = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PublicationDelivery(models.Model):
    """One publication on its way to one target: what was tried, where it arrived."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="deliveries")
    target = models.ForeignKey(PublishTarget, models.CASCADE, related_name="deliveries")
    state = models.CharField(
        max_length=12, choices=[(state.value, state.label) for state in DeliveryState], default=DeliveryState.WAITING
    )
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    location = models.TextField(blank=True, default="")
    revision = models.CharField(max_length=120, blank=True, default="")
    error = models.TextField(blank=True, default="")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "publication deliveries"
        constraints = [models.UniqueConstraint(fields=["publication", "target"], name="publication_delivery_once")]

    def __str__(self) -> str:
        return f"{self.publication_id} to {self.target}: {self.state}"


class Comment(models.Model):
    """A word on any part of an incident's record. ``target`` is a reference (T-12, F-3, A-5), ``section:<key>`` or
    empty for the report as a whole; an answer has the ``parent`` it answers.
    """

    incident = models.ForeignKey("hotwash.Incident", models.CASCADE, related_name="comments")
    target = models.CharField(max_length=60, blank=True, default="")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="answers")
    text = models.TextField()
    by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="comment_has_text")]
        indexes = [models.Index(fields=["incident", "target"], name="comment_by_target")]

    def __str__(self) -> str:
        return self.text[:80]


class ArchivedDocument(models.Model):
    """A post-mortem from elsewhere: its text as it came, and what was read out of it."""

    name = models.CharField(max_length=MAX_TITLE)
    title = models.CharField(max_length=MAX_TITLE)
    day = models.DateField(null=True, blank=True)
    severity = models.CharField(max_length=60, blank=True, default="")
    zone = models.CharField(max_length=60, blank=True, default="")
    text = models.TextField()
    reading = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, unique=True)
    imported_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    imported_at = models.DateTimeField()

    class Meta:
        ordering = [F("day").desc(nulls_last=True), "-pk"]

    def __str__(self) -> str:
        return self.title
