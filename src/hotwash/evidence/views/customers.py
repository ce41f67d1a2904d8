"""What customers reported: the curve, the form, the list."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST

from hotwash.evidence.core.customers import course_svg
from hotwash.evidence.forms import CustomersForm
from hotwash.evidence.models import CustomerReport
from hotwash.evidence.queries import customer_curve, customer_reports
from hotwash.evidence.steps import add_customer_reports, remove_customer_reports, take_customer_reports
from hotwash.evidence.views.common import asked, frame
from hotwash.kernel import clock
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import require
from hotwash.kernel.web import add_reasons
from hotwash.respond.models import Incident

SHOWN = 500


def drawn(incident: Incident) -> dict[str, object]:
    """The curve for a page, in the zone of the person."""
    curve = customer_curve(incident)
    if curve is None:
        return {"curve": None}
    svg = course_svg(curve.course, curve.marks, lambda at: f"{timezone.localtime(at):%d %b %H:%M}")
    first = f"{timezone.localtime(curve.first):%d %b %H:%M}"
    picture = mark_safe(svg)  # noqa: S308 - drawn here, its words escaped
    return {"curve": curve, "curve_picture": picture, "told": [one.format(first=first) for one in curve.told]}


@require_http_methods(["GET", "POST"])
@login_required
def customers(request: HttpRequest, reference: str) -> HttpResponse:
    actor, incident = asked(request, reference)
    form = CustomersForm(request.POST or None, incident=incident)
    if request.method == "POST" and form.is_valid():
        require(actor, Permission.EDIT, incident)
        made = _entered(actor, incident, form)
        if isinstance(made, Refusal):
            add_reasons(form, made)
        else:
            messages.success(request, f"{sum(row.count for row in made)} reports were entered.")
            return redirect("evidence-customers", reference=incident.reference)
    rows = customer_reports(incident)
    context = frame(actor, incident, "impact") | drawn(incident)
    context |= {"form": form, "rows": rows[:SHOWN], "hidden": max(0, len(rows) - SHOWN)}
    return render(request, "evidence/customers.html", context, status=422 if form.errors else 200)


def _entered(actor: Actor, incident: Incident, form: CustomersForm) -> list[CustomerReport] | Refusal:
    rows = form.rows()
    file, words = form.cleaned_data["file"], form.cleaned_data["words"]
    if file is not None and not rows:
        return take_customer_reports(actor=actor, incident=incident, file=file.number, words=words, now=clock.now())
    return add_customer_reports(actor=actor, incident=incident, rows=rows, now=clock.now())


@require_POST
@login_required
def remove(request: HttpRequest, reference: str) -> HttpResponse:
    actor, incident = asked(request, reference)
    pks = [int(text) for text in request.POST.getlist("report") if text.isdecimal() and len(text) < 16]
    count = remove_customer_reports(actor=actor, incident=incident, pks=pks)
    messages.success(request, f"{count} removed." if count else "Nothing was chosen.")
    return redirect("evidence-customers", reference=incident.reference)
