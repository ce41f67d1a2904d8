"""Actions across incidents: the list, changes of several at once, exports, the calendar feed."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from hotwash.actions.core.calendar import DueEntry, calendar_text
from hotwash.actions.core.export import to_csv, to_json
from hotwash.actions.forms import BulkForm, FilterForm
from hotwash.actions.models import Action
from hotwash.actions.queries import ActionFilter, export_rows, find_actions, tally, visible_actions
from hotwash.actions.steps import ActionValues, change_action, move_due, start_action
from hotwash.actions.steps.writing import values_of
from hotwash.directory.models import Person
from hotwash.kernel import clock
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of

PAGE = 25
FEED_SALT = "hotwash.actions.feed"


@require_safe
@login_required
def everywhere(request: HttpRequest) -> HttpResponse:
    """The list across incidents: what is unresolved, until something else is asked for."""
    actor = actor_of(request)
    today = clock.now().date()
    form = FilterForm({"state": "unresolved", **request.GET.dict()})
    wanted = form.filter()
    found = find_actions(actor, wanted, today)
    page = Paginator(found, PAGE).get_page(request.GET.get("page", "1"))
    context = {
        "page": page,
        "form": form,
        "wanted": wanted,
        "tally": tally(actor, today),
        "today": today,
        "bulk": BulkForm(),
        "me": actor.person_id,
        "may_edit": allowed(actor, Permission.EDIT),
        "feed": _feed_address(request, actor),
    }
    return render(request, "actions/everywhere.html", context)


def _feed_address(request: HttpRequest, actor: Actor) -> str:
    secret = signing.dumps(actor.person_id, salt=FEED_SALT)
    return request.build_absolute_uri(reverse("actions-feed", args=[secret]))


@require_POST
@login_required
def bulk(request: HttpRequest) -> HttpResponse:
    """One change for all ticked actions; each is its own step, so what can't be done is told and the rest is done."""
    actor = actor_of(request)
    form = BulkForm(request.POST, actions=visible_actions(actor))
    if not form.is_valid():
        for problem in form.errors.values():
            messages.error(request, " ".join(str(text) for text in problem))
        return redirect(_back(request))
    refused: list[str] = []
    done = 0
    for action in form.cleaned_data["actions"]:
        result = _change(actor, action, form.cleaned_data, clock.now())
        if isinstance(result, Refusal):
            refused.append(f"{action.incident.reference} {action.reference}: {result}")
        else:
            done += 1
    if done:
        messages.success(request, f"{done} {'action was' if done == 1 else 'actions were'} changed.")
    for text in refused:
        messages.error(request, text)
    return redirect(_back(request))


def _change(actor: Actor, action: Action, data: dict[str, object], now: datetime) -> Action | Refusal:
    if data["what"] == "start":
        return start_action(actor=actor, action=action, version=action.version)
    if data["what"] == "due":
        due, reason = data["due"], str(data["reason"] or "")
        return move_due(actor=actor, action=action, due=due, reason=reason, version=action.version, now=now)  # type: ignore[arg-type]  # a date, by the form's field
    values: ActionValues = values_of(action, owner=data["owner"])  # type: ignore[arg-type]  # a Person, by the form's field
    return change_action(actor=actor, action=action, values=values, version=action.version, due_reason="", now=now)


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else reverse("all-actions")


@require_safe
@login_required
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The filtered list as CSV or JSON."""
    today = clock.now().date()
    found = find_actions(actor_of(request), FilterForm(request.GET).filter(), today)
    rows = export_rows(found, today)
    text, kind = (to_csv(rows), "text/csv") if form == "csv" else (to_json(rows), "application/json")
    name = f'attachment; filename="actions-{today.isoformat()}.{form}"'
    return HttpResponse(text, content_type=f"{kind}; charset=utf-8", headers={"Content-Disposition": name})


@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """One person's due actions as iCalendar. The address itself is the key, as calendars cannot sign in."""
    try:
        person = Person.objects.filter(pk=signing.loads(secret, salt=FEED_SALT), is_active=True).first()
    except signing.BadSignature:
        person = None
    if person is None:
        raise Http404
    today = clock.now().date()
    found = find_actions(person.as_actor(), ActionFilter(owner=person.pk), today)
    entries = [
        DueEntry(
            uid=f"action-{action.pk}",
            title=f"{action.incident.reference} {action.reference}: {action.title}",
            due=action.due,
            url=request.build_absolute_uri(reverse("action", args=[action.incident.reference, action.number])),
        )
        for action in found
        if action.due
    ]
    text = calendar_text(entries, clock.now())
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")
