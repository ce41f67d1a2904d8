"""Forms of stage 7. What is right and wrong is decided by the steps."""

import re
from typing import Any

from django import forms

from hotwash.analysis.models import Factor
from hotwash.directory.models import Person, Service
from hotwash.directory.queries import active_people
from hotwash.improve.core.verdicts import VERDICT_LABELS
from hotwash.improve.queries.portfolio import KINDS
from hotwash.improve.steps import FollowUpValues, ReviewValues
from hotwash.kernel.fields import phrase, prose
from hotwash.respond.models import Incident

EARLIER = re.compile(r"\s*(?:INC-)?(\d{1,18})\s+(?:F-)?(\d{1,9})\s*", re.IGNORECASE)
PERIODS = [("90", "Last 90 days"), ("365", "Last year"), ("1095", "Last three years"), ("0", "All")]


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's field arguments
        super().__init__(Person.objects.none(), widget=forms.CheckboxSelectMultiple, **kwargs)


class FollowUpForm(forms.Form):
    at = forms.DateTimeField(
        label="When", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    minutes = forms.IntegerField(initial=45, label="Minutes", min_value=5, max_value=480)
    place = forms.CharField(required=False, max_length=300, help_text="A room or a link.")
    agenda = forms.CharField(
        required=False, label="Also to talk about", help_text="The actions are on the agenda by themselves.",
        widget=prose(2),
    )  # fmt: skip
    invited = PeopleField(required=False, label="Invited")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["invited"].queryset = active_people()  # type: ignore[attr-defined]

    def values(self) -> FollowUpValues:
        data = self.cleaned_data
        return FollowUpValues(data["at"], data["minutes"], data["place"], data["agenda"], list(data["invited"]))


class HeldForm(forms.Form):
    attended = PeopleField(required=False, label="Who was there")
    notes = forms.CharField(required=False, widget=prose(4))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["attended"].queryset = active_people()  # type: ignore[attr-defined]


class VerifyForm(forms.Form):
    verdict = forms.ChoiceField(choices=list(VERDICT_LABELS.items()), label="Did it work?")
    evidence = forms.CharField(required=False, label="What shows it?", widget=prose(2))
    follow_up = forms.IntegerField(required=False, widget=forms.HiddenInput)


class DecideForm(forms.Form):
    note = forms.CharField(required=False, max_length=1000)


class LinkForm(forms.Form):
    """A person says that a factor is one of an earlier incident again."""

    factor = forms.ModelChoiceField(Factor.objects.none(), label="This factor", empty_label=None)
    earlier = forms.CharField(
        label="is the same as", max_length=60, widget=forms.TextInput(attrs={"placeholder": "INC-3 F-2"})
    )
    note = forms.CharField(required=False, max_length=1000, label="How do you know?")

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["factor"].queryset = Factor.objects.filter(  # type: ignore[attr-defined]
            incident=incident, kind__in=KINDS, deleted_at=None
        )

    def clean_earlier(self) -> tuple[int, int]:
        found = EARLIER.fullmatch(self.cleaned_data["earlier"])
        if found is None:
            msg = "Write the incident and the factor, like INC-3 F-2."
            raise forms.ValidationError(msg)
        return int(found[1]), int(found[2])


class PeriodForm(forms.Form):
    days = forms.ChoiceField(choices=PERIODS, required=False, label="Time", initial="365")
    service = forms.ModelChoiceField(Service.objects.none(), required=False, empty_label="All services")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = Service.objects.all()  # type: ignore[attr-defined]

    def asked(self) -> tuple[int, int]:
        """(days back, service id); a value that makes no sense is taken as not given."""
        self.is_valid()
        data = self.cleaned_data
        return int(data.get("days") or 365), data["service"].pk if data.get("service") else 0


class ReviewForm(forms.Form):
    attendees = PeopleField(required=False, label="Who takes part")
    decisions = forms.CharField(
        required=False, widget=prose(6),
        help_text="What changes, who takes it on, what is left as it is and why. Markdown.",
    )  # fmt: skip
    next_on = forms.DateField(
        required=False, label="Next review", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["attendees"].queryset = active_people()  # type: ignore[attr-defined]

    def values(self) -> ReviewValues:
        data = self.cleaned_data
        return ReviewValues(list(data["attendees"]), data["decisions"], data["next_on"])


class ThemeForm(forms.Form):
    name = forms.CharField(max_length=120)
    description = forms.CharField(required=False, widget=prose(2))
    factors = forms.ModelMultipleChoiceField(Factor.objects.none(), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, factors: Any = None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        if factors is not None:
            self.fields["factors"].queryset = factors  # type: ignore[attr-defined]


class SuggestionForm(forms.Form):
    title = forms.CharField(max_length=200, label="What should change?", widget=phrase())
    text = forms.CharField(
        required=False, label="Why?", help_text="What you met that the process did not help with.",
        widget=prose(3),
    )  # fmt: skip
    edited = forms.CharField(
        required=False, strip=False, label="The process as it should be",
        help_text="Change what you like; only what you changed is kept. Leave it as it is to suggest in words.",
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "code"}),
    )  # fmt: skip
    incident = forms.CharField(required=False, widget=forms.HiddenInput)


class DeclineForm(forms.Form):
    reason = forms.CharField(required=False, max_length=1000, widget=prose(2), label="Why not?")
    version = forms.IntegerField(widget=forms.HiddenInput)
