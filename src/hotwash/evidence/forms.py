"""The forms of stage 3."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import cast

from django import forms
from django.utils import timezone

from hotwash.directory.forms import ZONES
from hotwash.directory.models import Service
from hotwash.evidence.core.collecting import MAX_COLLECTOR, MAX_TEXT, UPPER, CollectorValues
from hotwash.evidence.core.customers import CHANNELS, LONGEST_NOTE, MOST_COUNT, Reported, read_table
from hotwash.evidence.core.keytimes import ORDER
from hotwash.evidence.core.metrics import Limit, Meaning
from hotwash.evidence.core.typed_times import NoTimeError, typed_time
from hotwash.evidence.models import Annotation, Collector, EvidenceFile, Impact
from hotwash.kernel.fields import prose
from hotwash.ports.collectors import Collector as CollectorPlugin
from hotwash.ports.collectors import Limits, Option, Query, Window
from hotwash.respond.models import Incident

PRECISIONS = [
    ("second", "To the second"),
    ("ms", "To the millisecond"),
    ("us", "To the microsecond"),
    ("ns", "To the nanosecond"),
    ("minute", "To the minute"),
    ("day", "To the day"),
    ("about", "About then"),
    ("before", "Before then"),
    ("after", "After then"),
    ("unknown", "Not known how exact"),
]
MEANINGS = [
    (Meaning.NOTHING, "Nothing about how much"),
    (Meaning.LOST_PERCENT, "Part lost, 0 to 100"),
    (Meaning.LOST_SHARE, "Part lost, 0 to 1"),
    (Meaning.KEPT_PERCENT, "Part that worked, 0 to 100"),
    (Meaning.KEPT_SHARE, "Part that worked, 0 to 1"),
]
CODE = forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off", "class": "mono"})
_NO_NUMBER = "Enter a number, such as 0.05."
_EXAMPLE = {"placeholder": "2026-03-10 14:05:30", "autocomplete": "off", "inputmode": "text"}


def local_text(moment: datetime | None) -> str:
    """A time as it is typed, in the zone of the person."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    text = f"{local.year:04d}-{local:%m-%d %H:%M:%S}"
    return f"{text}.{local.microsecond:06d}".rstrip("0") if local.microsecond else text


class WhenField(forms.CharField):
    """A time as people type it; ``day`` is what a time of day alone is on. Cleans to an aware time or None."""

    def __init__(self, *, label: str, required: bool = True, help_text: str = "") -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=help_text,
            max_length=60,
            widget=forms.TextInput(attrs=dict(_EXAMPLE)),
        )
        self.day: date = date(1970, 1, 1)
        self.precision = ""

    def clean(self, value: object) -> datetime | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            moment, self.precision = typed_time(text, timezone.get_current_timezone(), self.day)
        except NoTimeError as error:
            raise forms.ValidationError(str(error)) from error
        return moment


class OfIncident(forms.Form):
    """A form that knows its incident: times of day are on the day it was declared. ``ids`` tells its fields from those
    of other forms on the page.
    """

    ids = "id_%s"

    def __init__(self, data: object = None, *, incident: Incident, initial: Mapping[str, object] | None = None) -> None:
        super().__init__(cast("None", data), initial=dict(initial or {}), auto_id=self.ids)
        day = timezone.localtime(incident.started_at or incident.declared_at).date()
        for field in self.fields.values():
            if isinstance(field, WhenField):
                field.day = day


class EntryForm(OfIncident):
    at = WhenField(
        label="When",
        help_text="In your time zone, unless you add one. Only 14:05 is enough for the day of the incident.",
    )
    until = WhenField(label="Until", required=False)
    precision = forms.ChoiceField(choices=PRECISIONS, initial="second", label="How exact")
    text = forms.CharField(
        label="What happened",
        max_length=20_000,
        widget=prose(2),
        help_text="What was seen or done, not what should have been.",
    )
    lane = forms.CharField(label="Lane", max_length=120, required=False, help_text="Who or what it is from.")
    detail = forms.CharField(
        label="More",
        required=False,
        max_length=20_000,
        widget=prose(3),
    )
    why_known = forms.CharField(
        label="What did we know then",
        required=False,
        max_length=20_000,
        widget=prose(2),
    )
    file = forms.ModelChoiceField(EvidenceFile.objects.none(), required=False, label="Evidence", empty_label="None")
    line = forms.IntegerField(label="Line", required=False, min_value=1, max_value=10**12)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0, required=False)

    def __init__(self, data: object = None, *, incident: Incident, initial: Mapping[str, object] | None = None) -> None:
        super().__init__(data, incident=incident, initial=initial)
        cast("forms.ModelChoiceField[EvidenceFile]", self.fields["file"]).queryset = EvidenceFile.objects.filter(
            incident=incident, removed_at=None
        )


class AnnotationForm(OfIncident):
    ids = "annotation_%s"
    kind = forms.ChoiceField(choices=Annotation.Kind.choices, initial=Annotation.Kind.THEN, label="What it is")
    text = forms.CharField(label="What was known, or learned", max_length=20_000, widget=prose(2))
    at = WhenField(label="As of", help_text="When it was known like this, or when it was learned.")


class AttachForm(forms.Form):
    file = forms.ModelChoiceField(EvidenceFile.objects.none(), required=False, label="Evidence", empty_label="None")
    upload = forms.FileField(required=False, label="Or a new file")
    line = forms.IntegerField(label="From line", required=False, min_value=1, max_value=10**12)
    until = forms.IntegerField(label="To line", required=False, min_value=1, max_value=10**12)
    note = forms.CharField(label="Why", required=False, max_length=300)

    def __init__(self, data: object = None, files: object = None, *, incident: Incident) -> None:
        super().__init__(cast("None", data), cast("None", files), auto_id="attach_%s")
        rows = EvidenceFile.objects.filter(incident=incident, removed_at=None)
        cast("forms.ModelChoiceField[EvidenceFile]", self.fields["file"]).queryset = rows


class SplitForm(forms.Form):
    parts = forms.CharField(
        label="Its parts, one on each line",
        max_length=40_000,
        widget=prose(6),
        help_text="Begin a line with its time where that is another, such as 14:05:30. The first keeps the reference.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class KeyTimeForm(OfIncident):
    name = forms.CharField(
        max_length=40,
        label="Which time",
        widget=forms.TextInput(attrs={"list": "key-names", "autocomplete": "off"}),
        help_text="One of " + ", ".join(ORDER) + ", or a name of your own.",
    )
    at = WhenField(label="When")


class ImpactForm(OfIncident):
    audience = forms.ChoiceField(choices=Impact.Audience.choices, label="Who or what")
    starts_at = WhenField(label="From", required=False)
    ends_at = WhenField(label="To", required=False, help_text="Leave it empty while it goes on.")
    amount = forms.FloatField(
        label="How much", required=False, help_text="For availability: the share that was lost, in per cent."
    )
    unit = forms.CharField(
        label="Of what",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "customers, orders, %"}),
    )
    unknown = forms.BooleanField(label="It is not known how much", required=False)
    confidence = forms.ChoiceField(
        choices=Impact.Confidence.choices, initial=Impact.Confidence.ESTIMATED, label="How sure"
    )
    services = forms.ModelMultipleChoiceField(Service.objects.all(), required=False, label="Services")
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=20_000,
        widget=prose(2),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0, required=False)


class MetricForm(forms.Form):
    """When a metric counts as impact. What is left out is suggested."""

    value = forms.FloatField(label="Limit")
    side = forms.ChoiceField(choices=[("over", "Impact is over it"), ("under", "Impact is under it")], label="Side")
    shortest = forms.FloatField(label="At least, minutes", min_value=0, max_value=1440, initial=1)
    pause = forms.FloatField(label="Apart by at most, minutes", min_value=0, max_value=1440, initial=5)
    meaning = forms.ChoiceField(choices=MEANINGS, label="What a value says")
    services = forms.ModelMultipleChoiceField(Service.objects.all(), required=False, label="Services")

    def clean_value(self) -> float:
        value = float(self.cleaned_data["value"])
        if not math.isfinite(value):
            raise forms.ValidationError(_NO_NUMBER)
        return value

    @property
    def limit(self) -> Limit:
        data = self.cleaned_data
        shortest, pause = (timedelta(minutes=data[name]) for name in ("shortest", "pause"))
        return Limit(data["value"], data["side"] == "over", shortest, pause)


class FileForm(forms.Form):
    """How a source's times are to be read."""

    zone = forms.ChoiceField(choices=[("", "Not known"), *ZONES], required=False, label="Zone of times that name none")
    clock_offset = forms.FloatField(
        label="Its clock was behind by, seconds",
        required=False,
        help_text="Negative where it was ahead. All its times move by that.",
    )
    note = forms.CharField(label="Note", required=False, max_length=20_000, widget=prose(2))
    version = forms.IntegerField(widget=forms.HiddenInput)


class PinForm(OfIncident):
    """Asked only of a moment that has no time."""

    at = WhenField(label="When was it")


class CustomersForm(OfIncident):
    """One report or a pasted table, or records of a file."""

    at = WhenField(label="When", required=False)
    count = forms.IntegerField(label="How many", required=False, min_value=1, max_value=MOST_COUNT, initial=1)
    channel = forms.ChoiceField(label="Through", required=False, choices=[(one, one.title()) for one in CHANNELS])
    note = forms.CharField(label="Note", required=False, max_length=LONGEST_NOTE)
    table = forms.CharField(
        label="Or paste a table",
        required=False,
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 5, "placeholder": "14:05; 3; ticket; cannot pay"}),
        help_text="Time, count, channel, note, parted by tab, semicolon or comma; a head line names other columns.",
    )
    file = forms.ModelChoiceField(
        EvidenceFile.objects.none(), required=False, label="Or take the records of", empty_label="No file"
    )
    words = forms.CharField(label="That hold these words", required=False, max_length=200)

    def __init__(self, data: object = None, *, incident: Incident, initial: Mapping[str, object] | None = None) -> None:
        super().__init__(data, incident=incident, initial=initial)
        files = EvidenceFile.objects.filter(incident=incident, removed_at=None, earliest__isnull=False)
        cast("forms.ModelChoiceField[EvidenceFile]", self.fields["file"]).queryset = files
        self._day = timezone.localtime(incident.started_at or incident.declared_at).date()

    def clean_table(self) -> list[Reported]:
        rows, problems = read_table(self.cleaned_data["table"], timezone.get_current_timezone(), self._day)
        if problems:
            raise forms.ValidationError(problems[:10])
        return rows

    def rows(self) -> list[Reported]:
        """What was typed."""
        data = self.cleaned_data
        rows = list(data["table"])
        if data["at"]:
            rows.append(Reported(data["at"], data["count"] or 1, data["channel"] or "other", data["note"]))
        return rows


class MaskingForm(forms.Form):
    """Empty: as the process of the organisation says."""

    emails = forms.NullBooleanField(label="E-mail addresses", required=False)
    ips = forms.NullBooleanField(label="IP addresses", required=False)

    def __init__(self, data: object = None, *, usual: Mapping[str, bool], initial: Mapping[str, object]) -> None:
        super().__init__(cast("None", data), initial=dict(initial))
        for name, on in usual.items():
            choices = [("unknown", f"As usual ({'masked' if on else 'shown'})"), ("true", "Masked"), ("false", "Shown")]
            cast("forms.Select", self.fields[name].widget).choices = choices


class UnmaskForm(forms.Form):
    """``place`` is line and place within it."""

    place = forms.ChoiceField(label="Which one", widget=forms.RadioSelect)
    why = forms.CharField(label="Why", max_length=500, help_text="It is kept in the event log.")

    def __init__(self, data: object, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(cast("None", data), initial={"place": choices[0][0]} if choices else {})
        cast("forms.ChoiceField", self.fields["place"]).choices = choices

    def chosen(self) -> tuple[int, int]:
        line, _, place = self.cleaned_data["place"].partition(":")
        return int(line), int(place)


class BundleForm(forms.Form):
    holds = forms.ChoiceField(
        label="Holds",
        choices=[("masked", "Masked texts only"), ("originals", "The originals too, with whatever secrets they hold")],
        initial="masked",
    )
    why = forms.CharField(
        label="Why", max_length=500, required=False, help_text="Needed for originals; it is kept in the event log."
    )


OPTION = "option_"  # before the name of a setting of a plugin, so that none meets a field of ours


class CollectorForm(forms.Form):
    """A collector of one kind; ``kept`` is the row that is changed."""

    name = forms.CharField(label="Name", max_length=MAX_COLLECTOR, help_text="As people call it: “Production logs”.")
    query = forms.CharField(label="Query that is proposed", required=False, max_length=MAX_TEXT, widget=CODE)
    services = forms.ModelMultipleChoiceField(
        Service.objects.all(), label="For services", required=False, help_text="None: for all of them."
    )
    most_pages = forms.IntegerField(label="Pages at most", min_value=1, max_value=UPPER["most_pages"])
    most_records = forms.IntegerField(label="Records at most", min_value=1, max_value=UPPER["most_records"])
    most_megabytes = forms.IntegerField(label="Megabytes at most", min_value=1, max_value=UPPER["most_megabytes"])
    active = forms.BooleanField(label="People may collect from it", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: object, *, plugin: CollectorPlugin, kept: Collector | None) -> None:
        super().__init__(cast("None", data), initial=_initial_of(plugin, kept))
        self.plugin = plugin
        self.fields["query"].help_text = plugin.query_help
        for option in plugin.options:
            value = kept.settings.get(option.key, "") if kept else ""
            self.fields[OPTION + option.key] = _option_field(option, value, is_new=kept is None)

    @property
    def options(self) -> list[forms.BoundField]:
        return [self[OPTION + option.key] for option in self.plugin.options]

    def wanted(self) -> CollectorValues:
        data = self.cleaned_data
        return CollectorValues(
            name=" ".join(data["name"].split()),
            kind=self.plugin.key,
            settings={option.key: data.get(OPTION + option.key, "") for option in self.plugin.options},
            query=data["query"].strip(),
            active=data["active"],
            service_ids=tuple(service.pk for service in data["services"]),
            limits=Limits(data["most_pages"], data["most_records"], data["most_megabytes"] * 1_000_000),
        )


def _initial_of(plugin: CollectorPlugin, kept: Collector | None) -> dict[str, object]:
    row = kept or Collector(query=plugin.query_default, version=0)
    names = ("name", "query", "most_pages", "most_records", "most_megabytes", "active", "version")
    services = [service.pk for service in kept.services.all()] if kept else []
    return {name: getattr(row, name) for name in names} | {"services": services}


def _option_field(option: Option, kept: str, *, is_new: bool) -> forms.CharField:
    """A secret is never shown again: leaving its field empty keeps it. It may have several lines, as keys do."""
    help_text = option.help
    if option.secret and not is_new:
        help_text = f"{help_text} Leave it empty to keep the one that is set.".strip()
    widget: forms.Widget = forms.PasswordInput(attrs={"autocomplete": "off"}) if option.secret else forms.TextInput()
    if option.lines:
        widget = forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false", "class": "mono"})
    return forms.CharField(
        label=option.label,
        help_text=help_text,
        required=option.required and not (option.secret and not is_new),
        initial="" if option.secret else kept or option.default,
        widget=widget,
    )


class CollectForm(OfIncident):
    begin = WhenField(label="From", help_text="In your time zone, unless you add one.")
    end = WhenField(label="To")
    text = forms.CharField(label="Query", required=False, max_length=MAX_TEXT, widget=CODE)

    def asked(self) -> Query:
        data = self.cleaned_data
        return Query(window=Window(data["begin"], data["end"]), text=data["text"].strip())
