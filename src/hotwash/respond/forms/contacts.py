"""How one wants to be reached."""

from typing import Any

from django import forms

from hotwash.respond.core.letters import IN_PAGE
from hotwash.respond.core.messages.contacts import LONGEST_ADDRESS, LONGEST_LABEL, ContactValues
from hotwash.respond.queries.plugins import notifiers


def _clock(label: str) -> forms.TimeField:
    return forms.TimeField(required=False, label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class ContactForm(forms.Form):
    channel = forms.ChoiceField(label="Channel")
    address = forms.CharField(
        max_length=LONGEST_ADDRESS, label="Address", help_text="What it looks like stands below for each channel."
    )
    label = forms.CharField(
        max_length=LONGEST_LABEL, required=False, label="What you call it", help_text="My phone, the team's pager."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        choices = [(found.key, found.title) for found in notifiers().values() if found.key != IN_PAGE]
        self.fields["channel"].choices = sorted(choices, key=lambda one: one[1].lower())  # type: ignore[attr-defined]

    def values(self) -> ContactValues:
        data = self.cleaned_data
        return ContactValues(data["channel"], data["address"], data["label"])


class CodeForm(forms.Form):
    code = forms.CharField(
        max_length=20,
        label="Code",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": "8"}),
    )


class MinutesForm(forms.Form):
    minutes = forms.IntegerField(required=False, label="Minutes after a page")


class QuietForm(forms.Form):
    quiet_from = _clock("From")
    quiet_until = _clock("Until")
    as_digest = forms.BooleanField(required=False, label="Send what has waited as one message")


class TestForm(ContactForm):
    """A channel and where to send the test."""

    __test__ = False  # pytest takes it for a test
    address = forms.CharField(max_length=LONGEST_ADDRESS, label="Send it to")
    label = None  # type: ignore[assignment]
