"""Schedules with their layers, overrides, swaps, escalation policies."""

from typing import Any

from django import forms
from django.db.models.functions import Lower

from hotwash.directory.models import Person, Team
from hotwash.directory.queries import active_people
from hotwash.respond.core.oncall.kept import WEEKDAYS, points_of
from hotwash.respond.core.oncall.rotations import Point
from hotwash.respond.core.oncall.swapping import Span, span_of_key
from hotwash.respond.core.states import Rotation
from hotwash.respond.forms.common import moment
from hotwash.respond.steps import LayerValues, ScheduleValues

DAYS = [(str(day), name) for day, name in enumerate(WEEKDAYS)]
ROTATIONS = [
    (Rotation.WEEKLY, "weeks"),
    (Rotation.DAILY, "days"),
    (Rotation.HOURS, "hours"),
    (Rotation.SHIFTS, "custom shifts"),
]
MAX_LAYERS = 12


def _clock(label: str, **more: Any) -> forms.TimeField:  # noqa: ANN401 - Django's field arguments
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **more)


def _day(label: str, **more: Any) -> forms.DateField:  # noqa: ANN401 - Django's field arguments
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class OverrideForm(forms.Form):
    person = forms.ModelChoiceField(Person.objects.none(), empty_label="Who takes over?")
    starts_at = moment("From")
    ends_at = moment("Until")
    reason = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = active_people()  # type: ignore[attr-defined]
        self.fields["starts_at"].required = self.fields["ends_at"].required = True


class ScheduleForm(forms.Form):
    name = forms.CharField(max_length=100)
    timezone = forms.CharField(
        max_length=64, initial="UTC", label="Time zone", help_text="An IANA name: Europe/Berlin."
    )
    team = forms.ModelChoiceField(Team.objects.none(), required=False, empty_label="No team")
    gaps_meant = forms.BooleanField(
        required=False, label="Gaps are meant, for example outside of office hours: nobody is reminded of them"
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.all()  # type: ignore[attr-defined]

    def values(self, layers: "tuple[LayerValues, ...]") -> ScheduleValues:
        data = self.cleaned_data
        return ScheduleValues(
            name=data["name"],
            timezone=data["timezone"],
            team_id=data["team"].pk if data["team"] else None,
            layers=layers,
            gaps_meant=data["gaps_meant"],
        )


class LayerForm(forms.Form):
    """One rotation of a schedule."""

    name = forms.CharField(max_length=100, initial="Rotation", label="Name of this layer")
    members = forms.CharField(
        label="Who takes turns",
        required=False,
        help_text="One e-mail address a line, in the order of the turns.",
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    every = forms.IntegerField(min_value=1, max_value=1000, initial=1, label="A turn lasts")
    rotation = forms.ChoiceField(choices=ROTATIONS, initial=Rotation.WEEKLY, label="of these")
    starts_on = _day("First turn begins on")
    handover = _clock("Hand-over at")
    points = forms.CharField(
        required=False,
        max_length=400,
        label="Custom shifts begin on",
        help_text="Hand-overs of the week: Mon 09:00, Fri 17:00. Only for custom shifts.",
    )
    timezone = forms.CharField(
        max_length=64, required=False, label="Time zone of this layer", help_text="Empty: the schedule's."
    )
    by_person = forms.BooleanField(
        required=False, label="Hand over at this time of day of whoever takes over, in their own zone"
    )
    weekdays = forms.MultipleChoiceField(
        choices=DAYS,
        required=False,
        label="Only on",
        widget=forms.CheckboxSelectMultiple,
        help_text="None: every day.",
    )
    from_time = _clock("Only from", required=False)
    to_time = _clock("until", required=False)
    ends_on = _day("Ends on", required=False)
    remove = forms.BooleanField(required=False, label="Remove this layer")

    def clean_members(self) -> list[Person]:
        asked = [line.strip().lower() for line in self.cleaned_data["members"].splitlines() if line.strip()]
        found = active_people().annotate(lowered=Lower("email")).filter(lowered__in=asked)
        known = {person.email.lower(): person for person in found}
        missing = [email for email in asked if email not in known]
        if missing:
            msg = f"Nobody here has the address {missing[0]}. People are added under People and services."
            raise forms.ValidationError(msg)
        return [known[email] for email in asked]

    def clean_points(self) -> tuple[Point, ...]:
        found = points_of(self.cleaned_data["points"])
        if isinstance(found, str):
            msg = f"“{found}” is no hand-over. Write the day and the time: Mon 09:00."
            raise forms.ValidationError(msg)
        return found

    def values(self) -> LayerValues:
        data = self.cleaned_data
        rotation = Rotation(data["rotation"])
        return LayerValues(
            name=data["name"],
            member_ids=tuple(person.pk for person in data["members"]),
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            rotation=rotation,
            every=data["every"],
            handover=data["handover"],
            weekdays=tuple(int(day) for day in data["weekdays"]),
            from_time=data["from_time"],
            to_time=data["to_time"],
            points=data["points"] if rotation is Rotation.SHIFTS else (),
            timezone=data["timezone"],
            by_person=data["by_person"],
        )


LayerForms = forms.formset_factory(LayerForm, extra=0, max_num=MAX_LAYERS, absolute_max=MAX_LAYERS, validate_max=True)


class SwapForm(forms.Form):
    """Give away a shift of one's own; a shift is chosen by the times it begins and ends at."""

    shift = forms.ChoiceField(label="My shift")
    other = forms.ModelChoiceField(Person.objects.none(), label="Who takes it?", empty_label="Choose somebody")
    back = forms.ChoiceField(required=False, label="Their shift that I take for it")
    note = forms.CharField(required=False, max_length=200, label="A word with it")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        mine: list[tuple[str, str]] = kwargs.pop("mine")
        theirs: list[tuple[str, str]] = kwargs.pop("theirs")
        people: list[int] = kwargs.pop("people")
        super().__init__(*args, **kwargs)
        self.fields["shift"].choices = mine  # type: ignore[attr-defined]
        self.fields["back"].choices = [("", "None"), *theirs]  # type: ignore[attr-defined]
        self.fields["other"].queryset = active_people().filter(pk__in=people)  # type: ignore[attr-defined]

    def span(self, name: str) -> Span | None:
        return span_of_key(self.cleaned_data[name])


class PolicyForm(forms.Form):
    """Levels are written one a line: minutes to wait, then whom to page."""

    name = forms.CharField(max_length=100)
    levels = forms.CharField(
        label="Levels",
        help_text="One a line: minutes to wait, then whom to page. 5: schedule Web. 10: person a@b.org, team Ops."
        " 5: channel webhook https://example.org/hook",
        widget=forms.Textarea(attrs={"rows": 4, "class": "code", "spellcheck": "false"}),
    )
    repeats = forms.IntegerField(min_value=1, max_value=50, initial=3, label="How often the whole ladder is climbed")
    fallback = forms.ModelChoiceField(
        Person.objects.none(),
        required=False,
        empty_label="The administrators",
        label="Where a level means nobody, and at the end",
    )
    team = forms.ModelChoiceField(Team.objects.none(), required=False, empty_label="No team", label="For services of")
    is_default = forms.BooleanField(required=False, label="The default, where no other policy is named")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.all()  # type: ignore[attr-defined]
        self.fields["fallback"].queryset = active_people()  # type: ignore[attr-defined]
