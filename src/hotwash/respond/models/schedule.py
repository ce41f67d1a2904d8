from datetime import time

from django.db import models
from django.db.models import F, Q

from hotwash.kernel.models import VersionedModel
from hotwash.respond.core.states import Rotation
from hotwash.respond.models.choices import choices


class Schedule(VersionedModel):
    """Who is on call when. A later layer stands above an earlier one; an override above all layers."""

    name = models.CharField(max_length=100, unique=True)
    team = models.ForeignKey("hotwash.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="schedules")
    timezone = models.CharField(max_length=64, default="UTC")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Layer(models.Model):
    """One rotation: its members take turns, each for ``every`` days, weeks or hours, handing over at ``handover``."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="layers")
    name = models.CharField(max_length=100, default="Rotation")
    order = models.PositiveIntegerField(default=1)
    rotation = models.CharField(max_length=8, choices=choices(Rotation), default=Rotation.WEEKLY)
    every = models.PositiveIntegerField(default=1)
    starts_on = models.DateField()  # the first shift begins on this day at ``handover``, in the schedule's zone
    ends_on = models.DateField(null=True, blank=True)
    handover = models.TimeField(default=time(9))
    weekdays = models.JSONField(default=list, blank=True)  # 0 = Monday; empty: every day
    from_time = models.TimeField(null=True, blank=True)  # on call only between these times of the day
    to_time = models.TimeField(null=True, blank=True)

    class Meta:
        ordering = ["schedule", "order", "pk"]
        constraints = [models.CheckConstraint(condition=Q(every__gte=1), name="layer_turns_are_not_empty")]

    def __str__(self) -> str:
        return self.name


class LayerMember(models.Model):
    layer = models.ForeignKey(Layer, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey("hotwash.Person", on_delete=models.CASCADE, related_name="+")
    order = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["layer", "order", "pk"]

    def __str__(self) -> str:
        return str(self.person)


class Override(models.Model):
    """Somebody takes a shift of somebody else."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="overrides")
    person = models.ForeignKey("hotwash.Person", on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="override_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.schedule}"
