from datetime import time

from django.db import models
from django.db.models import F, Q

from hotwash.kernel.models import VersionedModel
from hotwash.respond.core.states import Rotation, SwapState
from hotwash.respond.models.choices import choices


class Schedule(VersionedModel):
    """Who is on call when. A later layer stands above an earlier one; an override above all layers."""

    name = models.CharField(max_length=100, unique=True)
    team = models.ForeignKey("hotwash.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="schedules")
    timezone = models.CharField(max_length=64, default="UTC")
    gaps_meant = models.BooleanField(default=False, db_default=False)  # office hours only: nobody is reminded

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
    points = models.JSONField(default=list, blank=True)  # custom shifts: [[weekday, "09:00"], ...]
    timezone = models.CharField(max_length=64, blank=True, default="", db_default="")  # empty: the schedule's
    by_person = models.BooleanField(default=False, db_default=False)  # turns begin at the time of who takes over

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
    calendar = models.ForeignKey(
        "hotwash.FollowedCalendar", null=True, blank=True, on_delete=models.CASCADE, related_name="overrides"
    )

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="override_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.schedule}"


class PastSchedule(models.Model):
    """A schedule as it was until ``until``: so that one can ask who was on call then."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="past")
    until = models.DateTimeField()
    timezone = models.CharField(max_length=64)
    layers = models.JSONField()

    class Meta:
        ordering = ["schedule", "until", "pk"]

    def __str__(self) -> str:
        return f"{self.schedule} until {self.until:%F %R}"


class Swap(models.Model):
    """Somebody asks another person to take a shift, and may take one of theirs for it."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="swaps")
    asked_by = models.ForeignKey("hotwash.Person", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("hotwash.Person", on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()  # the shift that is given away
    ends_at = models.DateTimeField()
    back_starts_at = models.DateTimeField(null=True, blank=True)  # the shift that is taken for it, if any
    back_ends_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=16, choices=choices(SwapState), default=SwapState.ASKED)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="swap_ends_after_start"),
            models.CheckConstraint(
                condition=Q(back_starts_at=None, back_ends_at=None) | Q(back_ends_at__gt=F("back_starts_at")),
                name="swap_back_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by} and {self.other} in {self.schedule}"


class Feed(models.Model):
    """A secret address at which a calendar reads the shifts of a schedule or of a person. Revoked by removing it."""

    secret = models.CharField(max_length=64, unique=True)
    owner = models.ForeignKey("hotwash.Person", on_delete=models.CASCADE, related_name="+")  # who made it
    schedule = models.ForeignKey(Schedule, null=True, blank=True, on_delete=models.CASCADE, related_name="feeds")
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "schedule"], name="feed_once", nulls_distinct=False)]

    def __str__(self) -> str:
        return f"feed of {self.schedule or self.owner}"


class FollowedCalendar(models.Model):
    """A calendar elsewhere whose entries are overrides here: its events name who is on call."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="followed")
    name = models.CharField(max_length=100)
    url = models.CharField(max_length=1000, blank=True, default="")  # empty: a file that was given once
    problems = models.JSONField(default=list, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["schedule", "pk"]

    def __str__(self) -> str:
        return self.name
