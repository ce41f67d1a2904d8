"""The living page of the design system: every component in every state. Only in development."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hotwash.kernel.clock import now as clock_now
from hotwash.kernel.fields import prose

SECTIONS = (
    "colour", "type", "buttons", "fields", "badges", "incident", "lists", "entries", "panels", "overlays", "prose",
)  # fmt: skip
INKS = ("ink", "ink-soft", "ink-faint", "accent", "bad", "warn", "good", "info")
PAPERS = ("paper", "paper-sunk", "paper-raised", "paper-hover", "accent-wash", "plain-wash")


class SampleForm(forms.Form):
    title = forms.CharField(help_text="What people will call it, in a few words.", initial="Checkout answers 502")
    severity = forms.ChoiceField(choices=[("sev1", "SEV 1: customers cannot use it"), ("sev2", "SEV 2: hampered")])
    summary = forms.CharField(
        required=False,
        widget=prose(3),
        label="What is known so far",
    )
    started_at = forms.DateTimeField(
        required=False, label="Started", widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    found_by = forms.ChoiceField(
        choices=[("alerting", "An alert"), ("customer", "A customer"), ("colleague", "A colleague")],
        widget=forms.RadioSelect,
        initial="alerting",
    )
    private = forms.BooleanField(required=False, label="Private", help_text="Only the people who take part see it.")


@dataclass(frozen=True, slots=True)
class Step:
    number: int
    name: str
    state: str
    why: str
    href: str
    current: bool = False


RAIL = (
    Step(1, "Respond", "done", "done 22 Nov", "#"),
    Step(2, "Assemble", "done", "6 people", "#"),
    Step(3, "Collect", "open", "34 entries", "#", current=True),
    Step(4, "Analyse", "blocked", "2 factors without evidence", "#"),
    Step(5, "Act", "idle", "not begun", "#"),
    Step(6, "Share", "idle", "not begun", "#"),
    Step(7, "Improve", "idle", "not begun", "#"),
)


def design(request: HttpRequest) -> HttpResponse:
    now = clock_now()
    refused = SampleForm({"title": "", "severity": "sev9"})
    context = {
        "sections": SECTIONS,
        "inks": INKS,
        "papers": PAPERS,
        "form": SampleForm(),
        "refused": refused,
        "rail": {"steps": RAIL},
        "times": _times(now),
        "since": now - timedelta(minutes=72, seconds=9),
        "spans": (
            timedelta(seconds=42),
            timedelta(minutes=12),
            timedelta(hours=1, minutes=12),
            timedelta(days=3, hours=4),
        ),
    }
    return render(request, "site/design.html", context)


def _times(now: datetime) -> tuple[datetime, ...]:
    return (
        now,
        now - timedelta(minutes=5),
        now + timedelta(hours=2),
        now - timedelta(days=3),
        now - timedelta(days=400),
    )
