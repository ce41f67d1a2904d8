"""The pages of stage 5 of one incident: factors with what answers them, and each action."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotwash.actions.core.deadlines import allowed_days, beyond_policy, proposed_due
from hotwash.actions.core.strength import ActionKind, ActionType, Strength, balance_advice
from hotwash.actions.core.wording import Draft, Finding, check_wording
from hotwash.actions.forms import ActionForm, LeaveForm, MoveForm, QuickActionForm, initial_of
from hotwash.actions.models import Action
from hotwash.actions.queries import actions_of, answers_of, asking_factors, get_action
from hotwash.actions.steps import (
    add_action,
    change_action,
    confirm_action,
    drop_action,
    finish_action,
    leave_factor,
    reopen_action,
    start_action,
    stop_action,
)
from hotwash.kernel import clock
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of, add_reasons, is_number
from hotwash.process.queries import document_for
from hotwash.respond.core.states import FoundBy
from hotwash.respond.models import Incident
from hotwash.respond.queries import get_incident


def _due_for(incident: Incident, kind: ActionKind, today: date) -> date:
    days = allowed_days(document_for(incident).deadlines, kind, incident.severity)
    return proposed_due(incident.declared_at.date(), days, today)


@require_http_methods(["GET", "POST"])
@login_required
def stage(request: HttpRequest, reference: str) -> HttpResponse:
    """The stage page. A POST is the quick add."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    today = clock.now().date()
    form = QuickActionForm(
        request.POST or None,
        incident=incident,
        initial={"due": _due_for(incident, ActionKind.CORRECTIVE, today), "kind": ActionKind.CORRECTIVE},
    )
    if request.method == "POST" and form.is_valid():
        saved = add_action(actor=actor, incident=incident, values=form.values(), now=clock.now())
        if isinstance(saved, Action):
            messages.success(request, f"{saved.reference} was added. Say next how one can see that it is done.")
            return redirect("action", incident.reference, saved.number)
        add_reasons(form, saved)
    context = _stage_context(incident, actor, today) | {"form": form, "owner_choices": _owner_choices(form)}
    return render(request, "actions/stage.html", context, status=422 if form.errors else 200)


def _owner_choices(form: QuickActionForm) -> list[object]:
    """Read once: the same choices stand under every factor."""
    return list(form.fields["owner"].choices)  # type: ignore[attr-defined]


def _stage_context(incident: Incident, actor: Actor, today: date) -> dict[str, object]:
    actions = list(actions_of(incident))
    planned = [action for action in actions if action.state != "wont_do"]
    advice = balance_advice(
        [(ActionType(action.type), Strength(action.strength)) for action in planned],
        found_by_customer=incident.found_by == FoundBy.CUSTOMER,
    )
    answers = answers_of(incident)
    return {
        "incident": incident,
        "answers": answers,
        "open_answers": [answer for answer in answers if not answer.answered],
        "actions": actions,
        "loose": [action for action in actions if not action.factors.all()],
        "balance": advice,
        "today": today,
        "may_edit": allowed(actor, Permission.EDIT, incident),
        "dropped": len(actions) - len(planned),
    }


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole form for a new action; `?factor=3` has F-3 ticked."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    today = clock.now().date()
    wanted = request.GET.get("factor", "")
    ticked = asking_factors(incident).filter(number=int(wanted)) if is_number(wanted) else []
    initial = {
        "kind": ActionKind.PREVENTIVE,
        "due": _due_for(incident, ActionKind.PREVENTIVE, today),
        "factors": [factor.pk for factor in ticked],
    }
    form = ActionForm(request.POST or None, incident=incident, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = add_action(actor=actor, incident=incident, values=form.values(), now=clock.now())
        if isinstance(saved, Action):
            messages.success(request, f"{saved.reference} was added.")
            return redirect("action", incident.reference, saved.number)
        add_reasons(form, saved)
    context = {"incident": incident, "form": form, "findings": None}
    return render(request, "actions/new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
def detail(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One action: its state and moves, its edit form with advice, its history."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    action = get_action(actor, incident, number)
    form = ActionForm(request.POST or None, incident=incident, initial=initial_of(action))
    theirs = None
    if request.method == "POST" and form.is_valid():
        saved = change_action(
            actor=actor,
            action=action,
            values=form.values(),
            version=form.cleaned_data["version"] or 0,
            due_reason=form.cleaned_data["due_reason"],
            now=clock.now(),
        )
        if isinstance(saved, Action):
            messages.success(request, f"{saved.reference} was saved.")
            return redirect("action", incident.reference, saved.number)
        add_reasons(form, saved)
        theirs = action if saved.is_conflict else None
    return _show(request, actor, action, form, theirs)


def _show(
    request: HttpRequest,
    actor: Actor,
    action: Action,
    form: ActionForm,
    theirs: Action | None = None,
    moving: MoveForm | None = None,
) -> HttpResponse:
    """The page of an action. After a conflict ``theirs`` is what is saved, and the form carries its version on."""
    incident, today = action.incident, clock.now().date()
    if theirs is not None:
        data = request.POST.copy()
        data["version"] = str(theirs.version)
        form.data = data
    context = {
        "incident": incident,
        "action": action,
        "form": form,
        "theirs": theirs,
        "moving": moving or MoveForm(initial={"version": action.version}),
        "findings": _findings(action, today),
        "late": _late(action, incident),
        "overdue": action.is_overdue(today),
        "due_changes": action.due_changes.select_related("by"),
        "verifications": action.verifications.select_related("by"),
        "may_edit": allowed(actor, Permission.EDIT, incident),
        "is_owner": action.owner_id is not None and action.owner_id == actor.person_id,
    }
    status = 409 if theirs is not None else 422 if form.errors or (moving and moving.errors) else 200
    return render(request, "actions/detail.html", context, status=status)


def _findings(action: Action, today: date) -> list[Finding]:
    if not action.is_unresolved:
        return []
    draft = Draft(
        title=action.title,
        end_state=action.end_state,
        owners=(action.owner.name,) if action.owner else (),
        due=action.due if action.due and action.due >= today else today,
        factors=len(action.factors.all()),
    )
    return check_wording(draft, today)


def _late(action: Action, incident: Incident) -> int:
    """By how many days the due date exceeds what the process allows."""
    if action.due is None:
        return 0
    days = allowed_days(document_for(incident).deadlines, ActionKind(action.kind), incident.severity)
    return beyond_policy(action.due, incident.declared_at.date(), days)


@dataclass(frozen=True, slots=True)
class _Wish:
    """A move as it came in: the form's values and who asks when."""

    actor: Actor
    action: Action
    data: dict[str, object]
    now: datetime

    @property
    def version(self) -> int:
        return int(str(self.data["version"]))

    def text(self, name: str) -> str:
        return str(self.data.get(name) or "")


def _finish(wish: _Wish) -> Action | Refusal:
    return finish_action(
        actor=wish.actor, action=wish.action, evidence=wish.text("evidence"), version=wish.version, now=wish.now
    )


def _confirm(wish: _Wish) -> Action | Refusal:
    return confirm_action(
        actor=wish.actor, action=wish.action, note=wish.text("note"), version=wish.version, now=wish.now
    )


def _drop(wish: _Wish) -> Action | Refusal:
    return drop_action(
        actor=wish.actor,
        action=wish.action,
        reason=wish.text("reason"),
        accepted_by=wish.data["accepted_by"],  # type: ignore[arg-type]  # a Person or None, by the form's field
        version=wish.version,
    )


MOVES: dict[str, Callable[[_Wish], Action | Refusal]] = {
    "start": lambda wish: start_action(actor=wish.actor, action=wish.action, version=wish.version),
    "stop": lambda wish: stop_action(
        actor=wish.actor, action=wish.action, reason=wish.text("reason"), version=wish.version
    ),
    "reopen": lambda wish: reopen_action(
        actor=wish.actor, action=wish.action, reason=wish.text("reason"), version=wish.version
    ),
    "finish": _finish,
    "confirm": _confirm,
    "drop": _drop,
}


@require_POST
@login_required
def move(request: HttpRequest, reference: str, number: int, verb: str) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    action = get_action(actor, incident, number)
    if verb not in MOVES:
        raise Http404
    form = MoveForm(request.POST)
    if form.is_valid():
        moved = MOVES[verb](_Wish(actor, action, form.cleaned_data, clock.now()))
        if isinstance(moved, Action):
            messages.success(request, f"{moved.reference}: {moved.get_state_display().lower()}.")
            return redirect("action", incident.reference, moved.number)
        add_reasons(form, moved)
    return _show(request, actor, action, ActionForm(incident=incident, initial=initial_of(action)), moving=form)


@require_POST
@login_required
def leave(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A factor is answered by no action, with a reason."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    factor = get_object_or_404(asking_factors(incident), number=number)
    form = LeaveForm(request.POST)
    if form.is_valid():
        left = leave_factor(actor=actor, factor=factor, reason=form.cleaned_data["reason"], now=clock.now())
        if not isinstance(left, Refusal):
            messages.success(request, f"{factor.reference} needs no action: the reason is kept.")
            return redirect("actions", incident.reference)
        add_reasons(form, left)
    quick = QuickActionForm(incident=incident)
    context = _stage_context(incident, actor, clock.now().date()) | {
        "form": quick,
        "owner_choices": _owner_choices(quick),
        "leave_form": form,
        "leave_number": number,
    }
    return render(request, "actions/stage.html", context, status=422)


@require_safe
@login_required
def advice(request: HttpRequest, reference: str) -> HttpResponse:
    """Advice on the wording while it is typed: a part of a page, fetched by the form."""
    incident = get_incident(actor_of(request), reference)
    today = clock.now().date()
    draft = Draft(
        title=request.GET.get("title", ""),
        end_state=request.GET.get("end_state", ""),
        owners=("somebody",) if request.GET.get("owner") else (),
        due=today if request.GET.get("due") else None,
        factors=len(request.GET.getlist("factors")),
    )
    findings = check_wording(draft, today)
    return render(request, "actions/parts/findings.html", {"incident": incident, "findings": findings})
