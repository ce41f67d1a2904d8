"""Rows that no stage owns: the event log, counters, stored files, the search index, drafts."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, GeneratedField, Value


class Event(models.Model):
    """One line of the append-only, hash-chained log; see ``core.chain`` for what is hashed. A trigger refuses
    change.
    """

    chain = models.TextField()
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor_kind = models.TextField()
    actor_name = models.TextField()
    person = models.ForeignKey("hotwash.Person", models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    type = models.TextField()
    incident_id = models.BigIntegerField(null=True, db_index=True)
    payload = models.JSONField()
    why = models.TextField(blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="event_once_in_chain")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.chain} {self.number} {self.type}"


class ChainHead(models.Model):
    """The last link of each chain: the row that writers of one chain wait for."""

    chain = models.TextField(primary_key=True)
    number = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.chain} at {self.number}"


class Counter(models.Model):
    """Short stable references: the last number given for a kind within a scope (``incident:42``, ``entry``)."""

    scope = models.TextField()
    kind = models.TextField()
    value = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "kind"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.scope} {self.kind} {self.value}"


class Blob(models.Model):
    """A stored file, known by the SHA-256 of its bytes; the bytes are in the store."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]


class SearchDocument(models.Model):
    """What full-text search knows of one thing. ``vector`` is made by PostgreSQL: the title weighs more than the
    body.
    """

    kind = models.TextField()
    object_id = models.BigIntegerField()
    incident_id = models.BigIntegerField(null=True, db_index=True)
    title = models.TextField()
    body = models.TextField(blank=True)
    url = models.TextField()
    at = models.DateTimeField()
    vector = GeneratedField(
        expression=SearchVector("title", config=Value("english"), weight="A")
        + SearchVector("body", config=Value("english"), weight="B"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_once")]
        indexes = [
            GinIndex("vector", name="search_vector"),
            models.Index(F("at").desc(), F("id").desc(), name="search_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class VersionedModel(models.Model):
    """A row that people edit: ``version`` counts saves, so that a save on an older version is refused, not won."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def at_version(self, version: int) -> Self | None:
        """This row locked for an edit, or None when somebody saved since ``version``. Only inside a transaction."""
        rows = type(self)._default_manager  # noqa: SLF001 - Django's documented name for it
        return rows.select_for_update(no_key=True).filter(pk=self.pk, version=version).first()
