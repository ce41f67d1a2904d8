"""Routing rules with their simulator; sources with their addresses, set-up and last deliveries."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotwash.kernel import clock
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import require
from hotwash.kernel.web import actor_of, add_reasons
from hotwash.ports.sources import Source as SourcePlugin
from hotwash.respond.forms.heartbeat import beat_form
from hotwash.respond.forms.settings import RuleForm, SimulateForm, initial_of_rule
from hotwash.respond.models import RoutingRule, Source
from hotwash.respond.notify import absolute
from hotwash.respond.queries import (
    address_of_source,
    delivery_of,
    heartbeat_of,
    last_deliveries,
    source_list,
    source_plugins,
    trial_of,
    what_would_happen,
)
from hotwash.respond.steps import (
    RuleValues,
    SourceValues,
    delete_rule,
    move_rule,
    renew_secret,
    save_rule,
    save_source,
    send_test,
)
from hotwash.respond.views.common import told


@require_safe
@login_required
def rules(request: HttpRequest) -> HttpResponse:
    """The rules in the order in which they are asked, and what they would do with an alert."""
    rows = list(RoutingRule.objects.select_related("source", "service", "policy"))
    form = SimulateForm(request.GET if "labels" in request.GET else None)
    foresight = None
    if form.is_bound and form.is_valid():
        source = form.cleaned_data["source"]
        given = form.labels_given()
        foresight = what_would_happen(actor_of(request), given, source.pk if source else None, clock.now())
    context = {
        "rules": rows,
        "form": form,
        "foresight": foresight,
        "may_manage": allowed(actor_of(request), Permission.MANAGE),
    }
    return render(request, "respond/rules.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def edit_rule(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.MANAGE)
    rule = get_object_or_404(RoutingRule, pk=pk) if pk is not None else None
    form = RuleForm(request.POST or None, initial=initial_of_rule(rule) if rule else None)
    if request.method == "POST" and form.is_valid():
        values: RuleValues = form.values()
        done = save_rule(actor=actor, values=values, rule=rule, version=form.cleaned_data["version"] or 0)
        if not isinstance(done, Refusal):
            messages.success(request, f"The rule “{done.name}” is saved. It decides from now on.")
            return redirect("rules")
        add_reasons(form, done)
    context = {"form": form, "rule": rule}
    return render(request, "respond/rule.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def change_rule(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    actor = actor_of(request)
    rule = get_object_or_404(RoutingRule, pk=pk)
    if verb == "delete":
        delete_rule(actor=actor, rule=rule)
        messages.success(request, f"The rule “{rule.name}” is removed.")
    elif verb in {"up", "down"}:
        move_rule(actor=actor, rule=rule, up=verb == "up")
    else:
        raise Http404
    return redirect("rules")


@require_safe
@login_required
def sources(request: HttpRequest) -> HttpResponse:
    known = source_plugins()
    rows = [(row, known.get(row.plugin)) for row in source_list()]
    may = allowed(actor_of(request), Permission.MANAGE)
    kinds = sorted(known.values(), key=lambda plugin: plugin.title)
    return render(request, "respond/sources.html", {"rows": rows, "kinds": kinds, "may_manage": may})


@require_http_methods(["GET", "POST"])
@login_required
def new_source(request: HttpRequest, plugin: str) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.MANAGE)
    known = source_plugins().get(plugin)
    if known is None:
        raise Http404
    form = _source_form(known, None)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = save_source(actor=actor, values=_values(known, form))
        if not isinstance(done, Refusal):
            messages.success(request, f"“{done.name}” has an address now. Paste it where the sender asks for it.")
            return redirect("source", pk=done.pk)
        add_reasons(form, done)
    context = {"form": form, "plugin": known}
    return render(request, "respond/source_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """One source: its secret address, what to paste where, its options, what it sent last."""
    actor = actor_of(request)
    require(actor, Permission.MANAGE)
    row = get_object_or_404(Source, pk=pk)
    plugin = source_plugins().get(row.plugin)
    if plugin is None:
        raise Http404
    form = _source_form(plugin, row)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = save_source(actor=actor, values=_values(plugin, form), source=row, version=form.cleaned_data["version"])
        if not isinstance(done, Refusal):
            messages.success(request, "Saved.")
            return redirect("source", pk=pk)
        add_reasons(form, done)
    address = address_of_source(row)
    address = absolute(address) if address.startswith("/") else address or "(first set HOTWASH_MAIL_DOMAIN)"
    context = {
        "source": row,
        "plugin": plugin,
        "form": form,
        "address": address,
        "setup": plugin.setup.replace("{address}", address),
        "deliveries": last_deliveries(row),
        "heartbeat": heartbeat_of(row),
        "beat_form": beat_form(row),
    }
    return render(request, "respond/source.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
def try_settings(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A recorded delivery under the settings of the form: what it would mean. POST saves them."""
    actor = actor_of(request)
    require(actor, Permission.MANAGE)
    row = get_object_or_404(Source, pk=pk)
    delivery, plugin = delivery_of(row, number), source_plugins().get(row.plugin)
    if plugin is None:
        raise Http404
    given = request.POST or request.GET
    form = _source_form(plugin, row, tried=True)({**_given_before(plugin, row), **given.dict()})
    form.is_valid()
    if request.method == "POST" and not form.errors:
        done = save_source(actor=actor, values=_values(plugin, form), source=row, version=form.cleaned_data["version"])
        if not isinstance(done, Refusal):
            messages.success(request, "Saved. The next delivery is read like this.")
            return redirect("source", pk=pk)
        add_reasons(form, done)
    options = {option.key: form.cleaned_data.get(f"option_{option.key}") or "" for option in plugin.options}
    context = {"source": row, "delivery": delivery, "form": form, "trial": trial_of(delivery, options)}
    return render(request, "respond/source_try.html", context, status=422 if form.errors else 200)


def _given_before(plugin: SourcePlugin, row: Source) -> dict[str, object]:
    """What the form says where the address says nothing: the settings as they are."""
    kept = {f"option_{one.key}": row.options.get(one.key, one.default) for one in plugin.options if not one.secret}
    return {**kept, "name": row.name, "enabled": "on" if row.enabled else "", "version": row.version}


@require_POST
@login_required
def change_source(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    actor = actor_of(request)
    row = get_object_or_404(Source, pk=pk)
    if verb == "test":
        done: object = send_test(actor=actor, source=row, now=clock.now())
        told(request, done, "The test is on its way: in a moment it stands below and in the inbox.")
    elif verb == "renew":
        done = renew_secret(actor=actor, source=row, version=row.version)
        told(request, done, "The source has a new address. The old one is refused from now on.")
    else:
        raise Http404
    return redirect(f"{reverse('source', args=[pk])}#deliveries")


def _source_form(plugin: SourcePlugin, row: Source | None, *, tried: bool = False) -> type[forms.Form]:
    """A form with the plugin's own options; while they are tried out, with the paths of the delivery to pick from."""
    kept = row.options if row else {}
    fields: dict[str, forms.Field] = {
        "name": forms.CharField(max_length=100, initial=row.name if row else plugin.title),
        "enabled": forms.BooleanField(required=False, initial=row.enabled if row else True, label="Take deliveries"),
        "version": forms.IntegerField(required=False, widget=forms.HiddenInput, initial=row.version if row else 0),
    }
    for option in plugin.options:
        kept_note = " Kept; type to replace it." if option.secret and kept.get(option.key) else ""
        fields[f"option_{option.key}"] = forms.CharField(
            required=False,
            max_length=500,
            label=option.label,
            help_text=option.help + kept_note,
            initial="" if option.secret else kept.get(option.key, option.default),
            widget=forms.PasswordInput(attrs={"autocomplete": "off"})
            if option.secret
            else forms.TextInput(attrs={"list": "paths"} if tried else {}),
        )
    return type("SourceForm", (forms.Form,), fields)


def _values(plugin: SourcePlugin, form: forms.Form) -> SourceValues:
    data = form.cleaned_data
    options = {option.key: data[f"option_{option.key}"] for option in plugin.options}
    return SourceValues(plugin=plugin.key, name=data["name"], options=options, enabled=data["enabled"])
