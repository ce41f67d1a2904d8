"""People, teams and services."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hotwash.directory.forms import PersonForm, RoleForm, ServiceForm, TeamForm
from hotwash.directory.models import Person, Service, Team
from hotwash.directory.queries import people, services, teams
from hotwash.directory.steps import (
    PersonValues,
    ServiceValues,
    TeamValues,
    add_person,
    change_person,
    save_service,
    save_team,
)
from hotwash.kernel.core.actor import Role
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import require
from hotwash.kernel.web import actor_of, add_reasons


@require_safe
@login_required
def directory(request: HttpRequest) -> HttpResponse:
    context = {"people": people(), "teams": teams(), "services": services()}
    return render(request, "directory/directory.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new_person(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.ADMIN)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = add_person(
            actor=actor, values=PersonValues(data["email"], data["name"], data["password"], Role(data["role"]))
        )
        if not isinstance(made, Refusal):
            messages.success(request, f"{made.name} was added.")
            return redirect("directory")
        add_reasons(form, made)
    return _form(request, form, "Add a person", "Add")


@require_http_methods(["GET", "POST"])
@login_required
def edit_person(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.ADMIN)
    person = get_object_or_404(Person, pk=pk)
    form = RoleForm(request.POST or None, initial={"role": person.role, "is_active": person.is_active})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        changed = change_person(actor=actor, person=person, role=Role(data["role"]), is_active=data["is_active"])
        if not isinstance(changed, Refusal):
            messages.success(request, "Saved.")
            return redirect("directory")
        add_reasons(form, changed)
    return _form(request, form, person.name, "Save")


@require_http_methods(["GET", "POST"])
@login_required
def edit_team(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.MANAGE)
    team = get_object_or_404(Team, pk=pk) if pk else None
    initial = (
        {}
        if team is None
        else {"name": team.name, "kind": team.kind, "members": team.members.all(), "version": team.version}
    )
    form = TeamForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        values = TeamValues(data["name"], data["kind"], list(data["members"]))
        saved = save_team(actor=actor, values=values, team=team, version=data["version"])
        if not isinstance(saved, Refusal):
            messages.success(request, "Saved.")
            return redirect("directory")
        add_reasons(form, saved)
    return _form(request, form, team.name if team else "Add a team", "Save")


@require_http_methods(["GET", "POST"])
@login_required
def edit_service(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.MANAGE)
    service = get_object_or_404(Service, pk=pk) if pk else None
    form = ServiceForm(request.POST or None, initial=_initial(service))
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        version = data.pop("version")
        values = ServiceValues(**{**data, "depends_on": list(data["depends_on"])})
        saved = save_service(actor=actor, values=values, service=service, version=version)
        if not isinstance(saved, Refusal):
            messages.success(request, "Saved.")
            return redirect("directory")
        add_reasons(form, saved)
    return _form(request, form, service.name if service else "Add a service", "Save")


def _initial(service: Service | None) -> dict[str, object]:
    if service is None:
        return {}
    names = ("name", "description", "owner", "target", "runbook_url", "version")
    return {**{name: getattr(service, name) for name in names}, "depends_on": service.depends_on.all()}


def _form(request: HttpRequest, form: object, title: str, button: str) -> HttpResponse:
    status = 422 if getattr(form, "errors", None) else 200
    return render(request, "directory/form.html", {"form": form, "heading": title, "button": button}, status=status)
