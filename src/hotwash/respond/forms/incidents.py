"""Declaring, correcting and running an incident."""

from typing import Any

from django import forms

from hotwash.directory.models import Person, Service, Team
from hotwash.directory.queries import active_people
from hotwash.kernel.fields import phrase, prose
from hotwash.process.core.document import ProcessDocument
from hotwash.process.queries import current_document
from hotwash.respond.core.declaring import MAX_TITLE
from hotwash.respond.core.states import FoundBy, IncidentState
from hotwash.respond.forms.common import moment, severity_choices
from hotwash.respond.models import Incident
from hotwash.respond.steps import Declaration, IncidentValues

FOUND_BY = [
    (FoundBy.COLLEAGUE, "A colleague noticed"),
    (FoundBy.CUSTOMER, "A customer told us"),
    (FoundBy.MONITORING, "Somebody saw it in the monitoring"),
    (FoundBy.ALERTING, "An alert came"),
]


class DeclareForm(forms.Form):
    """What one knows at 03:00: a title and how bad. All else can wait."""

    title = forms.CharField(
        max_length=MAX_TITLE,
        label="What is wrong?",
        widget=phrase(placeholder="Checkout answers with errors"),
    )
    severity = forms.ChoiceField(label="How bad is it?", widget=forms.RadioSelect)
    summary = forms.CharField(required=False, label="What is known", widget=prose())
    found_by = forms.ChoiceField(choices=FOUND_BY, label="How was it found?")
    services = forms.ModelMultipleChoiceField(
        Service.objects.none(), required=False, label="Affected services", widget=forms.CheckboxSelectMultiple
    )
    started_at = moment("Began at", "Where it began earlier than now. You can correct it later.")
    pages = forms.BooleanField(required=False, initial=True, label="Page who is on call")
    private = forms.BooleanField(required=False, label="Private: only those who take part see it")
    near_miss = forms.BooleanField(required=False, label="Near miss: nothing came of it, but it could have")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["severity"].choices = severity_choices(current_document())  # type: ignore[attr-defined]
        self.fields["services"].queryset = Service.objects.all()  # type: ignore[attr-defined]

    def declaration(self) -> Declaration:
        data = self.cleaned_data
        return Declaration(
            title=data["title"],
            severity=data["severity"],
            summary=data["summary"],
            found_by=FoundBy(data["found_by"]),
            private=data["private"],
            near_miss=data["near_miss"],
            started_at=data["started_at"],
            service_ids=tuple(service.pk for service in data["services"]),
            pages=data["pages"],
        )


class IncidentForm(forms.Form):
    title = forms.CharField(max_length=MAX_TITLE, widget=phrase())
    summary = forms.CharField(required=False, widget=prose(5))
    found_by = forms.ChoiceField(choices=FOUND_BY, label="How was it found?")
    services = forms.ModelMultipleChoiceField(
        Service.objects.none(), required=False, label="Affected services", widget=forms.CheckboxSelectMultiple
    )
    started_at = moment("Began")
    detected_at = moment("Detected")
    acknowledged_at = moment("Acknowledged")
    mitigated_at = moment("Mitigated")
    resolved_at = moment("Resolved")
    private = forms.BooleanField(required=False, label="Private: only those who take part see it")
    near_miss = forms.BooleanField(required=False, label="Near miss: nothing came of it, but it could have")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["services"].queryset = Service.objects.all()  # type: ignore[attr-defined]

    def values(self) -> IncidentValues:
        data = self.cleaned_data
        return IncidentValues(
            title=data["title"],
            summary=data["summary"],
            found_by=FoundBy(data["found_by"]),
            private=data["private"],
            near_miss=data["near_miss"],
            started_at=data["started_at"],
            detected_at=data["detected_at"],
            acknowledged_at=data["acknowledged_at"],
            mitigated_at=data["mitigated_at"],
            resolved_at=data["resolved_at"],
            service_ids=tuple(service.pk for service in data["services"]),
        )


def initial_of(incident: Incident) -> dict[str, object]:
    names = (
        "title", "summary", "found_by", "private", "near_miss", "started_at", "detected_at", "acknowledged_at",
        "mitigated_at", "resolved_at", "version",
    )  # fmt: skip
    return {**{name: getattr(incident, name) for name in names}, "services": list(incident.services.all())}


class SayForm(forms.Form):
    text = forms.CharField(
        label="Say what you see or do",
        max_length=20_000,
        widget=prose(2, data_key="s", data_key_help="Say something"),
    )


class StateForm(forms.Form):
    at = moment("When it really was", "Leave it empty for now.")


class SeverityForm(forms.Form):
    severity = forms.ChoiceField()

    def __init__(self, *args: Any, document: ProcessDocument, **kwargs: Any) -> None:  # noqa: ANN401 - as Django's
        super().__init__(*args, **kwargs)
        self.fields["severity"].choices = [(found.key, found.name) for found in document.severities]  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    person = forms.ModelChoiceField(Person.objects.none(), empty_label="Choose a person")
    role = forms.ChoiceField()

    def __init__(self, *args: Any, document: ProcessDocument, **kwargs: Any) -> None:  # noqa: ANN401 - as Django's
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = active_people()  # type: ignore[attr-defined]
        self.fields["role"].choices = [(found.key, found.name) for found in document.roles]  # type: ignore[attr-defined]


class HelpForm(forms.Form):
    people = forms.ModelMultipleChoiceField(
        Person.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label="People"
    )
    team = forms.ModelChoiceField(Team.objects.none(), required=False, empty_label="No whole team", label="Or a team")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = active_people()  # type: ignore[attr-defined]
        self.fields["team"].queryset = Team.objects.all()  # type: ignore[attr-defined]

    def chosen(self) -> list[Person]:
        team = self.cleaned_data["team"]
        members = list(team.members.all()) if team else []
        return list({person.pk: person for person in [*self.cleaned_data["people"], *members]}.values())


class UpdateForm(forms.Form):
    audiences = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, label="Who is told", required=False)
    text = forms.CharField(
        label="What they should know",
        required=False,
        help_text="What is known, what it means for them, what is done about it.",
        widget=prose(4),
    )
    next_minutes = forms.IntegerField(
        required=False, label="Next word in minutes", help_text="Empty: as the severity asks. 0: no promise."
    )

    def __init__(self, *args: Any, document: ProcessDocument, severity: str, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["audiences"].choices = [  # type: ignore[attr-defined]
            (found.key, f"{found.name} ({len(found.addresses) or 'nobody yet'}, by {found.channel})")
            for found in document.audiences
        ]
        self.fields["audiences"].initial = [found.key for found in document.audiences_for(severity)]


class IncidentFilterForm(forms.Form):
    q = forms.CharField(required=False, label="Search", widget=forms.TextInput(attrs={"type": "search"}))
    state = forms.ChoiceField(
        required=False,
        choices=[("", "All states"), ("open", "Open"), *((s.value, s.value.title()) for s in IncidentState)],
    )
    severity = forms.ChoiceField(required=False)
    service = forms.ChoiceField(required=False)
    mine = forms.BooleanField(required=False, label="Mine")
    sort = forms.ChoiceField(
        required=False, choices=[("newest", "Newest first"), ("oldest", "Oldest first"), ("severity", "Worst first")]
    )

    def __init__(self, *args: Any, document: ProcessDocument, **kwargs: Any) -> None:  # noqa: ANN401 - as Django's
        super().__init__(*args, **kwargs)
        services = Service.objects.values_list("slug", "name")
        self.fields["severity"].choices = [  # type: ignore[attr-defined]
            ("", "All severities"), *((found.key, found.name) for found in document.severities)
        ]  # fmt: skip
        self.fields["service"].choices = [("", "All services"), *services]  # type: ignore[attr-defined]
