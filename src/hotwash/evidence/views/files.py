"""Evidence files: taking them in, showing what was read, setting a source right."""

import math
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotwash.evidence.core.columns import Row
from hotwash.evidence.core.masks import pieces
from hotwash.evidence.forms import FileForm
from hotwash.evidence.models import EvidenceFile
from hotwash.evidence.queries import (
    clock_hints,
    files_of,
    get_file,
    lines_page,
    record_at_line,
    record_at_time,
    records_page,
    records_with,
    running_captures,
    scrubbed_parts,
    sight_of,
    uploads_of,
)
from hotwash.evidence.queries.records import SEARCHED, STEP
from hotwash.evidence.steps import (
    Upload,
    add_evidence,
    note_evidence,
    remove_evidence,
    restore_evidence,
    set_clock,
    set_zone,
    store,
    take_original,
)
from hotwash.evidence.views.common import asked, frame, typed, undoable
from hotwash.kernel import clock, storage
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.errors import TooLarge
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Reason, Refusal
from hotwash.kernel.steps import require
from hotwash.kernel.web import add_reasons
from hotwash.ports.reading.pictures import media_type
from hotwash.respond.models import Incident


@require_http_methods(["GET", "POST"])
@login_required
def files(request: HttpRequest, reference: str) -> HttpResponse:
    """The list, and the place to drop files on. Without script the chosen files are sent as a plain form."""
    actor, incident = asked(request, reference)
    if request.method == "POST":
        require(actor, Permission.EDIT, incident)
        return _take(request, actor, incident)
    rows = list(files_of(incident))
    running = running_captures(incident)
    waits = bool(running) or any(row.busy for row in rows)
    shown = {
        "files": rows,
        "waits": waits,
        "running": running,
        "arriving": uploads_of(incident, actor, now=clock.now()),
    }
    return render(request, "evidence/files.html", frame(actor, incident, "files") | shown)


def _take(request: HttpRequest, actor: Actor, incident: Incident) -> HttpResponse:
    added: list[EvidenceFile] = []
    reasons: list[Reason] = []
    given = request.FILES.getlist("files")
    for upload in given:
        name = request.POST.get("path") or upload.name or "evidence"
        taken = _taken(actor, incident, upload, name)
        if isinstance(taken, Refusal):
            reasons += taken.reasons
        else:
            added.append(taken)
    if not given:
        reasons.append(Reason("none", "Choose at least one file, or drop some here.", "files"))
    return _told(request, incident, added, reasons)


def _taken(actor: Actor, incident: Incident, upload: "UploadedFile[bytes]", name: str) -> EvidenceFile | Refusal:
    try:
        stored = store(upload.chunks())
    except TooLarge as error:
        return Refusal((Reason("too_large", f"{name}: {error}", "files"),))
    return add_evidence(actor=actor, incident=incident, upload=Upload(name, stored), now=clock.now())


def _told(request: HttpRequest, incident: Incident, added: list[EvidenceFile], reasons: list[Reason]) -> HttpResponse:
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        told = [{"code": reason.code, "message": reason.message, "field": reason.field} for reason in reasons]
        status = 200 if added or not reasons else 422
        return JsonResponse({"added": [row.reference for row in added], "reasons": told}, status=status)
    for reason in reasons:
        messages.warning(request, reason.message)
    if added:
        names = ", ".join(f"{row.reference} {row.name}" for row in added[:5])
        messages.success(request, f"Received {names}. Reading goes on in the background.")
    return redirect("evidence-files", reference=incident.reference)


@require_http_methods(["GET", "POST"])
@login_required
def file(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    actor, incident = asked(request, reference)
    row = get_file(incident, number)
    form = FileForm(request.POST or None, initial=_initial(row))
    if request.method == "POST" and form.is_valid():
        refusal = _set(actor, row, form)
        if refusal is None:
            messages.success(request, f"{row.reference} was saved.")
            return redirect(request.path)
        add_reasons(form, refusal)
    context = frame(actor, incident, "files") | {"file": row, "form": form, "masked": sum(row.masked.values())}
    sight = sight_of(row)
    context |= {"sight": sight, "seen": pieces(sight.text) if sight else ()}
    context["clock_hints"] = clock_hints(incident, row)
    context |= {"moments": row.moments.exclude(state="dismissed").order_by("-score", "at", "pk")[:20]}
    return render(request, "evidence/file.html", context | _shown(request, row), status=422 if form.errors else 200)


def _initial(row: EvidenceFile) -> dict[str, object]:
    return {
        "zone": row.zone if row.zone_basis == "setting" else "",
        "clock_offset": row.clock_offset_ms / 1000,
        "note": row.note,
        "version": row.version,
    }


def _set(actor: Actor, row: EvidenceFile, form: FileForm) -> Refusal | None:
    """What differs is set, each by its own step."""
    data, version = form.cleaned_data, form.cleaned_data["version"]
    seconds = data["clock_offset"] or 0.0
    offset = int(seconds * 1000) if math.isfinite(seconds) and abs(seconds) < 1e12 else 10**15
    before = _initial(row)
    current: EvidenceFile | Refusal = row
    if data["zone"] != before["zone"]:
        current = set_zone(actor=actor, file=row, zone=data["zone"], version=version, now=clock.now())
    if not isinstance(current, Refusal) and offset != row.clock_offset_ms:
        version = current.version if current is not row else version
        current = set_clock(actor=actor, file=row, offset_ms=offset, version=version)
    if not isinstance(current, Refusal) and data["note"].strip() != row.note:
        version = current.version if current is not row else version
        current = note_evidence(actor=actor, file=row, note=data["note"], version=version)
    return current if isinstance(current, Refusal) else None


def _shown(request: HttpRequest, row: EvidenceFile) -> dict[str, object]:
    """The part of the file that is looked at: around a line, at a place, or what holds some words."""
    given = request.GET
    words = given.get("words", "")[:200]
    if words:
        return _found(request, row, words)
    line = _number(given.get("line", ""))
    start = _number(given.get("from", ""))
    at = typed(given.get("at", ""), row.incident)
    if line:
        start = max(0, record_at_line(row, line) - 10)
    elif at:
        start = record_at_time(row, at)
    page = records_page(row, start)
    if not page.total:
        lines = lines_page(row, start)
        shown = [(number, pieces(text), "", number == line) for number, text in lines]
        return {
            "rows": shown,
            "from": start,
            "next": start + STEP if len(lines) == STEP else None,
            "previous": max(0, start - STEP) if start else None,
        }
    end = page.start + len(page.rows)
    return {
        "rows": _lines(page.rows, line),
        "total": page.total,
        "from": page.start + 1,
        "to": end,
        "next": end if end < page.total else None,
        "previous": max(0, page.start - STEP) if page.start else None,
    }


def _found(request: HttpRequest, row: EvidenceFile, words: str) -> dict[str, object]:
    """What holds the words, some at once: after a record, or before it."""
    after, before = _number(request.GET.get("after", "")), _number(request.GET.get("before", ""))
    rows = records_with(row, words, after=after if "after" in request.GET else -1, before=before)
    ends = (rows[0].number, rows[-1].number) if rows else (0, 0)
    return {
        "words": words,
        "rows": _lines(rows),
        "found": len(rows),
        "found_before": ends[0] if (after or before) and rows else None,
        "found_after": ends[1] if len(rows) == SEARCHED or before else None,
    }


def _lines(rows: list[Row], line: int = 0) -> list[tuple[int, object, str, bool]]:
    return [
        (
            row.line,
            pieces(f"{row.at} {row.text}".strip()),
            row.level,
            bool(line) and row.line <= line < row.line + row.size,
        )
        for row in rows
    ]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 13 else 0


@require_POST
@login_required
def remove(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    actor, incident = asked(request, reference)
    row = remove_evidence(actor=actor, file=get_file(incident, number), now=clock.now())
    undoable(
        request, f"{row.reference} was removed.", reverse("evidence-file-restore", args=[incident.reference, number])
    )
    return redirect("evidence-files", reference=incident.reference)


@require_POST
@login_required
def restore(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    actor, incident = asked(request, reference)
    row = restore_evidence(actor=actor, file=get_file(incident, number), now=clock.now())
    messages.success(request, f"{row.reference} is back.")
    return redirect("evidence-files", reference=incident.reference)


@require_safe
@login_required
def masked_text(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """The text with its secrets masked, as a download."""
    _, incident = asked(request, reference)
    row = get_file(incident, number)
    if not row.scrubbed:
        return HttpResponse("This file has no text to show.", status=404, content_type="text/plain")
    name = f"{row.reference}-{row.name.rsplit('/', 1)[-1]}"
    answer = StreamingHttpResponse(scrubbed_parts(row), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = "attachment; filename*=UTF-8''" + _quoted(name)
    return answer


@require_POST
@login_required
def original(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """The file as it came, secrets and all; that it was taken, and why, is written to the log."""
    actor, incident = asked(request, reference)
    found = get_file(incident, number)
    row = take_original(actor=actor, file=found, why=request.POST.get("why", ""))
    if isinstance(row, Refusal):
        messages.error(request, str(row))
        return redirect("evidence-file", reference=incident.reference, number=number)
    return FileResponse(storage.open_blob(row.sha256), as_attachment=True, filename=row.name.rsplit("/", 1)[-1])


@require_safe
@login_required
def picture(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """A screenshot, shown. Only what was recognised as a picture is given with a picture's type."""
    _, incident = asked(request, reference)
    row = get_file(incident, number)
    if row.format != "picture":
        return HttpResponse("This is no picture.", status=404, content_type="text/plain")
    stream = storage.open_blob(row.sha256)
    kind = media_type(stream.read(16))
    stream.seek(0)
    return FileResponse(stream, content_type=kind, headers={"X-Content-Type-Options": "nosniff"})


@require_safe
@login_required
def thumbnail(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """A picture made small, drawn anew by us."""
    _, incident = asked(request, reference)
    sight = sight_of(get_file(incident, number))
    if sight is None or not sight.thumbnail:
        return HttpResponse("This is no picture that could be opened.", status=404, content_type="text/plain")
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=86400"}
    return FileResponse(storage.open_blob(sight.thumbnail), content_type="image/png", headers=headers)


def _quoted(name: str) -> str:
    return quote(name, safe="")
