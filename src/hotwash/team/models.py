from django.db import models
from django.db.models import Q

from hotwash.kernel.models import VersionedModel
from hotwash.team.core.seats import EntryState, SeatState


class Invitation(VersionedModel):
    """The meeting the post-mortem team is invited to; moving it sends the calendar entry again."""

    incident = models.OneToOneField("hotwash.Incident", on_delete=models.CASCADE, related_name="team_invitation")
    starts_at = models.DateTimeField()
    minutes = models.PositiveIntegerField(default=60)
    place = models.CharField(max_length=300, blank=True, default="")
    note = models.TextField(blank=True, default="")
    sequence = models.PositiveIntegerField(default=0)  # RFC 5545: counts the revisions of a calendar entry

    def __str__(self) -> str:
        return f"meeting of {self.incident_id}"


class Seat(VersionedModel):
    """One place in the post-mortem team: somebody in it, or excused with a reason."""

    incident = models.ForeignKey("hotwash.Incident", on_delete=models.CASCADE, related_name="seats")
    seat = models.CharField(max_length=40)  # a key of the process document's seats
    person = models.ForeignKey("hotwash.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="seats")
    state = models.CharField(
        max_length=16, choices=[(state.value, state.value) for state in SeatState], default=SeatState.PROPOSED
    )
    reason = models.TextField(blank=True, default="")  # why proposed; or why excused
    answer = models.TextField(blank=True, default="")  # what the person said when answering
    invited_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    attended = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["incident", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "seat", "person"], name="seat_once_for_a_person"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(state=SeatState.EXCUSED), name="empty_seat_is_excused"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.person or self.state}"


class Mention(models.Model):
    """Somebody was named on the timeline: the first time counts."""

    incident = models.ForeignKey("hotwash.Incident", on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey("hotwash.Person", on_delete=models.CASCADE, related_name="+")
    where = models.CharField(max_length=40)  # the reference of the entry: T-12

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["incident", "person"], name="mentioned_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.where}"


class CalendarEntry(models.Model):
    """One meeting in the team's calendar: what is to stand there, whether it does, and what people answered there."""

    uid = models.CharField(max_length=200, unique=True)
    incident = models.ForeignKey("hotwash.Incident", null=True, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()  # iCalendar
    starts_at = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0)
    state = models.CharField(
        max_length=16, choices=[(state.value, state.value) for state in EntryState], default=EntryState.WAITING
    )
    attempts = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()  # of the attempts
    due_at = models.DateTimeField()
    error = models.TextField(blank=True, default="")
    heard = models.JSONField(default=dict, blank=True)  # the last answers that were read: {address: accepts}

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name_plural = "calendar entries"
        indexes = [models.Index(fields=["starts_at"], name="calendar_entry_ahead")]

    def __str__(self) -> str:
        return self.uid
