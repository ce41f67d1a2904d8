from django.db import models

from hotwash.respond.models.alerts import Source


class Fetched(models.Model):
    """What was fetched for a source, so that its deliveries can be read: a certificate, the answer of a handshake."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="fetched")
    url = models.CharField(max_length=2000)
    text = models.TextField(blank=True, default="")
    fetched_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "url"], name="fetched_once")]

    def __str__(self) -> str:
        return self.url
