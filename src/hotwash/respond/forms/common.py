"""What the forms of stage 1 share."""

from django import forms

from hotwash.process.core.document import ProcessDocument


def moment(label: str, help_text: str = "") -> forms.DateTimeField:
    """A time in the person's own zone."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S")
    return forms.DateTimeField(required=False, label=label, help_text=help_text, widget=widget)


def severity_choices(document: ProcessDocument) -> list[tuple[str, str]]:
    return [(found.key, f"{found.name}: {found.meaning}") for found in document.severities]
