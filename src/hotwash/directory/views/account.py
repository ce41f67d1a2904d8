"""First account, sign-in, one's own account."""

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from hotwash.directory.forms import OwnPasswordForm, ProfileForm, SignInForm, TokenForm, WelcomeForm
from hotwash.directory.models import Person
from hotwash.directory.queries import anybody_there, tokens_of
from hotwash.directory.steps import (
    PersonValues,
    change_own_password,
    change_own_profile,
    make_first_account,
    make_token,
    record_failed_sign_in,
    record_sign_in,
    revoke_token,
    sign_in_waits_until,
)
from hotwash.kernel import clock
from hotwash.kernel.core.actor import Role
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of, add_reasons

BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """The first-run page: makes the first account, an administrator's, and signs it in."""
    if anybody_there():
        return redirect("sign-in")
    form = WelcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        values = PersonValues(data["email"], data["name"], data["password"], Role.ADMIN, data["timezone"])
        person = make_first_account(values=values)
        if isinstance(person, Person):
            login(request, person, backend=BACKEND)
            return redirect("home")
        add_reasons(form, person)
    return render(request, "directory/welcome.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("home")
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _try_sign_in(request, form)
        if answer is not None:
            return answer
    status = 422 if form.errors else 200
    return render(request, "directory/sign_in.html", {"form": form, "next": _next(request)}, status=status)


def _try_sign_in(request: HttpRequest, form: SignInForm) -> HttpResponse | None:
    """Sign in or say why not. Too many failures, of the account or of the client, have to wait first."""
    email, client, now = form.cleaned_data["email"], request.META.get("REMOTE_ADDR", ""), clock.now()
    until = sign_in_waits_until(email=email, client=client, now=now)
    person = None
    if until is None:
        person = authenticate(request, username=email, password=form.cleaned_data["password"])
        if person is None:
            until = record_failed_sign_in(email=email, client=client, now=now)
    if person is not None:
        login(request, person, backend=BACKEND)
        record_sign_in(actor=actor_of(request), email=email)
        return redirect(_next(request))
    message = "This e-mail and password do not belong together, or the account is closed."
    if until is not None:
        seconds = max(1, round((until - now).total_seconds()))
        message = f"Too many attempts. Try again in {seconds} seconds."
    form.add_error(None, message)
    return None


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else "/"


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign-in")


@require_http_methods(["GET", "POST"])
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """One's own name, time zone, password and API tokens. A new token's secret is shown once."""
    actor, person = actor_of(request), Person.objects.get(pk=actor_of(request).own_id)
    asked = request.POST.get("form", "")
    profile = ProfileForm(
        request.POST if asked == "profile" else None, initial={"name": person.name, "timezone": person.timezone}
    )
    token = TokenForm(request.POST if asked == "token" else None)
    secret = ""
    if asked == "profile" and profile.is_valid():
        changed = change_own_profile(actor=actor, **profile.cleaned_data)
        if not isinstance(changed, Refusal):
            messages.success(request, "Saved.")
            return redirect("account")
        add_reasons(profile, changed)
    if asked == "token" and token.is_valid():
        data = token.cleaned_data
        made = make_token(actor=actor, name=data["name"], days=data["days"] or None, now=clock.now())
        secret = "" if isinstance(made, Refusal) else made[1]
    context = {
        "profile": profile,
        "token_form": token,
        "tokens": tokens_of(actor),
        "secret": secret,
        "now": timezone.now(),
    }
    return render(request, "directory/account.html", context | {"tokens": tokens_of(actor)})


@require_http_methods(["GET", "POST"])
@login_required
def password(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = OwnPasswordForm(Person.objects.get(pk=actor.own_id), request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        changed = change_own_password(actor=actor, old=data["old_password"], new=data["new_password1"])
        if isinstance(changed, Person):
            update_session_auth_hash(request, changed)
            messages.success(request, "Your password was changed. Other devices have been signed out.")
            return redirect("account")
        add_reasons(form, changed)
    return render(request, "directory/password.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@login_required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    if revoke_token(actor=actor_of(request), token_id=pk, now=clock.now()):
        messages.success(request, "The token was revoked: it no longer opens anything.")
    return redirect("account")
