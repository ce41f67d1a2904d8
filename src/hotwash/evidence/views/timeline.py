"""The timeline: a readable list, lanes above it, key times as rules."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from hotwash.evidence.core.draw import Picture, lanes_svg
from hotwash.evidence.core.keytimes import ORDER, KeyName, meaning
from hotwash.evidence.forms import EntryForm, KeyTimeForm
from hotwash.evidence.models import KeyTime
from hotwash.evidence.queries import Shown, Window, clockwork, key_times, lanes, moments_of, picture, summary, window
from hotwash.evidence.views.common import asked, frame, typed
from hotwash.respond.models import Incident


@require_safe
@login_required
def timeline(request: HttpRequest, reference: str) -> HttpResponse:
    actor, incident = asked(request, reference)
    told, marked, shown = summary(incident), key_times(incident), asked_for(request, incident)
    lengths, contradicted = clockwork(incident, marked, told)
    seen = window(incident, shown, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    context = frame(actor, incident, "timeline") | {
        "told": told,
        "shown": shown,
        "given": request.GET,
        "lanes": lanes(incident),
        "picture": drawn(picture(incident, told, marked, shown)),
        "durations": lengths,
        "contradictions": contradicted,
        "marks": _marks(marked),
        "waiting": moments_of(incident).count(),
        "form": EntryForm(incident=incident),
        "key_form": KeyTimeForm(incident=incident),
        "key_names": ORDER,
    }
    return render(request, "evidence/timeline.html", context | listed(incident, marked, seen))


@require_safe
@login_required
def entries(request: HttpRequest, reference: str) -> HttpResponse:
    """The next window of the list, fetched when its end comes into sight."""
    actor, incident = asked(request, reference)
    marked = key_times(incident)
    seen = window(incident, asked_for(request, incident), after=request.GET.get("after", ""))
    context = frame(actor, incident, "timeline") | {"given": request.GET, "more": True}
    return render(request, "evidence/window.html", context | listed(incident, marked, seen))


@require_safe
@login_required
def lanes_picture(request: HttpRequest, reference: str) -> HttpResponse:
    """The picture by itself, as a file."""
    _, incident = asked(request, reference)
    found = picture(incident, summary(incident), key_times(incident))
    if found is None:
        return HttpResponse("There is nothing on the timeline yet.", status=404, content_type="text/plain")
    return HttpResponse(lanes_svg(found), content_type="image/svg+xml")


def drawn(found: Picture | None) -> SafeString:
    return mark_safe(lanes_svg(found)) if found else SafeString()  # noqa: S308 - drawn by us, texts escaped there


def asked_for(request: HttpRequest, incident: Incident) -> Shown:
    """The filter of the list; a time that cannot be read is left out."""
    given = request.GET
    return Shown(
        given.get("lane", "")[:120],
        given.get("words", "")[:200],
        typed(given.get("since", ""), incident),
        typed(given.get("until", ""), incident),
    )


def listed(incident: Incident, marked: list[KeyTime], seen: Window) -> dict[str, object]:
    """Entries with the names of the key times that stand on them, grouped by day in the template."""
    names: dict[int, list[str]] = {}
    for row in marked:
        if row.entry:
            names.setdefault(row.entry.standing_id, []).append(row.name)
    rows = [(entry, names.get(entry.pk, [])) for entry in seen.entries]
    return {"window": seen, "rows": rows, "incident": incident}


def _marks(marked: list[KeyTime]) -> list[tuple[str, str, KeyTime | None]]:
    """The five in order, set or not, then those of one's own."""
    by_name = {row.name: row for row in marked}
    five = [(str(name), meaning(KeyName(name)), by_name.pop(name, None)) for name in ORDER]
    return [*five, *((name, "", row) for name, row in by_name.items())]
