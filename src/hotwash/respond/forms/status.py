"""Status pages."""

from typing import Any

from django import forms
from django.utils import timezone

from hotwash.directory.models import Service
from hotwash.process.queries import current_document
from hotwash.respond.core.status.settings import MAX_NAME, ComponentValues, PageValues, WorkValues
from hotwash.respond.core.status.states import NAMES, ComponentState
from hotwash.respond.forms.common import moment
from hotwash.respond.models import StatusComponent, StatusMaintenance, StatusPage

PROSE = {"rows": 3, "data-language-check": ""}


class StatusPageForm(forms.Form):
    title = forms.CharField(max_length=MAX_NAME, help_text="Whose state it tells: Acme, Acme internal.")
    slug = forms.CharField(max_length=50, label="Address", help_text="a-z, 0-9 and hyphens: /public/status/acme/")
    words = forms.CharField(
        required=False, label="Words at the top", widget=forms.Textarea(attrs=PROSE), help_text="Markdown; optional."
    )
    public = forms.BooleanField(
        required=False, label="Everybody may read it", help_text="Otherwise only people who are signed in."
    )
    audience = forms.ChoiceField(
        help_text="What this audience of the process is told stands on the page. Nothing else of an incident does."
    )
    at_once = forms.BooleanField(
        required=False,
        initial=True,
        label="Components follow an incident as soon as it is declared",
        help_text="Otherwise only when the audience was told of it.",
    )
    timezone = forms.CharField(
        max_length=64, initial="UTC", label="Time zone", help_text="An IANA name: Europe/Berlin."
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        kept = str(self.initial.get("audience", ""))
        choices = [(audience.key, audience.name) for audience in current_document().audiences]
        if kept and kept not in dict(choices):
            choices.append((kept, f"{kept} (no longer in the process)"))
        self.fields["audience"].choices = choices  # type: ignore[attr-defined]

    def values(self) -> PageValues:
        data = self.cleaned_data
        return PageValues(
            slug=data["slug"],
            title=data["title"],
            words=data["words"],
            public=data["public"],
            timezone=data["timezone"],
            audience=data["audience"],
            at_once=data["at_once"],
        )


def initial_of_page(page: StatusPage) -> dict[str, object]:
    names = ("title", "slug", "words", "public", "audience", "at_once", "timezone", "version")
    return {name: getattr(page, name) for name in names}


class ComponentForm(forms.Form):
    service = forms.ModelChoiceField(
        Service.objects.none(),
        required=False,
        empty_label="None: its state is set by hand",
        help_text="Incidents that affect this service set the component's state.",
    )
    name = forms.CharField(required=False, max_length=MAX_NAME, help_text="As readers know it. Empty: the service's.")
    group = forms.CharField(required=False, max_length=MAX_NAME, help_text="Components of one group stand together.")
    description = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    order = forms.IntegerField(min_value=0, max_value=10_000, initial=0, help_text="Lower stands higher.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = Service.objects.all()  # type: ignore[attr-defined]

    def values(self) -> ComponentValues:
        data = self.cleaned_data
        return ComponentValues(
            name=data["name"],
            group=data["group"],
            description=data["description"],
            order=data["order"],
            service_id=data["service"].pk if data["service"] else None,
        )


def initial_of_component(row: StatusComponent) -> dict[str, object]:
    names = ("name", "group", "description", "order")
    return {name: getattr(row, name) for name in names} | {"service": row.service_id}


class HoldForm(forms.Form):
    state = forms.ChoiceField(choices=[(state.value, NAMES[state]) for state in ComponentState])
    reason = forms.CharField(
        required=False, max_length=300, widget=forms.TextInput(attrs={"placeholder": "Why, for the log"})
    )


class MaintenanceForm(forms.Form):
    title = forms.CharField(max_length=MAX_NAME, label="What is done")
    begins_at = moment("From")
    ends_at = moment("Until")
    components = forms.ModelMultipleChoiceField(
        StatusComponent.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(
        required=False,
        label="What readers will notice",
        widget=forms.Textarea(attrs=PROSE),
        help_text="And what they can do meanwhile.",
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: StatusPage, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        zone = timezone.get_current_timezone_name()
        self.fields["begins_at"].help_text = f"In your own zone, {zone}; the page shows it in {page.timezone}."
        self.fields["begins_at"].required = self.fields["ends_at"].required = True
        self.fields["components"].queryset = StatusComponent.objects.filter(page=page)  # type: ignore[attr-defined]

    def values(self) -> WorkValues:
        data = self.cleaned_data
        return WorkValues(
            title=data["title"],
            text=data["text"],
            begins_at=data["begins_at"],
            ends_at=data["ends_at"],
            component_ids=tuple(row.pk for row in data["components"]),
        )


def initial_of_maintenance(row: StatusMaintenance) -> dict[str, object]:
    names = ("title", "text", "begins_at", "ends_at", "version")
    return {name: getattr(row, name) for name in names} | {"components": list(row.components.all())}


class SubscribeForm(forms.Form):
    kind = forms.ChoiceField(
        label="How",
        choices=[("email", "By mail"), ("webhook", "By webhook (a signed POST to an address of yours)")],
        widget=forms.RadioSelect,
        initial="email",
    )
    address = forms.CharField(
        max_length=500, widget=forms.TextInput(attrs={"autocomplete": "email", "spellcheck": "false"})
    )
