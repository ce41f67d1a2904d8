"""Merging entries, splitting one, moving one to another lane; each with its undo."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hotwash.evidence.core.rearranging import parts_of, suggested
from hotwash.evidence.forms import SplitForm
from hotwash.evidence.models import Entry
from hotwash.evidence.queries import get_entry, near, standing_entry
from hotwash.evidence.steps import merge_entries, move_entry, split_entry, undo_rearrangement
from hotwash.evidence.steps.rearranging import told
from hotwash.evidence.views.common import asked, frame, undoable
from hotwash.kernel import clock
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import add_reasons


@require_http_methods(["GET", "POST"])
@login_required
def merge(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Tick the entries that become part of this one. What was ticked stays ticked when it is refused."""
    actor, incident = asked(request, reference)
    row = standing_entry(incident, number)
    words, refusal = request.GET.get("words", "")[:200], None
    ticked = [int(value) for value in request.POST.getlist("with") if value.isdecimal() and len(value) < 10]
    if request.method == "POST":
        others = {one: _number(request.POST.get(f"version-{one}", "")) for one in ticked if one != row.number}
        version = _number(request.POST.get("version", ""))
        made = merge_entries(actor=actor, incident=incident, entry=row, others=others, version=version, now=clock.now())
        if not isinstance(made, Refusal):
            names = ", ".join(f"T-{one}" for one in sorted(others))
            undoable(request, f"{names} went into {made.reference}.", _address("undo", made))
            return redirect(_address("", made))
        refusal = made
    context = frame(actor, incident, "timeline") | {
        "entry": row,
        "near": [(one, one.number in ticked) for one in near(row, words)],
        "words": words,
        "refusal": refusal,
    }
    status = 200 if refusal is None else 409 if refusal.is_conflict else 422
    return render(request, "evidence/merge.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def split(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    actor, incident = asked(request, reference)
    row = standing_entry(incident, number)
    zone = timezone.get_current_timezone()
    form = SplitForm(request.POST or None, initial={"parts": suggested(told(row), zone), "version": row.version})
    if request.method == "POST" and form.is_valid():
        parts = parts_of(form.cleaned_data["parts"], told(row), zone)
        made: Entry | Refusal | None = parts if isinstance(parts, Refusal) else None
        if not isinstance(parts, Refusal):
            version = form.cleaned_data["version"]
            made = split_entry(actor=actor, incident=incident, entry=row, parts=parts, version=version, now=clock.now())
        if isinstance(made, Entry):
            undoable(request, f"{made.reference} was split.", _address("undo", made))
            return redirect(_address("", made))
        if isinstance(made, Refusal):
            add_reasons(form, made)
    context = frame(actor, incident, "timeline") | {"entry": row, "form": form}
    return render(request, "evidence/split.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def undo(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    actor, incident = asked(request, reference)
    row = undo_rearrangement(actor=actor, incident=incident, entry=standing_entry(incident, number), now=clock.now())
    if isinstance(row, Refusal):
        messages.error(request, str(row))
        return redirect("evidence-entry", reference, number)
    messages.success(request, f"{row.reference} is as it was before.")
    return redirect(_address("", row))


@require_POST
@login_required
def move(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """To another lane: by the form of an entry, or dropped there by mouse. The undo posts the lane it came from."""
    actor, incident = asked(request, reference)
    row = get_entry(incident, number)
    given = request.POST if "lane" in request.POST else request.GET
    before = row.lane
    moved = move_entry(
        actor=actor,
        incident=incident,
        entry=row,
        lane=given.get("lane_new", "").strip() or given.get("lane", ""),
        version=_number(given.get("version", "")),
    )
    if isinstance(moved, Refusal):
        messages.error(request, str(moved))
    elif moved.lane != before:
        back = urlencode({"lane": before, "version": moved.version})
        undoable(request, f"{moved.reference} is in “{moved.lane}” now.", f"{_address('move', moved)}?{back}")
    return redirect(f"{reverse('incident-evidence', args=[incident.reference])}#{row.reference}")


def _address(what: str, row: Entry) -> str:
    return reverse(f"evidence-entry-{what}" if what else "evidence-entry", args=[row.incident.reference, row.number])


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
