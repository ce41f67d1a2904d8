"""How often a source is expected."""

from django import forms

from hotwash.ports.sources import Door, door_of
from hotwash.respond.core.alerts.heartbeat import LONGEST, Beat
from hotwash.respond.models import Source
from hotwash.respond.queries import heartbeat_of, source_plugins


class BeatForm(forms.Form):
    every = forms.IntegerField(
        min_value=0, max_value=LONGEST, label="Expect it every how many minutes?", help_text="0: it may be silent."
    )
    grace = forms.IntegerField(min_value=0, max_value=LONGEST, initial=0, label="How many minutes may it be late?")

    def beat(self) -> Beat:
        return Beat(self.cleaned_data["every"], self.cleaned_data["grace"])


def beat_form(source: Source) -> BeatForm:
    """As it is set; for a source that is only there to be heard a day is proposed."""
    row = heartbeat_of(source)
    plugin = source_plugins().get(source.plugin)
    proposed = 1440 if plugin is not None and door_of(plugin) is Door.PING else 0
    return BeatForm(
        initial={"every": row.every_minutes if row else proposed, "grace": row.grace_minutes if row else proposed // 24}
    )
