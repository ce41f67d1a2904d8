"""Forms of stage 6. What is right and wrong is decided by the steps; a form only turns text into values."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from hotwash.directory.models import Person
from hotwash.kernel.fields import phrase, prose
from hotwash.ports.publishers import Option, Publisher
from hotwash.ports.registry import plugins
from hotwash.reports.core.states import Verdict
from hotwash.reports.models import MAX_TITLE, PublishTarget, Report
from hotwash.reports.queries import ArchiveFilter, archive_choices, author_ids
from hotwash.reports.queries.archive import KINDS
from hotwash.reports.steps import TargetSettings

OPTION = "option-"


class SectionForm(forms.Form):
    text = forms.CharField(
        label="Text",
        required=False,
        strip=False,
        widget=prose(12),
        help_text="Markdown: **bold**, lists with -, `code`, [words](https://…).",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class TitleForm(forms.Form):
    title = forms.CharField(label="Title", max_length=MAX_TITLE, widget=phrase())
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReviewersForm(forms.Form):
    reviewers = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="Who reads it for the first time?", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, report: Report, **more: Any) -> None:  # noqa: ANN401 - a form's own arguments
        super().__init__(*args, **more)
        people = Person.objects.filter(is_active=True).exclude(pk__in=author_ids(report))
        if report.incident.private:
            people = people.filter(pk__in=report.incident.participant_ids())
        self.fields["reviewers"].queryset = people  # type: ignore[attr-defined]


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(
        label="Your verdict",
        choices=[(Verdict.APPROVED.value, "I approve it"), (Verdict.CHANGES.value, "It needs changes")],
        widget=forms.RadioSelect,
        initial=Verdict.APPROVED.value,
    )
    note = forms.CharField(
        label="What should change, or what you liked",
        required=False,
        widget=prose(3),
    )


class PublishForm(forms.Form):
    note = forms.CharField(
        label="What changed since the last revision?",
        required=False,
        max_length=500,
        widget=phrase(),
        help_text="Readers see it in the list of revisions.",
    )


class CommentForm(forms.Form):
    target = forms.CharField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label="Comment or question", widget=prose(2))


class ArchiveForm(forms.Form):
    q = forms.CharField(label='Words, "a phrase", -without', required=False)
    kind = forms.ChoiceField(label="What", required=False)
    service = forms.ChoiceField(label="Service", required=False)
    severity = forms.ChoiceField(label="Severity", required=False)
    category = forms.ChoiceField(label="Category", required=False)
    year = forms.ChoiceField(label="Year", required=False)

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 - a form's own arguments
        super().__init__(*args, **more)
        offered = archive_choices()
        choices: dict[str, Sequence[tuple[str, str]]] = {
            "kind": list(KINDS.items()),
            "service": offered.services,
            "severity": offered.severities,
            "category": offered.categories,
            "year": [(str(year), str(year)) for year in offered.years],
        }
        for name, rows in choices.items():
            self.fields[name].choices = [("", "Any"), *rows]  # type: ignore[attr-defined]

    def filter(self) -> ArchiveFilter:
        """What was asked for; a value that is none of the choices counts as not given."""
        self.is_valid()
        data = self.cleaned_data
        return ArchiveFilter(
            words=data.get("q", "")[:400],
            kind=data.get("kind", ""),
            service=data.get("service", ""),
            severity=data.get("severity", ""),
            category=data.get("category", ""),
            year=int(data.get("year") or 0),
        )


class _Files(forms.FileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """Takes what was chosen as it is; what each file is worth is decided when it is imported."""

    def clean(self, data: Any, initial: object = None) -> "list[UploadedFile[bytes]]":  # noqa: ANN401, ARG002 - as Django has it
        files = [file for file in data or () if isinstance(file, UploadedFile)]
        if not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return files


class ImportForm(forms.Form):
    """Several files at once; each is its own import."""

    documents = _FilesField(
        label="Documents",
        help_text="Markdown, HTML, DOCX, wiki text or plain text; several at once.",
        widget=_Files(attrs={"multiple": True}),
    )


class TargetForm(forms.Form):
    name = forms.CharField(label="Name", max_length=120, help_text="As people call it: “Documentation site”.")
    active = forms.BooleanField(label="Publications are delivered there", required=False, initial=True)
    takes_private = forms.BooleanField(label="Private incidents too", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, publisher: Publisher, target: PublishTarget | None, **more: Any) -> None:  # noqa: ANN401 - a form's own arguments
        super().__init__(*args, **more)
        self.publisher = publisher
        for option in publisher.options:
            kept = target.settings.get(option.name, "") if target else ""
            self.fields[OPTION + option.name] = _option_field(option, kept, is_new=target is None)

    def wanted(self) -> TargetSettings:
        data = self.cleaned_data
        return TargetSettings(
            name=data["name"],
            publisher=self.publisher.key,
            settings={option.name: data.get(OPTION + option.name, "") for option in self.publisher.options},
            active=data["active"],
            takes_private=data["takes_private"],
        )


def _option_field(option: Option, kept: str, *, is_new: bool) -> forms.CharField:
    """A secret is never shown again: leaving its field empty keeps it."""
    if option.secret:
        help_text = option.help if is_new else f"{option.help} Leave it empty to keep the one that is set."
        return forms.CharField(
            label=option.label, help_text=help_text.strip(), required=False, widget=forms.PasswordInput
        )
    return forms.CharField(label=option.label, help_text=option.help, required=option.required, initial=kept)


def publisher_choices() -> list[tuple[str, str]]:
    found = plugins("publishers", Publisher)  # type: ignore[type-abstract]  # a protocol on purpose
    return sorted((key, publisher.name) for key, publisher in found.items())
