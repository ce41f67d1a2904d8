from django.db import models
from django.db.models import F, Q

from hotwash.kernel.models import VersionedModel
from hotwash.respond.core.states import EscalationState, PageState
from hotwash.respond.models.choices import choices
from hotwash.respond.models.schedule import Schedule


class EscalationPolicy(VersionedModel):
    """Whom to page, level after level, until somebody acknowledges."""

    name = models.CharField(max_length=100, unique=True)
    is_default = models.BooleanField(default=False)  # used where neither rule nor service names one
    team = models.ForeignKey("hotwash.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="policies")
    repeats = models.PositiveIntegerField(default=1)  # how often the whole ladder is climbed again
    fallback = models.ForeignKey(
        "hotwash.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # paged where a level resolves to nobody, and at the very end

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="one_default_policy")
        ]

    def __str__(self) -> str:
        return self.name


class EscalationLevel(models.Model):
    policy = models.ForeignKey(EscalationPolicy, on_delete=models.CASCADE, related_name="levels")
    order = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField(default=5)  # to wait for an answer before the next level

    class Meta:
        ordering = ["policy", "order"]
        constraints = [models.UniqueConstraint(fields=["policy", "order"], name="level_once")]

    def __str__(self) -> str:
        return f"level {self.order}"


class EscalationTarget(models.Model):
    """Exactly one of a person, a schedule, a team, a channel (the key of a notifier, and an address there)."""

    level = models.ForeignKey(EscalationLevel, on_delete=models.CASCADE, related_name="targets")
    person = models.ForeignKey("hotwash.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    schedule = models.ForeignKey(Schedule, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey("hotwash.Team", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=64, blank=True, default="", db_default="")
    address = models.CharField(max_length=500, blank=True, default="", db_default="")

    class Meta:
        ordering = ["level", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(person__isnull=False, schedule=None, team=None, channel="")
                    | Q(person=None, schedule__isnull=False, team=None, channel="")
                    | Q(person=None, schedule=None, team__isnull=False, channel="")
                    | (Q(person=None, schedule=None, team=None) & ~Q(channel=""))
                ),
                name="target_is_one_thing",
            )
        ]

    def __str__(self) -> str:
        return str(self.person or self.schedule or self.team or f"{self.channel} {self.address}")


class Escalation(models.Model):
    """A ladder being climbed. ``plan`` is a copy of the policy: editing the policy does not disturb it."""

    incident = models.ForeignKey("hotwash.Incident", on_delete=models.CASCADE, related_name="escalations")
    policy = models.ForeignKey(EscalationPolicy, null=True, on_delete=models.SET_NULL, related_name="+")
    plan = models.JSONField()
    state = models.CharField(max_length=16, choices=choices(EscalationState), default=EscalationState.RUNNING)
    level = models.PositiveIntegerField(default=0)  # the last level paged; 0 = none yet
    round = models.PositiveIntegerField(default=1)
    due_at = models.DateTimeField(null=True, blank=True)  # when the next level is due
    climbed_at = models.DateTimeField(null=True, blank=True)  # when the last level was paged
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey("hotwash.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident"], condition=Q(state=EscalationState.RUNNING), name="one_running_escalation"
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], name="escalation_due", condition=Q(state=EscalationState.RUNNING)),
        ]

    def __str__(self) -> str:
        return f"escalation of {self.incident_id}"


class Rung(models.Model):
    """One level of an escalation as it was paged, once in each round: when, and what went wrong."""

    escalation = models.ForeignKey(Escalation, on_delete=models.CASCADE, related_name="rungs")
    level = models.PositiveIntegerField()  # one above the last level: the last resort
    round = models.PositiveIntegerField(default=1)
    due_at = models.DateTimeField()
    paged_at = models.DateTimeField()
    channels = models.JSONField(default=list, blank=True)  # what was called besides people: "slack #ops"
    troubles = models.JSONField(default=list, blank=True)  # why somebody whom it means was not paged

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["escalation", "round", "level"], name="rung_paged_once")]

    def __str__(self) -> str:
        return f"level {self.level}, round {self.round}"


class Page(models.Model):
    """One call to one person to take an incident."""

    escalation = models.ForeignKey(Escalation, null=True, on_delete=models.CASCADE, related_name="pages")
    incident = models.ForeignKey("hotwash.Incident", on_delete=models.CASCADE, related_name="pages")
    person = models.ForeignKey("hotwash.Person", on_delete=models.CASCADE, related_name="pages")
    level = models.PositiveIntegerField(default=0)  # 0 = asked for by hand
    round = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=16, choices=choices(PageState), default=PageState.OPEN)
    reason = models.CharField(max_length=300)  # why this person: "on call in Web until 09:00"
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_via = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["escalation", "round", "level", "person"], name="paged_once_for_a_level")
        ]
        indexes = [models.Index("person", F("id").desc(), name="page_open_of", condition=Q(state=PageState.OPEN))]

    def __str__(self) -> str:
        return f"page of {self.person_id} for {self.incident_id}"


class PagingTrouble(models.Model):
    """Something urgent that the self-check of paging found; told once when it begins, once when it is over."""

    key = models.CharField(max_length=100)
    words = models.TextField()
    since = models.DateTimeField()
    over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(over_at=None), name="paging_trouble_told_once")
        ]

    def __str__(self) -> str:
        return self.words
