from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from hotwash.kernel.models import VersionedModel
from hotwash.respond.core.states import Again, AlertState, DeliveryState, RuleAction, Triage
from hotwash.respond.models.choices import choices


class Source(VersionedModel):
    """Somebody who sends alerts: a plugin, a name, and a secret that is part of its address."""

    plugin = models.CharField(max_length=64)
    name = models.CharField(max_length=100, unique=True)
    secret = models.CharField(max_length=64, unique=True)
    enabled = models.BooleanField(default=True)
    options = models.JSONField(default=dict, blank=True)  # what the plugin asks for, for example a field mapping
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One request of a source, kept as it came. ``streams`` writes rows in groups; the worker decides about them."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="deliveries", db_index=False)  # see the indexes
    received_at = models.DateTimeField(db_default=Now())
    headers = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    body = models.BinaryField()
    state = models.CharField(
        max_length=16, choices=choices(DeliveryState), default=DeliveryState.WAITING, db_default=DeliveryState.WAITING
    )
    processed_at = models.DateTimeField(null=True, blank=True)
    decision = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    error = models.TextField(default="", db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["source", "id"], name="delivery_waiting_by_source", condition=Q(processed_at=None)),
            models.Index("source", F("id").desc(), name="delivery_of_source"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class Heartbeat(VersionedModel):
    """How often a source is expected to be heard. A source without one may be silent for ever."""

    source = models.OneToOneField(Source, models.CASCADE, related_name="heartbeat")
    every_minutes = models.PositiveIntegerField()
    grace_minutes = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)  # empty while it is silent
    silent_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"heartbeat of {self.source_id}"


class RoutingRule(VersionedModel):
    """The first enabled rule, in order, whose matchers all hold decides about an alert."""

    name = models.CharField(max_length=100, unique=True)
    order = models.PositiveIntegerField(default=100)
    enabled = models.BooleanField(default=True)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.CASCADE, related_name="rules")
    matchers = models.JSONField(default=list, blank=True)  # [{"label": ..., "op": "=", "value": ...}]
    action = models.CharField(max_length=16, choices=choices(RuleAction))
    severity = models.CharField(max_length=32, blank=True, default="")  # empty: from the alert's own hint
    service = models.ForeignKey(
        "hotwash.Service", null=True, blank=True, on_delete=models.SET_NULL, related_name="routing_rules"
    )
    policy = models.ForeignKey(
        "hotwash.EscalationPolicy", null=True, blank=True, on_delete=models.SET_NULL, related_name="rules"
    )
    group_by = models.JSONField(default=list, blank=True)  # label names; alerts equal in them share one incident
    group_minutes = models.PositiveIntegerField(default=60)
    private = models.BooleanField(default=False)
    again = models.CharField(max_length=16, choices=choices(Again), default=Again.DECLARE, db_default=Again.DECLARE)
    again_minutes = models.PositiveIntegerField(default=60, db_default=60)
    flap_times = models.PositiveIntegerField(default=5, db_default=5)  # 0: never damped
    flap_minutes = models.PositiveIntegerField(default=30, db_default=30)
    storm_limit = models.PositiveIntegerField(default=10, db_default=10)  # 0: no limit
    raises = models.BooleanField(default=True, db_default=True)  # a worse alert makes its incident worse
    resolves = models.BooleanField(default=False, db_default=False)  # when all alerts are over, the incident is
    declared = models.JSONField(default=list, blank=True, db_default=models.Value([], models.JSONField()))  # last times

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class Alert(VersionedModel):
    """One problem that a source reported, from its first signal to its resolution; repeats only count."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="alerts", db_index=False)  # see the indexes
    fingerprint = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True, default="")
    labels = models.JSONField(default=dict, blank=True)
    severity = models.CharField(max_length=32, blank=True, default="")  # the sender's own word
    url = models.TextField(blank=True, default="")
    raw = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=16, choices=choices(AlertState), default=AlertState.FIRING)
    triage = models.CharField(max_length=16, choices=choices(Triage), default=Triage.INBOX)
    group_key = models.CharField(max_length=300, blank=True, default="")
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    first_at = models.DateTimeField()  # when we first heard of it
    last_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)
    incident = models.ForeignKey(
        "hotwash.Incident", models.SET_NULL, null=True, blank=True, related_name="alerts", db_index=False
    )
    rule = models.ForeignKey(RoutingRule, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(blank=True, default="")
    begun = models.JSONField(default=list, blank=True, db_default=models.Value([], models.JSONField()))  # last times
    flapping_since = models.DateTimeField(null=True, blank=True)
    silence = models.ForeignKey(
        "hotwash.Silence", models.SET_NULL, null=True, blank=True, related_name="alerts", db_index=False
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "fingerprint"], condition=Q(state=AlertState.FIRING), name="one_open_alert_each"
            ),
        ]
        indexes = [
            models.Index("triage", F("id").desc(), name="alert_by_triage"),
            models.Index("source", "fingerprint", F("id").desc(), name="alert_by_fingerprint"),
            models.Index("incident", "state", F("id").desc(), name="alert_of_incident"),
            models.Index(fields=["silence", "id"], name="alert_by_silence", condition=Q(silence__isnull=False)),
            models.Index(fields=["group_key", "id"], name="alert_by_group", condition=Q(incident__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title
