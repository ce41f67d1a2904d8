"""A silence."""

from datetime import datetime
from typing import Any

from django import forms

from hotwash.directory.models import Service
from hotwash.respond.core.alerts.silences import DAYS
from hotwash.respond.forms.common import moment
from hotwash.respond.models import Source
from hotwash.respond.steps import SilenceValues


class SilenceForm(forms.Form):
    reason = forms.CharField(
        max_length=200, label="Why", help_text="It stands with every alert that is kept quiet: Deploy of checkout."
    )
    matchers = forms.CharField(
        required=False,
        label="Which alerts",
        help_text='One matcher a line, all must hold: service=checkout, host=~"web-.*".',
        widget=forms.Textarea(attrs={"rows": 3, "class": "code", "spellcheck": "false"}),
    )
    source = forms.ModelChoiceField(Source.objects.none(), required=False, empty_label="From any source")
    service = forms.ModelChoiceField(
        Service.objects.none(),
        required=False,
        empty_label="Any service",
        help_text="Its alerts: those whose label “service” names it, and those of rules for it.",
    )
    starts_at = moment("From")
    ends_at = moment("Until")
    weekdays = forms.MultipleChoiceField(
        choices=[(str(number), name) for number, name in enumerate(DAYS)],
        required=False,
        label="Again every",
        help_text="At the same time of the day. None: once.",
        widget=forms.CheckboxSelectMultiple,
    )
    timezone = forms.CharField(
        max_length=64, initial="UTC", label="Time zone", help_text="Whose clock counts where it comes again."
    )
    until = moment("Comes again until", "Empty: until somebody ends it.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = Source.objects.all()  # type: ignore[attr-defined]
        self.fields["service"].queryset = Service.objects.all()  # type: ignore[attr-defined]
        self.fields["starts_at"].required = self.fields["ends_at"].required = True

    def values(self) -> SilenceValues:
        data = self.cleaned_data
        starts_at: datetime = data["starts_at"]
        return SilenceValues(
            reason=data["reason"],
            matchers=data["matchers"],
            source_id=data["source"].pk if data["source"] else None,
            service_id=data["service"].pk if data["service"] else None,
            starts_at=starts_at,
            ends_at=data["ends_at"],
            weekdays=tuple(int(day) for day in data["weekdays"]),
            timezone=data["timezone"],
            until=data["until"],
        )
