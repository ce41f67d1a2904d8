"""Rows of stage 7: follow-ups, verifications, recurrences, themes, periodic reviews, suggestions for the process."""

from django.db import models

from hotwash.improve.core.states import FollowUpState, RecurrenceState, SuggestionState
from hotwash.improve.core.verdicts import VERDICT_LABELS
from hotwash.kernel.models import VersionedModel


def _choices(words: type[FollowUpState] | type[RecurrenceState] | type[SuggestionState]) -> list[tuple[str, str]]:
    return [(word.value, word.value.title()) for word in words]


class FollowUp(VersionedModel):
    """A meeting that looks whether the actions are done and work. ``sequence`` counts revisions of its calendar entry
    (RFC 5545).
    """

    incident = models.ForeignKey("hotwash.Incident", models.CASCADE, related_name="follow_ups")
    at = models.DateTimeField()
    minutes = models.PositiveIntegerField(default=45)
    place = models.CharField(max_length=300, blank=True, default="")
    agenda = models.TextField(blank=True, default="")
    notes = models.TextField(blank=True, default="")
    state = models.CharField(max_length=12, choices=_choices(FollowUpState), default=FollowUpState.PLANNED)
    sequence = models.PositiveIntegerField(default=0)
    invited = models.ManyToManyField("hotwash.Person", blank=True, related_name="follow_ups_invited")
    attended = models.ManyToManyField("hotwash.Person", blank=True, related_name="follow_ups_attended")
    planned_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, related_name="+")
    held_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"follow-up of {self.incident_id} at {self.at:%F %H:%M}"


class Verification(models.Model):
    """A verdict on one action: did it work, and what shows it. Rows are never changed; the last one counts."""

    action = models.ForeignKey("hotwash.Action", models.CASCADE, related_name="verifications")
    follow_up = models.ForeignKey(FollowUp, models.SET_NULL, null=True, blank=True, related_name="verifications")
    verdict = models.CharField(max_length=12, choices=[(key.value, label) for key, label in VERDICT_LABELS.items()])
    evidence = models.TextField()
    by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.verdict}: {self.evidence[:60]}"


class Recurrence(models.Model):
    """A factor that looks like one of an earlier incident, until a person confirms or dismisses it."""

    incident = models.ForeignKey("hotwash.Incident", models.CASCADE, related_name="recurrences")
    earlier_incident = models.ForeignKey("hotwash.Incident", models.CASCADE, related_name="later_recurrences")
    factor = models.ForeignKey("hotwash.Factor", models.CASCADE, related_name="recurrences")
    earlier_factor = models.ForeignKey("hotwash.Factor", models.CASCADE, related_name="later_recurrences")
    score = models.FloatField()
    why = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=_choices(RecurrenceState), default=RecurrenceState.PROPOSED)
    found_at = models.DateTimeField()
    decided_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [models.UniqueConstraint(fields=["factor", "earlier_factor"], name="recurrence_once")]

    def __str__(self) -> str:
        return f"{self.factor_id} like {self.earlier_factor_id} ({self.state})"


class Theme(VersionedModel):
    """Factors of several incidents that belong together, under a name that people gave."""

    name = models.CharField(max_length=120, unique=True)
    description = models.TextField(blank=True, default="")
    factors = models.ManyToManyField("hotwash.Factor", blank=True, related_name="themes")
    created_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PeriodicReview(models.Model):
    """A review that was held, as a record: ``text`` is the whole of it as Markdown and is never changed."""

    since = models.DateField()
    until = models.DateField()
    attendees = models.ManyToManyField("hotwash.Person", blank=True, related_name="+")
    decisions = models.TextField(blank=True, default="")
    next_on = models.DateField(null=True, blank=True)
    text = models.TextField()
    saved_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-until", "-pk"]

    def __str__(self) -> str:
        return f"review {self.since} to {self.until}"


class Suggestion(VersionedModel):
    """A proposed change of the process: ``hunks`` are what ``core.suggestions`` applies; none means words only."""

    incident = models.ForeignKey("hotwash.Incident", models.SET_NULL, null=True, blank=True, related_name="suggestions")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True, default="")
    hunks = models.JSONField(default=list)
    base = models.ForeignKey("hotwash.ProcessVersion", models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=_choices(SuggestionState), default=SuggestionState.OPEN)
    made_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, default="")
    process_version = models.ForeignKey(
        "hotwash.ProcessVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title
