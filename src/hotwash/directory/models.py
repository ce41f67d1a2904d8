"""People, teams, services, contact methods and tokens."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.db import models
from django.db.models.functions import Lower

from hotwash.kernel.core.actor import Actor, ActorKind, Role
from hotwash.kernel.models import VersionedModel


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, name: str, password: str | None = None, role: Role = Role.MEMBER) -> "Person":
        return self.create(email=self.normalize_email(email), name=name, password=make_password(password), role=role)


class Person(AbstractBaseUser):
    """Somebody with an account. ``timezone`` is an IANA name; ``role`` is what they may do everywhere."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    timezone = models.CharField(max_length=64, default="UTC")
    role = models.CharField(
        max_length=16, choices=[(role.value, role.name.title()) for role in Role], default=Role.MEMBER
    )
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once")]

    def __str__(self) -> str:
        return self.name

    def as_actor(self, kind: ActorKind = "person") -> Actor:
        """Who acts when this person does: in a browser, by a link of a mail, or with an API token."""
        return Actor(kind=kind, name=self.name, role=Role(self.role), person_id=self.pk)


class Team(VersionedModel):
    class Kind(models.TextChoices):
        OPERATIONS = "operations", "Operations"
        DEVELOPMENT = "development", "Development"
        SUPPORT = "support", "Support"
        OTHER = "other", "Other"

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.OTHER)
    members = models.ManyToManyField(Person, related_name="teams", blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Service(VersionedModel):
    """Something that people rely on. ``target`` is the share of time it is to be available: 0.999 is three nines."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(unique=True)
    description = models.TextField(blank=True)
    owner = models.ForeignKey(Team, models.PROTECT, related_name="services", null=True, blank=True)
    depends_on = models.ManyToManyField("self", symmetrical=False, related_name="dependants", blank=True)
    target = models.FloatField(null=True, blank=True)
    runbook_url = models.URLField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(target=None) | models.Q(target__gt=0, target__lte=1),
                name="service_target_is_a_share",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ContactMethod(models.Model):
    """How to reach a person: ``channel`` is the key of a notifier, ``address`` is in that notifier's own form.

    ``minutes`` after a page it is used; null: as is usual at its place. One that is not ``confirmed`` gets nothing but
    its code.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="contact_methods")
    channel = models.CharField(max_length=40, default="email")
    address = models.CharField(max_length=1000)
    label = models.CharField(max_length=80, blank=True, default="", db_default="")  # "my phone"
    order = models.PositiveSmallIntegerField(default=1)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    confirmed = models.BooleanField(default=True, db_default=True)
    code_digest = models.CharField(max_length=64, blank=True, default="", db_default="")
    code_sent_at = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.channel} {self.address}"


class ContactRules(models.Model):
    """When a person does not want to be disturbed by what is no page. Wall-clock times in the person's zone."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="contact_rules", primary_key=True)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    as_digest = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"quiet from {self.quiet_from} until {self.quiet_until}"


class ApiToken(models.Model):
    """A person's key to the API. Only its SHA-256 is kept; ``prefix`` lets its owner recognise it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class SignInAttempt(models.Model):
    """A failed sign-in, by address of the account and of the client: too many of either are made to wait."""

    email = models.CharField(max_length=254, db_index=True)
    client = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.email} at {self.at:%F %T}"
