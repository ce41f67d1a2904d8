from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.forms import PasswordChangeForm

from hotwash.directory.models import Person, Service, Team
from hotwash.directory.queries import active_people
from hotwash.kernel.core.actor import Role

ZONES = [(name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name or name == "UTC"]
ROLES = [
    (Role.VIEWER, "Viewer: reads and comments"),
    (Role.MEMBER, "Member: responds and writes"),
    (Role.ADMIN, "Administrator: everything, settings and people included"),
]
_PASSWORD = {"autocomplete": "new-password"}


class WelcomeForm(forms.Form):
    name = forms.CharField(max_length=120, label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label="Password", help_text="At least ten characters.", widget=forms.PasswordInput(attrs=_PASSWORD)
    )
    timezone = forms.ChoiceField(choices=ZONES, initial="UTC", label="Time zone")


class SignInForm(forms.Form):
    email = forms.EmailField(
        label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label="Password", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class PersonForm(forms.Form):
    name = forms.CharField(max_length=120)
    email = forms.EmailField(label="E-mail")
    role = forms.ChoiceField(choices=ROLES, initial=Role.MEMBER, widget=forms.RadioSelect)
    password = forms.CharField(
        required=False,
        label="First password",
        help_text="At least ten characters. They can change it after signing in.",
        widget=forms.PasswordInput(attrs=_PASSWORD),
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=ROLES, widget=forms.RadioSelect)
    is_active = forms.BooleanField(required=False, label="The account is open")


class ProfileForm(forms.Form):
    name = forms.CharField(max_length=120)
    timezone = forms.ChoiceField(choices=ZONES, label="Time zone", help_text="Times are shown in this zone.")


class TokenForm(forms.Form):
    name = forms.CharField(max_length=80, label="What is it for?")
    days = forms.TypedChoiceField(
        label="Valid for",
        coerce=int,
        choices=[(30, "30 days"), (90, "90 days"), (365, "a year"), (0, "until it is revoked")],
        initial=90,
    )


class TeamForm(forms.Form):
    name = forms.CharField(max_length=120)
    kind = forms.ChoiceField(
        choices=Team.Kind.choices, help_text="Decides which seat of the post-mortem team it can fill."
    )
    members = forms.ModelMultipleChoiceField(queryset=Person.objects.none(), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["members"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = active_people()


class ServiceForm(forms.Form):
    name = forms.CharField(max_length=120)
    description = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    owner = forms.ModelChoiceField(queryset=Team.objects.all(), required=False, empty_label="nobody yet")
    target = forms.FloatField(
        required=False,
        label="Availability target",
        help_text="A share: 0.999 for three nines. Empty where nothing is promised.",
        min_value=0,
        max_value=1,
        widget=forms.NumberInput(attrs={"step": "any"}),
    )
    runbook_url = forms.URLField(required=False, label="Runbook", assume_scheme="https")
    depends_on = forms.ModelMultipleChoiceField(queryset=Service.objects.all(), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)


class OwnPasswordForm(PasswordChangeForm):
    """Django's own: asks for the old password and checks the new one."""
