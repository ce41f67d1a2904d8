from django.db import models
from django.db.models import F, Q

from hotwash.kernel.models import VersionedModel
from hotwash.respond.core.status.states import NAMES, ComponentState

STATES = [(state.value, NAMES[state]) for state in ComponentState]


class StatusPage(VersionedModel):
    """What one audience sees of the state of things. It is rendered when something changes, not when it is read."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=100)
    words = models.TextField(blank=True, default="")
    public = models.BooleanField(default=False)  # else for signed-in people
    timezone = models.CharField(max_length=64, default="UTC")
    audience = models.CharField(max_length=40)  # a key of the process document's audiences
    at_once = models.BooleanField(default=True)  # components follow incidents that the audience was not told of yet
    made_at = models.DateTimeField()
    rendered_at = models.DateTimeField(null=True, blank=True)
    stale_at = models.DateTimeField(null=True, blank=True)  # when it says something else without anybody doing anything
    rendered_by = models.CharField(max_length=100, blank=True, default="")  # the release and style sheet it was made by

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class StatusComponent(models.Model):
    """A part of the page, mostly a service. History begins at ``since``."""

    page = models.ForeignKey(StatusPage, on_delete=models.CASCADE, related_name="components")
    service = models.ForeignKey("hotwash.Service", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    group = models.CharField(max_length=100, blank=True, default="")
    name = models.CharField(max_length=100)
    description = models.TextField(blank=True, default="")
    order = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["page", "name"], name="status_component_once")]

    def __str__(self) -> str:
        return self.name


class StatusHold(models.Model):
    """A state set by hand: it holds over what incidents say until it is let go."""

    component = models.ForeignKey(StatusComponent, on_delete=models.CASCADE, related_name="holds")
    state = models.CharField(max_length=32, choices=STATES)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, default="")
    set_by = models.ForeignKey("hotwash.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-begins_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["component"], condition=Q(ends_at=None), name="status_hold_one_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.component}: {self.state}"


class StatusMaintenance(VersionedModel):
    """Work that is planned and announced. It begins and ends by the clock; ``cancelled_at``: it does not happen."""

    page = models.ForeignKey(StatusPage, on_delete=models.CASCADE, related_name="maintenance")
    components = models.ManyToManyField(StatusComponent, blank=True, related_name="maintenance")
    title = models.CharField(max_length=100)
    text = models.TextField(blank=True, default="")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    announced_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-begins_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="maintenance_ends_after")]

    def __str__(self) -> str:
        return self.title


class StatusDocument(models.Model):
    """One rendered answer of a page, served as it stands by the fast door. ``path`` is beneath the page's address."""

    page = models.ForeignKey(StatusPage, on_delete=models.CASCADE, related_name="documents")
    path = models.CharField(max_length=200, blank=True, default="")
    kind = models.CharField(max_length=100)  # of the content, as in HTTP
    body = models.TextField()
    etag = models.CharField(max_length=64)
    rendered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "path"], name="status_document_once")]

    def __str__(self) -> str:
        return f"{self.page_id}/{self.path}"


class StatusSubscription(models.Model):
    """Who is told of what the page says. Nothing is sent before it was confirmed; ``token`` is in every letter."""

    page = models.ForeignKey(StatusPage, on_delete=models.CASCADE, related_name="subscriptions")
    kind = models.CharField(max_length=16)  # email, webhook
    address = models.CharField(max_length=500)
    token = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "kind", "address"], condition=Q(ended_at=None), name="status_subscription_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.address}"
