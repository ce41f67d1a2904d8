"""Files that arrive piece by piece."""

from django.db import models

from hotwash.evidence.models import MAX_NAME, EvidenceFile


class BegunUpload(models.Model):
    """A file that arrives piece by piece under ``key``. ``file`` is what became of it, once it is whole.

    ``sha256`` is what the sender says that it has, "" where it does not say.
    """

    key = models.CharField(max_length=32, unique=True)
    incident = models.ForeignKey("hotwash.Incident", models.CASCADE, related_name="+")
    by = models.ForeignKey("hotwash.Person", models.CASCADE, related_name="+")
    name = models.CharField(max_length=MAX_NAME)
    length = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True, default="")
    file = models.ForeignKey(EvidenceFile, models.CASCADE, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["begun_at", "pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.length} bytes)"
