from datetime import datetime

from django import forms
from django.utils import timezone

from hotwash.directory.models import Person
from hotwash.directory.queries import active_people
from hotwash.kernel.fields import phrase, prose


class SeatForm(forms.Form):
    person = forms.ModelChoiceField(queryset=Person.objects.none(), empty_label="Choose …")
    reason = forms.CharField(required=False, max_length=300, label="Why?")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["person"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = active_people()


class ExcuseForm(forms.Form):
    reason = forms.CharField(max_length=2000, label="Why is nobody needed here?", widget=phrase())


class MeetingForm(forms.Form):
    starts_at = forms.DateTimeField(
        label="When", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=480, initial=60)
    place = forms.CharField(required=False, max_length=300, label="Where", help_text="A room, or the link of a call.")
    note = forms.CharField(
        required=False,
        label="A word to everybody",
        widget=prose(3),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        zone = timezone.get_current_timezone_name()
        self.fields["starts_at"].help_text = f"In your time zone, {zone}."


class AnswerForm(forms.Form):
    text = forms.CharField(required=False, max_length=2000, label="A word to the others")


def proposed_start(due: datetime | None, now: datetime) -> datetime | None:
    """Ten in the morning of the day on which the process wants the meeting held, if that is still to come."""
    if due is None or due <= now:
        return None
    return timezone.localtime(due).replace(hour=10, minute=0, second=0, microsecond=0)
