"""The forms of the analysis."""

from collections.abc import Iterable

from django import forms

from hotwash.analysis.core.drafts import FactorDraft
from hotwash.analysis.core.graph import Confidence, Kind, State
from hotwash.analysis.models import Debrief, Factor
from hotwash.analysis.steps.debrief import Plan
from hotwash.directory.models import Person
from hotwash.kernel.fields import prose
from hotwash.process.core.document import Category

KINDS = (
    (Kind.FACTOR, "Contributing factor"),
    (Kind.TRIGGER, "Trigger: what set it off"),
    (Kind.OUTCOME, "What happened"),
    (Kind.HELPED, "What helped"),
    (Kind.LUCK, "Where luck helped"),
    (Kind.QUESTION, "Open question"),
    (Kind.HYPOTHESIS, "Hypothesis"),
)
STATES = ((State.OPEN, "Open"), (State.CONFIRMED, "Confirmed"), (State.REFUTED, "Refuted"))
CONFIDENCES = ((Confidence.LOW, "A guess"), (Confidence.MEDIUM, "Likely"), (Confidence.HIGH, "Shown by evidence"))
Choices = list[tuple[str, str | list[tuple[str, str]]]]


def place_choices(categories: Iterable[Category]) -> Choices:
    """Categories with their sub-categories: `technical` or `technical:capacity`."""
    choices: Choices = [("", "not decided yet")]
    for category in categories:
        inner = [(f"{category.key}:{sub.key}", sub.name) for sub in category.subcategories]
        choices.append((category.name, [(category.key, f"{category.name}, in general"), *inner]))
    return choices


class PlaceMixin(forms.Form):
    """A form with a category; `categories` are those of the process that the incident runs under."""

    def set_places(self, categories: Iterable[Category]) -> None:
        field = self.fields["place"]
        if isinstance(field, forms.ChoiceField):
            field.choices = place_choices(categories)

    def category(self) -> tuple[str, str]:
        category, _, subcategory = str(self.cleaned_data.get("place", "")).partition(":")
        return category, subcategory


class WhyForm(PlaceMixin):
    """A new factor; with `effect`, the number of a factor, it is the next why beneath that one."""

    effect = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    statement = forms.CharField(label="Because …", widget=prose(2), strip=True)
    kind = forms.ChoiceField(label="What is it?", choices=KINDS, initial=Kind.FACTOR)
    place = forms.ChoiceField(label="Category", required=False)

    def draft(self) -> FactorDraft:
        category, subcategory = self.category()
        data = self.cleaned_data
        return FactorDraft(statement=data["statement"], kind=data["kind"], category=category, subcategory=subcategory)


class FactorForm(PlaceMixin):
    statement = forms.CharField(label="What was it?", widget=prose(3))
    kind = forms.ChoiceField(label="What is it?", choices=KINDS)
    place = forms.ChoiceField(label="Category", required=False)
    state = forms.ChoiceField(
        choices=STATES, help_text="A refuted one is kept and marked: it saves the next reader the way."
    )
    confidence = forms.ChoiceField(label="How sure?", choices=CONFIDENCES)
    made_sense = forms.CharField(
        label="Why did it make sense at the time?",
        required=False,
        widget=prose(3),
        help_text="What did it look like then, what was normal about it? In the words of those who were there.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def draft(self) -> FactorDraft:
        category, subcategory = self.category()
        names = ("statement", "kind", "state", "confidence", "made_sense")
        data = {name: str(self.cleaned_data[name]) for name in names}
        return FactorDraft(category=category, subcategory=subcategory, **data)


def initial_of(factor: Factor) -> dict[str, object]:
    place = f"{factor.category}:{factor.subcategory}" if factor.subcategory else factor.category
    names = ("statement", "kind", "state", "confidence", "made_sense", "version")
    return {name: getattr(factor, name) for name in names} | {"place": place}


class QuoteForm(forms.Form):
    quote = forms.CharField(
        label="What somebody said",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="With the role of the speaker: “The graph was green on my side” (on-call engineer).",
    )


class ReasonForm(forms.Form):
    key = forms.CharField(max_length=200, widget=forms.HiddenInput)
    reason = forms.CharField(label="Why is it right as it is?", max_length=2000)


class PlanForm(forms.Form):
    planned_at = forms.DateTimeField(
        label="When", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    minutes = forms.IntegerField(label="Minutes", min_value=5, max_value=480, initial=60)
    place = forms.CharField(label="Where", required=False, max_length=300, help_text="A room or a link.")
    facilitator = forms.ModelChoiceField(Person.objects.none(), required=False, empty_label="not decided yet")
    tell = forms.BooleanField(
        label="Send everybody the calendar entry", required=False, initial=True, help_text="By mail, with the agenda."
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def plan(self) -> Plan:
        data = self.cleaned_data
        return Plan(data["planned_at"], data["minutes"], data["place"], data["facilitator"], tell=data["tell"])


class NotesForm(forms.Form):
    notes = forms.CharField(
        required=False, strip=False, widget=prose(14), help_text="Markdown. What was said, by role; ideas; decisions."
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class AttendanceForm(forms.Form):
    attended = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="Who was there", widget=forms.CheckboxSelectMultiple, required=False
    )


class ImportForm(forms.Form):
    file = forms.FileField(label="An export of factors (JSON)")


def notes_initial(debrief: Debrief) -> dict[str, object]:
    return {"notes": debrief.notes, "version": debrief.version}
