"""Rows of stage 5: actions, the changes of their due dates, and the reasons why a factor needs none."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from hotwash.actions.core.checking import MAX_TITLE
from hotwash.actions.core.states import STATE_LABELS, UNRESOLVED, ActionState
from hotwash.actions.core.strength import STRENGTH_LABELS, TYPE_LABELS, ActionKind, Priority
from hotwash.kernel.models import VersionedModel


class Action(VersionedModel):
    """Something that is changed because of an incident. ``evidence`` shows that it is done, ``reason`` why it is not;
    ``reopened`` counts how often it was opened again.
    """

    incident = models.ForeignKey("hotwash.Incident", models.CASCADE, related_name="actions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=MAX_TITLE)
    detail = models.TextField(blank=True, default="")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value.title()) for kind in ActionKind])
    type = models.CharField(max_length=12, choices=[(kind.value, label) for kind, label in TYPE_LABELS.items()])
    strength = models.CharField(max_length=8, choices=[(key.value, label) for key, label in STRENGTH_LABELS.items()])
    priority = models.CharField(
        max_length=8, choices=[(key.value, key.value.title()) for key in Priority], default=Priority.MEDIUM
    )
    owner = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="actions")
    due = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=12, choices=[(key.value, label) for key, label in STATE_LABELS.items()], default=ActionState.OPEN
    )
    end_state = models.TextField(blank=True, default="")
    measure = models.TextField(blank=True, default="")
    ticket_url = models.URLField(max_length=500, blank=True, default="")
    factors = models.ManyToManyField("hotwash.Factor", blank=True, related_name="actions")

    evidence = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    accepted_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_note = models.TextField(blank=True, default="")
    reopened = models.PositiveIntegerField(default=0)

    reminded_on = models.DateField(null=True, blank=True)
    escalated_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["incident_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="action_number_once"),
            models.CheckConstraint(condition=Q(state__in=list(ActionState)), name="action_state_known"),
            models.CheckConstraint(condition=~Q(title=""), name="action_has_title"),
        ]
        indexes = [
            models.Index(fields=["due", "id"], name="action_due", condition=Q(state__in=sorted(UNRESOLVED))),
            models.Index("state", F("id").desc(), name="action_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        return f"A-{self.number}"

    @property
    def last_verdict(self) -> str:
        """What stage 7 recorded last, by the relation its rows have to ours; empty while it recorded nothing."""
        rows = list(self.verifications.all())
        return rows[-1].verdict if rows else ""

    @property
    def is_unresolved(self) -> bool:
        return self.state in UNRESOLVED

    def is_overdue(self, today: date) -> bool:
        return self.is_unresolved and self.due is not None and self.due < today


class DueChange(models.Model):
    """One change of a due date: the old one is kept, and why it moved."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="due_changes")
    before = models.DateField(null=True)
    after = models.DateField(null=True)
    reason = models.TextField()
    by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.before} -> {self.after}"


class NoAction(models.Model):
    """Why a factor is answered by no action."""

    factor = models.OneToOneField("hotwash.Factor", models.CASCADE, related_name="no_action")
    reason = models.TextField()
    by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reason[:80]
