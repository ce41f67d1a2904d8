"""A metric in the evidence: its curve, the stretches beyond a limit, and impact written from them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from hotwash.evidence.core.curve import Curve, curve_svg
from hotwash.evidence.core.metrics import Meaning
from hotwash.evidence.forms import MetricForm, local_text
from hotwash.evidence.queries import Judged, get_file, get_metric, judged
from hotwash.evidence.steps import Derived, write_impact_of_metric
from hotwash.evidence.views.common import asked, frame
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import add_reasons


@require_http_methods(["GET", "POST"])
@login_required
def metric(request: HttpRequest, reference: str, number: int, series: int) -> HttpResponse:
    actor, incident = asked(request, reference)
    found = get_metric(get_file(incident, number), series)
    given = request.POST if request.method == "POST" else request.GET
    form = MetricForm(given) if "value" in given else None
    if form is not None and form.is_valid():
        seen = judged(incident, found, form.limit, Meaning(form.cleaned_data["meaning"]))
    else:
        seen = judged(incident, found)
    if request.method == "POST" and "look" not in given and form is not None and form.is_valid():
        derived = Derived(seen, list(form.cleaned_data["services"]))
        made = write_impact_of_metric(actor=actor, incident=incident, derived=derived)
        if not isinstance(made, Refusal):
            stretches = "1 stretch" if len(made) == 1 else f"{len(made)} stretches"
            messages.success(request, f"{stretches} of {found.file.reference} written as impact.")
            return redirect("evidence-impact", reference=incident.reference)
        add_reasons(form, made)
    form = form or MetricForm(initial=_initial(seen))
    context = frame(actor, incident, "impact") | {"series": found, "seen": seen, "form": form}
    context |= {"rows": list(zip(seen.found, seen.lost, strict=True)), "picture": _picture(seen)}
    return render(request, "evidence/metric.html", context, status=422 if form.errors else 200)


def _initial(seen: Judged) -> dict[str, object]:
    limit = seen.limit
    middle = (seen.series.lowest + seen.series.highest) / 2
    return {
        "value": f"{limit.value if limit else middle:g}",
        "side": "over" if limit is None or limit.over else "under",
        "shortest": 1,
        "pause": 5,
        "meaning": seen.meaning,
    }


def _picture(seen: Judged) -> str:
    drawn = curve_svg(Curve(seen.points, seen.limit, seen.found, seen.series.name), local_text)
    return mark_safe(drawn)  # noqa: S308 - drawn by us, texts escaped there
