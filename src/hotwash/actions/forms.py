"""Forms of stage 5. What is right and wrong is decided by the steps; a form only turns text into values."""

from typing import Any

from django import forms

from hotwash.actions.core.checking import MAX_TITLE
from hotwash.actions.core.states import STATE_LABELS
from hotwash.actions.core.strength import (
    STRENGTH_LABELS,
    TYPE_LABELS,
    ActionKind,
    ActionType,
    Priority,
    Strength,
    usual_strength,
)
from hotwash.actions.models import Action
from hotwash.actions.queries import SORTS, ActionFilter, asking_factors
from hotwash.actions.steps import ActionValues
from hotwash.analysis.models import Factor
from hotwash.directory.models import Person, Service
from hotwash.directory.queries import active_people
from hotwash.kernel.fields import phrase, prose
from hotwash.respond.models import Incident

KINDS = [(ActionKind.CORRECTIVE, "Corrective"), (ActionKind.PREVENTIVE, "Preventive")]
KINDS_HELP = "Corrective removes what went wrong here; preventive keeps it from happening again."
TYPES = list(TYPE_LABELS.items())
STRENGTHS = [("", "As usual for its type"), *STRENGTH_LABELS.items()]
PRIORITIES = [(key, key.value.title()) for key in Priority]
STATES = [
    ("unresolved", "Open or in progress"),
    *[(key.value, label) for key, label in STATE_LABELS.items()],
    ("unconfirmed", "Done, not confirmed"),
    ("", "All"),
]
SORT_LABELS = [
    ("due", "Due date"),
    ("-due", "Due date, latest first"),
    ("owner", "Owner"),
    ("priority", "Priority"),
    ("state", "State"),
    ("incident", "Incident"),
]


def _date() -> forms.DateField:
    return forms.DateField(
        required=False, label="Due", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class FactorsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Factor) -> str:
        return f"{obj.reference} {obj.statement}"


class QuickActionForm(forms.Form):
    """The one line under a factor: what, who, when. The rest is filled in on the action's own page."""

    title = forms.CharField(
        max_length=MAX_TITLE,
        label="What is to be done?",
        widget=phrase(placeholder="Verb first: “Alert when the pool is 80 % full”"),
    )
    kind = forms.ChoiceField(choices=KINDS)
    type = forms.ChoiceField(choices=TYPES, label="What changes")
    owner = forms.ModelChoiceField(Person.objects.none(), required=False, empty_label="Nobody yet")
    due = _date()
    factor = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        self.incident = incident
        self.fields["owner"].queryset = active_people()  # type: ignore[attr-defined]

    def values(self) -> ActionValues:
        data = self.cleaned_data
        kind = ActionType(data["type"])
        factors = asking_factors(self.incident).filter(number=data["factor"] or 0)
        return ActionValues(
            title=data["title"],
            kind=ActionKind(data["kind"]),
            type=kind,
            strength=usual_strength(kind),
            owner=data["owner"],
            due=data["due"],
            factors=list(factors),
        )


class ActionForm(forms.Form):
    """The whole action. ``version`` is the one the person saw."""

    title = forms.CharField(
        max_length=MAX_TITLE,
        label="What is to be done?",
        help_text="Verb first, one thing, with an end.",
        widget=phrase(),
    )
    end_state = forms.CharField(
        required=False,
        label="How can somebody else see that it is done?",
        help_text="A number, a test, a page, a command and its answer.",
        widget=prose(2),
    )
    kind = forms.ChoiceField(choices=KINDS, help_text=KINDS_HELP)
    type = forms.ChoiceField(choices=TYPES, label="What changes")
    strength = forms.ChoiceField(choices=STRENGTHS, required=False, label="How strongly it holds")
    priority = forms.ChoiceField(choices=PRIORITIES, initial=Priority.MEDIUM)
    owner = forms.ModelChoiceField(Person.objects.none(), required=False, empty_label="Nobody yet")
    due = _date()
    due_reason = forms.CharField(
        required=False, max_length=300, label="Why does the date move?", help_text="Only where the date changes."
    )
    factors = FactorsField(Factor.objects.none(), required=False, label="Answers", widget=forms.CheckboxSelectMultiple)
    measure = forms.CharField(
        required=False,
        label="How will it show that it works?",
        help_text="What a follow-up looks at: a query, a drill, “this factor has not come back in 90 days”.",
        widget=prose(2),
    )
    detail = forms.CharField(required=False, widget=prose(4))
    ticket_url = forms.URLField(
        required=False, max_length=500, label="Ticket", assume_scheme="https", help_text="Where the work is tracked."
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = active_people()  # type: ignore[attr-defined]
        self.fields["factors"].queryset = asking_factors(incident)  # type: ignore[attr-defined]

    def values(self) -> ActionValues:
        data = self.cleaned_data
        kind = ActionType(data["type"])
        return ActionValues(
            title=data["title"],
            kind=ActionKind(data["kind"]),
            type=kind,
            strength=Strength(data["strength"]) if data["strength"] else usual_strength(kind),
            priority=Priority(data["priority"]),
            owner=data["owner"],
            due=data["due"],
            detail=data["detail"],
            end_state=data["end_state"],
            measure=data["measure"],
            ticket_url=data["ticket_url"],
            factors=list(data["factors"]),
        )


def initial_of(action: Action) -> dict[str, object]:
    names = (
        "title", "end_state", "kind", "type", "strength", "priority", "owner", "due", "measure", "detail", "ticket_url",
        "version",
    )  # fmt: skip
    return {**{name: getattr(action, name) for name in names}, "factors": [one.pk for one in action.factors.all()]}


class MoveForm(forms.Form):
    """What a change of state may carry; each move uses its own field."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    evidence = forms.CharField(required=False, widget=prose(2), label="What shows that it is done?")
    note = forms.CharField(required=False, widget=prose(2), label="What did you look at?")
    reason = forms.CharField(required=False, widget=prose(2), label="Why?")
    accepted_by = forms.ModelChoiceField(
        Person.objects.none(), required=False, label="Who accepts the risk that stays?", empty_label="Choose a person"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["accepted_by"].queryset = active_people()  # type: ignore[attr-defined]


class LeaveForm(forms.Form):
    reason = forms.CharField(max_length=1000, label="Why does it need no action?", widget=phrase())


class FilterForm(forms.Form):
    words = forms.CharField(required=False, label="Search", widget=forms.TextInput(attrs={"type": "search"}))
    state = forms.ChoiceField(choices=STATES, required=False)
    owner = forms.ModelChoiceField(Person.objects.none(), required=False, empty_label="Anybody")
    service = forms.ModelChoiceField(Service.objects.none(), required=False, empty_label="Any service")
    kind = forms.ChoiceField(choices=[("", "Both kinds"), ("corrective", "Corrective"), ("preventive", "Preventive")],
                             required=False)  # fmt: skip
    overdue = forms.BooleanField(required=False, label="Overdue only")
    sort = forms.ChoiceField(choices=SORT_LABELS, required=False, label="Sorted by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Person.objects.all()  # type: ignore[attr-defined]
        self.fields["service"].queryset = Service.objects.all()  # type: ignore[attr-defined]

    def filter(self) -> ActionFilter:
        """What is asked for; a value that makes no sense is taken as not given."""
        self.is_valid()
        data = self.cleaned_data
        return ActionFilter(
            state=data.get("state", "unresolved") if "state" in self.data else "unresolved",
            owner=data["owner"].pk if data.get("owner") else 0,
            service=data["service"].pk if data.get("service") else 0,
            kind=data.get("kind", ""),
            overdue=bool(data.get("overdue")),
            words=data.get("words", ""),
            sort=data["sort"] if data.get("sort") in SORTS else "due",
        )


class BulkForm(forms.Form):
    """One change for several actions: another owner, another date, or begun."""

    what = forms.ChoiceField(choices=[("owner", "Give them to"), ("due", "Move the date to"), ("start", "Begin them")])
    owner = forms.ModelChoiceField(Person.objects.none(), required=False, empty_label="Choose a person")
    due = _date()
    reason = forms.CharField(required=False, max_length=300, label="Why does the date move?")
    actions = forms.ModelMultipleChoiceField(
        Action.objects.none(), error_messages={"required": "Choose actions first."}
    )

    def __init__(self, *args: Any, actions: Any = None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = active_people()  # type: ignore[attr-defined]
        if actions is not None:
            self.fields["actions"].queryset = actions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("what") == "owner" and not data.get("owner"):
            self.add_error("owner", "Choose who takes them.")
        if data.get("what") == "due" and not data.get("due"):
            self.add_error("due", "Choose the new date.")
        return data
