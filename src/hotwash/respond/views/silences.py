"""Silences and maintenance windows: the list, a new one, its early end."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotwash.kernel import clock
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import require
from hotwash.kernel.web import actor_of, add_reasons, page_by_key
from hotwash.respond.core.alerts.silences import matchers_of
from hotwash.respond.forms.silences import SilenceForm
from hotwash.respond.queries import get_silence, silence_list, silence_shown
from hotwash.respond.steps import end_silence, make_silence
from hotwash.respond.views.alerts import alert_of
from hotwash.respond.views.common import told


@require_safe
@login_required
def silences(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    page = page_by_key(silence_list(), before=request.GET.get("before", ""), after=request.GET.get("after", ""))
    context = {
        "page": page,
        "shown": [silence_shown(row, now) for row in page.rows],
        "may_respond": allowed(actor_of(request), Permission.RESPOND),
    }
    return render(request, "respond/silences.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new_silence(request: HttpRequest) -> HttpResponse:
    """With ``?alert=7`` filled in from that alert."""
    actor = actor_of(request)
    require(actor, Permission.RESPOND)
    form = SilenceForm(request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        done = make_silence(actor=actor, values=form.values(), now=clock.now())
        if not isinstance(done, Refusal):
            told(request, done, "The silence is made.", reverse("silence-end", args=[done.pk]))
            return redirect("silences")
        add_reasons(form, done)
    return render(request, "respond/silence_new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_silence(pk)
    done = end_silence(actor=actor_of(request), silence=row, version=row.version, now=clock.now())
    told(request, done, "The silence is over. What it kept quiet and still fires is decided about anew.")
    return redirect("silences")


def _initial(request: HttpRequest) -> dict[str, object]:
    now = clock.now().replace(second=0, microsecond=0)
    initial: dict[str, object] = {
        "starts_at": now,
        "ends_at": now + timedelta(hours=1),
        "timezone": timezone.get_current_timezone_name(),
    }
    alert = alert_of(request, actor_of(request))
    if alert is not None:
        labels = {str(name): str(value) for name, value in alert.labels.items()}
        initial |= {"matchers": matchers_of(labels, alert.title), "source": alert.source_id}
    return initial
