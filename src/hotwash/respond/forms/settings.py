"""Alerts, rules, schedules, escalation policies."""

from typing import Any

from django import forms

from hotwash.directory.models import Service
from hotwash.process.queries import current_document
from hotwash.respond.core.states import Again, RuleAction, Triage
from hotwash.respond.models import EscalationPolicy, RoutingRule, Source
from hotwash.respond.steps import RuleValues

WEEKDAYS = [(str(day), name) for day, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))]


class AlertFilterForm(forms.Form):
    triage = forms.ChoiceField(
        required=False,
        label="Show",
        choices=[
            (Triage.INBOX, "Waiting for triage"),
            (Triage.ATTACHED, "Attached to incidents"),
            (Triage.DISMISSED, "Dismissed"),
            (Triage.IGNORED, "Ignored by a rule"),
            (Triage.SILENCED, "Silenced"),
            ("all", "All"),
        ],
    )
    source = forms.ModelChoiceField(Source.objects.none(), required=False, empty_label="All sources")
    q = forms.CharField(required=False, label="Search", widget=forms.TextInput(attrs={"type": "search"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = Source.objects.all()  # type: ignore[attr-defined]


#: Numbers of a rule that may be left out: then they are as for a new one.
LIMITS = ("again_minutes", "flap_times", "flap_minutes", "storm_limit")


class RuleForm(forms.Form):
    name = forms.CharField(max_length=100, label="Name", help_text="Every decision names the rule that took it.")
    matchers = forms.CharField(
        required=False,
        label="Which alerts",
        help_text='One matcher a line, all must hold: severity=critical, service=~"web|api". None: every alert.',
        widget=forms.Textarea(attrs={"rows": 3, "class": "code", "spellcheck": "false"}),
    )
    source = forms.ModelChoiceField(Source.objects.none(), required=False, empty_label="From any source")
    action = forms.ChoiceField(
        label="What happens",
        choices=[
            (RuleAction.DECLARE, "Declare an incident, or attach to the open one of the same group"),
            (RuleAction.ATTACH, "Only attach to the open incident of the same group"),
            (RuleAction.INBOX, "Leave it in the inbox for triage"),
            (RuleAction.IGNORE, "Ignore it"),
        ],
        widget=forms.RadioSelect,
    )
    severity = forms.ChoiceField(required=False, label="Severity of the incident")
    service = forms.ModelChoiceField(
        Service.objects.none(), required=False, empty_label="None", label="Affected service"
    )
    policy = forms.ModelChoiceField(
        EscalationPolicy.objects.none(), required=False, empty_label="The service owner's, else the default",
        label="Escalation policy",
    )  # fmt: skip
    group_by = forms.CharField(
        required=False,
        label="Group by",
        help_text="Label names: alerts that are equal in them share one incident. Empty: all do.",
    )
    group_minutes = forms.IntegerField(
        min_value=0, max_value=10_080, initial=60, label="Grouping window, in minutes after the last new alert"
    )
    again = forms.ChoiceField(
        required=False,
        label="When one comes soon after its incident was resolved",
        choices=[
            (Again.DECLARE, "Declare a new incident"),
            (Again.REOPEN, "Reopen the incident, and page anew"),
            (Again.ATTACH, "Attach it; the incident stays resolved"),
        ],
    )
    again_minutes = forms.IntegerField(
        required=False, min_value=0, max_value=10_080, initial=60, label="Soon is how many minutes?"
    )
    flap_times = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=50,
        initial=5,
        label="Damp an alert that begins more often than",
        help_text="It is counted and pages nobody until it is calm. 0: never.",
    )
    flap_minutes = forms.IntegerField(
        required=False, min_value=1, max_value=10_080, initial=30, label="times in how many minutes?"
    )
    storm_limit = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=1000,
        initial=10,
        label="At most how many incidents in ten minutes?",
        help_text="What is more is a storm: one incident stands for all of it. 0: no limit.",
    )
    raises = forms.BooleanField(required=False, initial=True, label="A worse alert makes its incident worse")
    resolves = forms.BooleanField(required=False, label="When all its alerts are over, the incident is resolved")
    private = forms.BooleanField(required=False, label="The incident is private")
    enabled = forms.BooleanField(required=False, initial=True, label="This rule is in use")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        severities = [(found.key, found.name) for found in current_document().severities]
        self.fields["severity"].choices = [("", "From the alert's own word"), *severities]  # type: ignore[attr-defined]
        self.fields["source"].queryset = Source.objects.all()  # type: ignore[attr-defined]
        self.fields["service"].queryset = Service.objects.all()  # type: ignore[attr-defined]
        self.fields["policy"].queryset = EscalationPolicy.objects.all()  # type: ignore[attr-defined]

    def values(self) -> RuleValues:
        data = self.cleaned_data
        return RuleValues(
            name=data["name"],
            action=RuleAction(data["action"]),
            matchers=data["matchers"],
            severity=data["severity"],
            source_id=data["source"].pk if data["source"] else None,
            service_id=data["service"].pk if data["service"] else None,
            policy_id=data["policy"].pk if data["policy"] else None,
            group_by=tuple(data["group_by"].replace(",", " ").split()),
            group_minutes=data["group_minutes"],
            private=data["private"],
            enabled=data["enabled"],
            again=Again(data["again"] or Again.DECLARE),
            **{name: data[name] for name in LIMITS if data[name] is not None},
            raises=data["raises"],
            resolves=data["resolves"],
        )


def initial_of_rule(rule: RoutingRule) -> dict[str, object]:
    return {
        "name": rule.name,
        "matchers": "\n".join(f"{kept['label']}{kept['op']}{kept['value']}" for kept in rule.matchers),
        "source": rule.source_id,
        "action": rule.action,
        "severity": rule.severity,
        "service": rule.service_id,
        "policy": rule.policy_id,
        "group_by": ", ".join(rule.group_by),
        "group_minutes": rule.group_minutes,
        "private": rule.private,
        "again": rule.again,
        "again_minutes": rule.again_minutes,
        "flap_times": rule.flap_times,
        "flap_minutes": rule.flap_minutes,
        "storm_limit": rule.storm_limit,
        "raises": rule.raises,
        "resolves": rule.resolves,
        "enabled": rule.enabled,
        "version": rule.version,
    }


class SimulateForm(forms.Form):
    source = forms.ModelChoiceField(Source.objects.none(), required=False, empty_label="Any source")
    labels = forms.CharField(
        label="Labels",
        help_text="One a line, as severity=critical. title and severity are labels too.",
        widget=forms.Textarea(attrs={"rows": 4, "class": "code", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = Source.objects.all()  # type: ignore[attr-defined]

    def labels_given(self) -> dict[str, str]:
        pairs = (line.partition("=") for line in self.cleaned_data["labels"].splitlines() if line.strip())
        return {name.strip(): value.strip().strip('"') for name, _, value in pairs}
