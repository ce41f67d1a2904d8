"""Writing, editing, removing entries; marking key times."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from hotwash.evidence.core.masks import pieces
from hotwash.evidence.forms import AnnotationForm, AttachForm, EntryForm, KeyTimeForm, WhenField, local_text
from hotwash.evidence.models import Entry
from hotwash.evidence.queries import get_entry, key_times, lanes, notes_of, shape_of, standing_entry
from hotwash.evidence.queries.history import history_of
from hotwash.evidence.steps import (
    EntryValues,
    Mark,
    clear_key_time,
    delete_entry,
    edit_entry,
    mark_key_time,
    restore_entry,
    write_entry,
)
from hotwash.evidence.views.common import asked, frame, undoable
from hotwash.kernel import clock
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import add_reasons


@require_http_methods(["GET", "POST"])
@login_required
def new_entry(request: HttpRequest, reference: str) -> HttpResponse:
    actor, incident = asked(request, reference)
    form = EntryForm(request.POST or None, incident=incident)
    if request.method == "POST" and form.is_valid():
        made = write_entry(actor=actor, incident=incident, values=_values(form), now=clock.now())
        if not isinstance(made, Refusal):
            messages.success(request, f"{made.reference} is on the timeline.")
            return redirect(_at(made))
        add_reasons(form, made)
    context = frame(actor, incident, "timeline") | {"form": form}
    return render(request, "evidence/entry_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
def entry(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One entry: its proof, its history, and its form. A conflict shows both texts."""
    actor, incident = asked(request, reference)
    row = standing_entry(incident, number)
    if row.number != number:
        messages.info(request, f"T-{number} is part of {row.reference} now.")
        return redirect(_at(row))
    form = EntryForm(request.POST or None, incident=incident, initial=_initial(row))
    theirs = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        saved = edit_entry(actor=actor, incident=incident, entry=row, values=_values(form), version=version)
        if not isinstance(saved, Refusal):
            messages.success(request, f"{saved.reference} was saved.")
            return redirect(_at(saved))
        add_reasons(form, saved)
        theirs = row if saved.is_conflict else None
    shape = shape_of(row)
    marked = [found.name for found in key_times(incident) if found.entry and found.entry.standing_id == row.pk]
    context = frame(actor, incident, "timeline") | {
        "entry": row,
        "form": form,
        "theirs": theirs,
        "marked": marked,
        "detail": pieces(row.detail),
        "history": history_of(row),
        "shape": shape,
        "notes": notes_of(row),
        "commented": [row.reference, *(one.reference for one in shape.merged)],
        "annotation_form": AnnotationForm(incident=incident, initial={"at": local_text(row.at)}),
        "attach_form": AttachForm(incident=incident),
        "lanes": lanes(incident),
        "key_form": KeyTimeForm(incident=incident, initial={"at": local_text(row.at)}),
    }
    status = 200 if not form.errors else 409 if theirs else 422
    return render(request, "evidence/entry.html", context, status=status)


@require_POST
@login_required
def remove(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    actor, incident = asked(request, reference)
    row = delete_entry(actor=actor, incident=incident, entry=get_entry(incident, number, removed=True), now=clock.now())
    undoable(
        request, f"{row.reference} was removed.", reverse("evidence-entry-restore", args=[incident.reference, number])
    )
    return redirect("incident-evidence", reference=incident.reference)


@require_POST
@login_required
def restore(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    actor, incident = asked(request, reference)
    entry = get_entry(incident, number, removed=True)
    row = restore_entry(actor=actor, incident=incident, entry=entry)
    if isinstance(row, Refusal):
        messages.error(request, row.reasons[0].message)
        return redirect(_at(entry.merged_into or entry))
    messages.success(request, f"{row.reference} is back.")
    return redirect(_at(row))


@require_POST
@login_required
def mark(request: HttpRequest, reference: str) -> HttpResponse:
    """Mark a key time, by hand or at an entry (``entry`` holds its number)."""
    actor, incident = asked(request, reference)
    number = request.POST.get("entry", "")
    row = get_entry(incident, int(number)) if number.isdecimal() and len(number) < 10 else None
    given = request.POST.copy()
    if row and not given.get("at"):
        given["at"] = row.at.isoformat()
    form = KeyTimeForm(given, incident=incident)
    if not form.is_valid():
        return render(
            request, "evidence/key_time.html", frame(actor, incident, "timeline") | {"key_form": form}, status=422
        )
    exact = row.precision if row else cast("WhenField", form.fields["at"]).precision
    marked = mark_key_time(
        actor=actor, incident=incident, mark=Mark(form.cleaned_data["name"], form.cleaned_data["at"], exact, row)
    )
    if isinstance(marked, Refusal):
        add_reasons(form, marked)
        return render(
            request, "evidence/key_time.html", frame(actor, incident, "timeline") | {"key_form": form}, status=422
        )
    messages.success(request, f"“{marked.name}” is marked.")
    return redirect(_at(row) if row else reverse("incident-evidence", args=[incident.reference]))


@require_POST
@login_required
def clear(request: HttpRequest, reference: str) -> HttpResponse:
    actor, incident = asked(request, reference)
    name = request.POST.get("name", "")[:40]
    if clear_key_time(actor=actor, incident=incident, name=name):
        messages.success(request, f"“{name}” is no longer marked.")
    return redirect("incident-evidence", reference=incident.reference)


def _at(row: Entry) -> str:
    return reverse("evidence-entry", args=[row.incident.reference, row.number])


def _values(form: EntryForm) -> EntryValues:
    data = form.cleaned_data
    typed = cast("WhenField", form.fields["at"]).precision
    exact = data["precision"] if data["precision"] != "second" else typed or "second"
    return EntryValues(
        at=data["at"],
        text=data["text"],
        until=data["until"],
        precision=exact,
        lane=data["lane"],
        detail=data["detail"],
        why_known=data["why_known"],
        file=data["file"],
        line=data["line"],
    )


def _initial(row: Entry) -> dict[str, object]:
    return {
        "at": local_text(row.at),
        "until": local_text(row.until),
        "precision": row.precision,
        "text": row.text,
        "lane": row.lane,
        "detail": row.detail,
        "why_known": row.why_known,
        "file": row.file,
        "line": row.line,
        "version": row.version,
    }
