from collections.abc import Collection

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q

from hotwash.kernel.models import VersionedModel
from hotwash.respond.core.declaring import MAX_TITLE
from hotwash.respond.core.states import COMMANDER, FoundBy, IncidentState
from hotwash.respond.models.choices import choices


class Incident(VersionedModel):
    """One incident or near miss; its primary key is its number for people."""

    title = models.CharField(max_length=MAX_TITLE)
    summary = models.TextField(blank=True, default="")
    severity = models.CharField(max_length=32)  # a key of the process document this incident runs under
    state = models.CharField(max_length=16, choices=choices(IncidentState), default=IncidentState.ACTIVE)
    private = models.BooleanField(default=False)
    near_miss = models.BooleanField(default=False)
    found_by = models.CharField(max_length=16, choices=choices(FoundBy), default=FoundBy.COLLEAGUE)
    process_version = models.ForeignKey("hotwash.ProcessVersion", on_delete=models.PROTECT, related_name="+")
    declared_by = models.ForeignKey(
        "hotwash.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    services = models.ManyToManyField("hotwash.Service", blank=True, related_name="incidents")

    declared_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    detected_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    mitigated_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    next_update_at = models.DateTimeField(null=True, blank=True)  # when stakeholders are due to hear again

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(IncidentState)), name="incident_state_known"),
            models.CheckConstraint(condition=Q(found_by__in=list(FoundBy)), name="incident_found_by_known"),
            models.CheckConstraint(condition=~Q(title=""), name="incident_has_title"),
        ]
        indexes = [
            models.Index("state", F("id").desc(), name="incident_by_state"),
            models.Index(fields=["id"], name="incident_private", condition=Q(private=True)),
            models.Index("severity", F("id").desc(), name="incident_by_severity"),
            models.Index("declared_at", "id", name="incident_by_declared"),
            models.Index(
                fields=["next_update_at"], name="incident_update_due", condition=Q(next_update_at__isnull=False)
            ),
            GinIndex(SearchVector("title", "summary", config="simple"), name="incident_words"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        return f"INC-{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in {IncidentState.ACTIVE, IncidentState.MITIGATED}

    def participant_ids(self) -> Collection[int]:
        """The people who take part now: the ones who may see the incident while it is private."""
        return set(self.participants.filter(until=None).values_list("person_id", flat=True))


class Participant(models.Model):
    """One person in one role of an incident, from ``since`` to ``until``. A hand-over ends one row, begins another."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey("hotwash.Person", on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(max_length=32)  # a key of the process document's roles
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "person", "role"], condition=Q(until=None), name="participant_once_in_a_role"
            ),
            models.UniqueConstraint(
                fields=["incident"], condition=Q(until=None, role=COMMANDER), name="one_commander_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} as {self.role}"


class Note(models.Model):
    """What somebody said in the command room while the incident ran."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="notes")
    person = models.ForeignKey("hotwash.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    said_by = models.CharField(max_length=200)
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["incident", "at"], name="note_by_time")]

    def __str__(self) -> str:
        return self.text[:80]
