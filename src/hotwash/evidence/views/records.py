"""All records of all files in the order of time: looked through, narrowed, and put on the timeline."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from hotwash.evidence.core.bounds import storable_time
from hotwash.evidence.core.histogram import histogram_svg
from hotwash.evidence.core.masks import Piece, pieces
from hotwash.evidence.forms import local_text
from hotwash.evidence.models import Moment
from hotwash.evidence.queries import (
    Placed,
    Wanted,
    files_of,
    get_file,
    get_record,
    histogram,
    merged,
    pinned_lines,
)
from hotwash.evidence.steps import pin_record
from hotwash.evidence.views.common import asked, frame, typed, undoable
from hotwash.kernel import clock
from hotwash.kernel.core.refusal import Refusal
from hotwash.respond.models import Incident

LEVELS = (("", "All levels"), ("warning", "Warnings up"), ("error", "Errors up"))


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as the page shows it."""

    placed: Placed
    at: datetime | None
    text: list[Piece]
    pinned: bool


@require_safe
@login_required
def records(request: HttpRequest, reference: str) -> HttpResponse:
    actor, incident = asked(request, reference)
    given, wanted = request.GET, asked_for(request, incident)
    seen = merged(incident, wanted, after=given.get("after", ""), before=given.get("before", ""))
    pinned = pinned_lines(incident)
    context = frame(actor, incident, "records") | {
        "wanted": wanted,
        "given": given,
        "files": files_of(incident).exclude(book=""),
        "levels": LEVELS,
        **_picture(request, incident, wanted),
        "seen": seen,
        "rows": [_shown(placed, pinned) for placed in seen.records],
        "during": _during(incident),
        "here": request.get_full_path(),
    }
    return render(request, "evidence/records.html", context)


def _shown(placed: Placed, pinned: set[tuple[int, int]]) -> Shown:
    row = placed.row
    on_it = (placed.file.pk, row.line) in pinned
    return Shown(placed, storable_time(row.stamp), list(pieces(row.text)), on_it)


def asked_for(request: HttpRequest, incident: Incident) -> Wanted:
    """The filter of the page; what cannot be read is left out."""
    given = request.GET
    level, number = given.get("level", ""), given.get("file", "").removeprefix("E-")
    return Wanted(
        since=typed(given.get("since", ""), incident),
        until=typed(given.get("until", ""), incident),
        level=level if level in dict(LEVELS) else "",
        words=given.get("words", "")[:200],
        file=int(number) if number.isdecimal() and len(number) < 9 else 0,
    )


def _picture(request: HttpRequest, incident: Incident, wanted: Wanted) -> dict[str, object]:
    """The histogram, each bar a link to its stretch of time, and the span that it shows."""
    found = histogram(incident, wanted)
    if found is None:
        return {}
    kept = {name: value for name, value in request.GET.items() if name in {"level", "words", "file"} and value}

    def link(begin: datetime, end: datetime) -> str:
        return "?" + urlencode({**kept, "since": local_text(begin), "until": local_text(end)})

    drawn = histogram_svg(found, local_text, link)
    ends = found.span.begin_of(0), found.span.begin_of(found.span.bins)
    return {"picture": mark_safe(drawn), "ends": ends}  # noqa: S308 - drawn by us, texts escaped there


def _during(incident: Incident) -> str:
    """The filter for the time of the incident, as far as it is known."""
    begin = incident.started_at or incident.detected_at or incident.declared_at
    times = {"since": local_text(begin)}
    if end := incident.resolved_at or incident.mitigated_at:
        times["until"] = local_text(end)
    return urlencode(times)


@require_POST
@login_required
def pin(request: HttpRequest, reference: str, number: int, record: int) -> HttpResponse:
    actor, incident = asked(request, reference)
    file = get_file(incident, number)
    made = pin_record(actor=actor, incident=incident, file=file, found=get_record(file, record), now=clock.now())
    if isinstance(made, Refusal):
        messages.warning(request, str(made))
    else:
        moment = Moment.objects.get(entries=made)
        undoable(
            request,
            f"{made.reference} is on the timeline.",
            reverse("evidence-moment-undo", args=[incident.reference, moment.pk]),
        )
    came = request.POST.get("back", "")
    own = reverse("evidence-records", args=[incident.reference])
    return redirect(came if came.startswith(own) and "\\" not in came else own)
