"""Fields in which people write: the language helper looks over them while they type."""

from django import forms

_HELPED = {"data-language-check": ""}


def prose(rows: int = 3, **attributes: str) -> forms.Textarea:
    """Some lines of text. ``data_key`` and the like become attributes with hyphens."""
    return forms.Textarea(attrs={**_HELPED, "rows": rows, **_hyphened(attributes)})


def phrase(**attributes: str) -> forms.TextInput:
    """One line of text."""
    return forms.TextInput(attrs={**_HELPED, **_hyphened(attributes)})


def _hyphened(attributes: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in attributes.items()}
