from django.db import models


class HeardBefore(models.Model):
    """A request of a channel that was taken: a second one of the same name does nothing. Forgotten after two days."""

    name = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name
