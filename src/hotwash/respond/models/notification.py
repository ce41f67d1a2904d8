from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import Q

from hotwash.respond.core.states import NotificationState
from hotwash.respond.models.choices import choices
from hotwash.respond.models.escalation import Page


class StakeholderUpdate(models.Model):
    """What one audience was told, and when."""

    incident = models.ForeignKey("hotwash.Incident", on_delete=models.CASCADE, related_name="updates")
    audience = models.CharField(max_length=32)  # a key of the process document's audiences
    subject = models.CharField(max_length=300)
    text = models.TextField()
    said = models.TextField(blank=True, default="", db_default="")  # what somebody wrote, before the template
    headline = models.CharField(max_length=200, blank=True, default="", db_default="")  # the incident's name outside
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="corrections"
    )  # an update that was sent stays as it is: a correction is a new one
    state = models.CharField(max_length=16)  # of the incident, as told
    severity = models.CharField(max_length=32)
    sent_by = models.ForeignKey("hotwash.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField()
    next_update_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.subject


class Notification(models.Model):
    """One message to one address, with its attempts. Any stage queues them by ``respond.notify``."""

    channel = models.CharField(max_length=64)  # the key of a notifier plugin
    to = models.CharField(max_length=1000)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True, default="")
    link = models.TextField(blank=True, default="")
    link_text = models.CharField(max_length=80, blank=True, default="", db_default="")
    attachments = models.JSONField(default=list, blank=True)  # [{"name", "media_type", "text"}]
    data = models.JSONField(default=dict, blank=True)  # for machines: the body of a webhook
    incident = models.ForeignKey(
        "hotwash.Incident", null=True, blank=True, on_delete=models.CASCADE, related_name="notifications"
    )
    person = models.ForeignKey("hotwash.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(Page, null=True, blank=True, on_delete=models.CASCADE, related_name="notifications")
    update = models.ForeignKey(
        StakeholderUpdate, null=True, blank=True, on_delete=models.CASCADE, related_name="notifications"
    )
    purpose = models.CharField(max_length=32)  # page, update, invitation, reminder, ...
    once = models.CharField(max_length=200, unique=True)  # the same message is never queued twice
    occasion = models.CharField(max_length=200, blank=True, default="", db_default="")  # one for all ways of a person
    state = models.CharField(max_length=16, choices=choices(NotificationState), default=NotificationState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    taken_until = models.DateTimeField(null=True, blank=True)  # a worker is at it
    held_until = models.DateTimeField(null=True, blank=True)  # quiet hours
    error = models.TextField(blank=True, default="")
    external_id = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["due_at"], name="notification_due", condition=Q(state=NotificationState.WAITING)),
            HashIndex(fields=["to"], name="notification_queue", condition=Q(state=NotificationState.WAITING)),
            models.Index(fields=["occasion"], name="notification_occasion", condition=~Q(occasion="")),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} to {self.to}"


class DeliveryAttempt(models.Model):
    """One try at one message, and what the other side answered."""

    notification = models.ForeignKey(Notification, on_delete=models.CASCADE, related_name="tries")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    arrived = models.BooleanField()
    said = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["notification", "number", "pk"]

    def __str__(self) -> str:
        return f"attempt {self.number} at {self.notification_id}"
