"""What the worker saw in a picture."""

from django.db import models


class Sight(models.Model):
    """``thumbnail`` names a stored PNG. ``text`` is what a program read in the picture, masked, ``by`` which program;
    both are empty where the machine has none. ``problem`` says why there is no text though there is a program.
    """

    file = models.OneToOneField("hotwash.EvidenceFile", models.CASCADE, related_name="sight")
    thumbnail = models.CharField(max_length=64, blank=True, default="")
    text = models.TextField(blank=True, default="")
    by = models.CharField(max_length=60, blank=True, default="")
    problem = models.CharField(max_length=200, blank=True, default="")

    def __str__(self) -> str:
        return self.text[:80]
