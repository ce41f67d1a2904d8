from django.db import models

from hotwash.respond.models.alerts import Source


class CustomerMessage(models.Model):
    """What a customer sent by a form. ``token`` is the secret link to what became of it; ``client`` a digest of where
    it came from, to count by.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="messages")
    token = models.CharField(max_length=64, unique=True)
    fingerprint = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True, default="")
    email = models.CharField(max_length=200, blank=True, default="")
    client = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # its sender says that it works again

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["source", "received_at"], name="customer_message_by_time")]

    def __str__(self) -> str:
        return self.title


class AlertFile(models.Model):
    """A file that came with what became an alert: by a form, by mail. It is found by the alert's fingerprint, because
    it may be here before the alert is.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="files")
    fingerprint = models.CharField(max_length=200)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["source", "fingerprint"], name="alert_file_by_alert")]

    def __str__(self) -> str:
        return self.name
