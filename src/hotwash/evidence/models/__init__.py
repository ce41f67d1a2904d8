"""Rows of stage 3: evidence files, the moments found in them, the timeline, key times, impact, what is collected."""

from django.db import models
from django.db.models import F, Q

from hotwash.evidence.core.collecting import MAX_COLLECTOR, RunState, RunWords
from hotwash.evidence.models.custody import Alias as Alias
from hotwash.evidence.models.custody import Capture as Capture
from hotwash.evidence.models.custody import CapturePart as CapturePart
from hotwash.evidence.models.custody import Masking as Masking
from hotwash.evidence.models.impact import CustomerReport as CustomerReport
from hotwash.evidence.models.impact import Impact as Impact
from hotwash.kernel.models import VersionedModel
from hotwash.ports.registry import title_of

MAX_NAME = 300


class EvidenceFile(VersionedModel):
    """A file as it came, under its SHA-256, and what was found out about it.

    ``scrubbed`` and ``book`` name stored files too: the text with its secrets masked, which is all that anybody
    sees, and its records; ``landmarks`` names what its clock can be compared by. ``density`` counts records by time;
    ``masked_places`` says where something was masked. ``clock_offset_ms`` is added to every time of this source, in
    milliseconds. ``zone`` is an IANA name or an offset, set by a person where the text gives none; ``zone_basis`` says
    how the zone is known. ``masked`` counts what was scrubbed, by kind. ``done`` says how many of its bytes were read
    so far, ``run`` numbers the readings: only the newest may write what it found. ``origin`` says in words where a
    collected file came from and what was asked, so that anybody can ask again.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting to be read"
        READING = "reading", "Being read"
        READ = "read", "Read"
        FAILED = "failed", "Could not be read"
        STOPPED = "stopped", "Reading was stopped"

    incident = models.ForeignKey("hotwash.Incident", models.CASCADE, related_name="evidence_files")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=MAX_NAME)
    archive = models.CharField(max_length=MAX_NAME, blank=True, default="")
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.WAITING)
    format = models.CharField(max_length=80, blank=True, default="")
    encoding = models.CharField(max_length=40, blank=True, default="")
    done = models.BigIntegerField(default=0)
    run = models.PositiveIntegerField(default=0)
    records = models.PositiveBigIntegerField(default=0)
    explained = models.FloatField(null=True, blank=True)
    earliest = models.DateTimeField(null=True, blank=True)
    latest = models.DateTimeField(null=True, blank=True)
    zone = models.CharField(max_length=64, blank=True, default="")
    zone_basis = models.CharField(max_length=40, blank=True, default="")
    year_basis = models.CharField(max_length=40, blank=True, default="")
    clock_offset_ms = models.BigIntegerField(default=0)
    masked = models.JSONField(default=dict, blank=True)
    masked_places = models.JSONField(default=list, blank=True)
    scrubbed = models.CharField(max_length=64, blank=True, default="")
    book = models.CharField(max_length=64, blank=True, default="")
    landmarks = models.CharField(max_length=64, blank=True, default="")
    density = models.JSONField(default=dict, blank=True)
    problems = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True, default="")
    origin = models.TextField(blank=True, default="")
    added_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["incident_id", "number"]
        constraints = [models.UniqueConstraint(fields=["incident", "number"], name="evidence_number_once")]
        indexes = [models.Index(fields=["sha256"], name="evidence_by_content")]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"

    @property
    def reference(self) -> str:
        return f"E-{self.number}"

    @property
    def format_title(self) -> str:
        return title_of(self.format)

    @property
    def busy(self) -> bool:
        """Whether it waits for the worker or is being read."""
        return self.status in {self.Status.WAITING, self.Status.READING}

    @property
    def percent(self) -> int:
        """How much of it was read so far."""
        return min(100, self.done * 100 // self.size) if self.size else 0


class Moment(models.Model):
    """Something in a file that may belong on the timeline: proposed with a score and its reason, pinned by a person."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        PINNED = "pinned", "Pinned"
        DISMISSED = "dismissed", "Dismissed"

    file = models.ForeignKey(EvidenceFile, models.CASCADE, related_name="moments")
    at = models.DateTimeField(null=True, blank=True)
    precision = models.CharField(max_length=16, default="second")
    zone_basis = models.CharField(max_length=40, blank=True, default="")
    kind = models.CharField(max_length=60)
    level = models.CharField(max_length=16, blank=True, default="")
    text = models.TextField()
    source = models.CharField(max_length=MAX_NAME, blank=True, default="")
    score = models.FloatField()
    why = models.TextField(blank=True, default="")
    line = models.PositiveBigIntegerField(default=0)
    offset = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PROPOSED)

    class Meta:
        ordering = ["-score", "pk"]
        indexes = [
            models.Index("file", F("score").desc(), name="moment_by_score"),
            models.Index(fields=["file", "at"], name="moment_by_time"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Entry(VersionedModel):
    """A line of the timeline. ``lane`` groups entries of one source; ``why_known`` is what was known at that time.

    ``event_id`` ties an entry that the incident made by itself (declared, paged …) to its line of the event log.
    ``merged_into`` names the entry that this one is part of now (never one that is itself part of another), and then
    ``deleted_at`` is set; ``split_from`` the one it was cut from.
    """

    incident = models.ForeignKey("hotwash.Incident", models.CASCADE, related_name="entries")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    precision = models.CharField(max_length=16, default="second")
    zone_basis = models.CharField(max_length=40, blank=True, default="")
    lane = models.CharField(max_length=120, blank=True, default="")
    kind = models.CharField(max_length=60, default="note")
    level = models.CharField(max_length=16, blank=True, default="")
    text = models.TextField()
    detail = models.TextField(blank=True, default="")
    why_known = models.TextField(blank=True, default="")
    moment = models.ForeignKey(Moment, models.SET_NULL, null=True, blank=True, related_name="entries")
    file = models.ForeignKey(EvidenceFile, models.SET_NULL, null=True, blank=True, related_name="entries")
    line = models.PositiveBigIntegerField(null=True, blank=True)
    event_id = models.BigIntegerField(null=True, blank=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")
    split_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="parts")
    created_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="entry_number_once"),
            models.UniqueConstraint(
                fields=["incident", "event_id"], condition=Q(event_id__isnull=False), name="entry_once_for_an_event"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("at")), name="entry_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["incident", "at", "id"], name="entry_by_time", condition=Q(deleted_at=None))]

    def __str__(self) -> str:
        return f"{self.reference} {self.text[:80]}"

    @property
    def reference(self) -> str:
        return f"T-{self.number}"

    @property
    def standing_id(self) -> int:
        """The entry that this one's words stand in: itself, or the one it was merged into."""
        return self.merged_into_id or self.pk

    @property
    def standing_reference(self) -> str:
        return self.merged_into.reference if self.merged_into else self.reference


class Rearrangement(models.Model):
    """A merge or a split, with what undoing it needs: ``before`` holds the values of the entry that stayed,
    ``version`` is that entry's right after; ``others`` were merged into it or cut from it. ``before["moved"]`` pairs
    entries that were parts of the others before with what they were part of.
    """

    class Kind(models.TextChoices):
        MERGE = "merge", "Merge"
        SPLIT = "split", "Split"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="rearrangements")
    others = models.ManyToManyField(Entry, related_name="+")
    before = models.JSONField(default=dict)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.entry_id}"


class Annotation(models.Model):
    """What somebody adds to an entry, signed. ``then``: what was known at ``at``, in the words of that time;
    ``hindsight``: what was learned later, at ``at``. It is never edited: remove it and write another.
    """

    class Kind(models.TextChoices):
        THEN = "then", "What we knew then"
        HINDSIGHT = "hindsight", "What we learned later"

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="annotations")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.THEN)
    at = models.DateTimeField()
    text = models.TextField()
    by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    written_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="annotation_has_text")]

    def __str__(self) -> str:
        return self.text[:80]


class Attachment(models.Model):
    """A file of evidence beside an entry, besides its proof: the whole, a line, or the lines ``line`` to ``until``."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="attachments")
    file = models.ForeignKey(EvidenceFile, models.CASCADE, related_name="attachments")
    line = models.PositiveBigIntegerField(null=True, blank=True)
    until = models.PositiveBigIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True, default="")
    attached_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.place

    @property
    def place(self) -> str:
        """``E-3``, ``E-3 line 7``, ``E-3 lines 7 to 9``."""
        if not self.line:
            return self.file.reference
        lines = f"lines {self.line} to {self.until}" if self.until and self.until != self.line else f"line {self.line}"
        return f"{self.file.reference} {lines}"


class KeyTime(VersionedModel):
    """A time that durations are counted from: started, detected, acknowledged, mitigated, resolved, or one of one's
    own.
    """

    incident = models.ForeignKey("hotwash.Incident", models.CASCADE, related_name="key_times")
    name = models.CharField(max_length=40)
    at = models.DateTimeField()
    precision = models.CharField(max_length=16, default="second")
    entry = models.ForeignKey(Entry, models.SET_NULL, null=True, blank=True, related_name="key_times")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["incident", "name"], name="key_time_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.at:%F %T}"


class Collector(VersionedModel):
    """A system that evidence is fetched from. ``settings`` are those of the plugin ``kind``, secrets among them;
    ``query`` is what is proposed. Without ``services`` it is for all.
    """

    name = models.CharField(max_length=MAX_COLLECTOR, unique=True)
    kind = models.CharField(max_length=60)
    settings = models.JSONField(default=dict)
    query = models.TextField(blank=True, default="")
    active = models.BooleanField(default=True)
    services = models.ManyToManyField("hotwash.Service", blank=True, related_name="collectors")
    most_pages = models.PositiveIntegerField(default=100)
    most_records = models.PositiveIntegerField(default=100_000)
    most_megabytes = models.PositiveIntegerField(default=50)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Collection(RunWords, models.Model):
    """One run of a collector for an incident. ``pending`` are the questions that are still to be asked, the next first.

    ``cut`` says which limit ended it although there was more, ``error`` what went wrong last.
    """

    incident = models.ForeignKey("hotwash.Incident", models.CASCADE, related_name="collections")
    collector = models.ForeignKey(Collector, models.SET_NULL, null=True, blank=True, related_name="collections")
    name = models.CharField(max_length=MAX_COLLECTOR)
    text = models.TextField(blank=True, default="")
    begin = models.DateTimeField()
    end = models.DateTimeField()
    state = models.CharField(
        max_length=12, choices=[(state.value, state.label) for state in RunState], default=RunState.RUNNING
    )
    pending = models.JSONField(default=list)
    pages = models.PositiveIntegerField(default=0)
    records = models.PositiveIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    cut = models.CharField(max_length=200, blank=True, default="")
    error = models.TextField(blank=True, default="")
    asked_by = models.ForeignKey("hotwash.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    files = models.ManyToManyField(EvidenceFile, blank=True, related_name="collections")

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(end__gt=F("begin")), name="collection_has_a_window")]

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"


class CollectedPage(models.Model):
    """One answer as it came, under its SHA-256, and the question it answers."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="answers")
    number = models.PositiveIntegerField()
    series = models.TextField(blank=True, default="")
    query = models.TextField()
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    records = models.PositiveIntegerField()

    class Meta:
        ordering = ["collection_id", "number"]
        constraints = [models.UniqueConstraint(fields=["collection", "number"], name="collected_page_once")]

    def __str__(self) -> str:
        return f"{self.collection_id} page {self.number}"
