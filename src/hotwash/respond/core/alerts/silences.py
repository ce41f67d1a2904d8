"""Silences and maintenance windows: which alerts are expected for a while, so that they page nobody."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hotwash.kernel.core.refusal import Reason
from hotwash.respond.core.alerts.matching import Matcher, parsed_matchers
from hotwash.respond.core.settings import is_zone

WEEK = 7
LONGEST = timedelta(days=366)
LONGEST_OF_DAYS = timedelta(days=1)
MOST_LABELS = 20
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Window:
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """It holds from ``starts_at`` to ``ends_at``. With ``weekdays`` (0 is Monday) that is only the first time: it
    comes again on these days at the same wall-clock time in ``zone``, for as long, until ``until``.

    It needs matchers, a source or a service: what names nothing silences nothing. ``service`` is its number,
    ``service_names`` what the label ``service`` of its alerts says.
    """

    id: int
    reason: str
    by: str
    starts_at: datetime
    ends_at: datetime
    matchers: tuple[Matcher, ...] = ()
    source: int | None = None
    service: int | None = None
    service_names: frozenset[str] = frozenset()
    weekdays: tuple[int, ...] = ()
    zone: str = "UTC"
    until: datetime | None = None
    ended_at: datetime | None = None  # by hand

    def window_at(self, at: datetime) -> Window | None:
        """The window that is open at this time."""
        if self.ended_at is not None and at >= self.ended_at:
            return None
        return next((window for window in self._near(at) if window.starts_at <= at < window.ends_at), None)

    def next_window(self, after: datetime) -> Window | None:
        """The first window that opens after this time."""
        found = (window for window in self._near(after, ahead=WEEK + 1) if window.starts_at > after)
        return min(found, key=lambda window: window.starts_at, default=None)

    def takes(self, labels: Mapping[str, str], source: int | None, service: int | None) -> bool:
        """Whether it is about an alert. ``service`` is that of the rule that would decide about it."""
        if not self.matchers and self.source is None and self.service is None:
            return False
        if self.source not in {None, source}:
            return False
        if self.service is not None and self.service != service and not self._names(labels):
            return False
        return all(matcher.holds(labels) for matcher in self.matchers)

    def _names(self, labels: Mapping[str, str]) -> bool:
        return labels.get("service", "").strip().casefold() in self.service_names

    def _near(self, at: datetime, ahead: int = 0) -> list[Window]:
        """The windows that begin from the day before until so many days after."""
        if not self.weekdays:
            return [Window(self.starts_at, self.ends_at)]
        zone = ZoneInfo(self.zone)
        first = self.starts_at.astimezone(zone)
        today = at.astimezone(zone).date()
        days = [today + timedelta(days=distance) for distance in range(-1, ahead + 1)]
        starts = [
            datetime.combine(day, first.time(), zone).astimezone(UTC)
            for day in days
            if day.weekday() in self.weekdays and day >= first.date()
        ]
        return [
            Window(start, start + (self.ends_at - self.starts_at))
            for start in starts
            if self.until is None or start < self.until
        ]

    def in_words(self, at: datetime) -> str:
        """What it says at this time; empty where it is not in force."""
        window = self.window_at(at)
        return f"Silence “{self.reason}” by {self.by} until {window.ends_at:%F %H:%M} UTC." if window else ""


def silenced(
    labels: Mapping[str, str], source: int | None, service: int | None, silences: Sequence[Silence]
) -> Silence | None:
    """The first of these silences, all in force, that is about an alert."""
    return next((one for one in silences if one.takes(labels, source, service)), None)


def when_in_words(silence: Silence) -> str:
    """When it comes again; empty where it is for once."""
    if not silence.weekdays:
        return ""
    zone = ZoneInfo(silence.zone)
    start, end = (at.astimezone(zone) for at in (silence.starts_at, silence.ends_at))
    names = "every day" if len(silence.weekdays) == WEEK else ", ".join(DAYS[day] for day in silence.weekdays)
    return f"{names}, {start:%H:%M} to {end:%H:%M} {silence.zone}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceValues:
    """What a person asks for. ``matchers`` as people write them, one a line."""

    reason: str
    starts_at: datetime
    ends_at: datetime
    matchers: str = ""
    source_id: int | None = None
    service_id: int | None = None
    weekdays: tuple[int, ...] = field(default=())
    timezone: str = "UTC"
    until: datetime | None = None

    def problems(self, *, now: datetime, missing: Collection[str]) -> list[Reason]:
        """``missing`` names the fields whose number names nothing."""
        kept, problems = parsed_matchers(self.matchers)
        if not self.reason.strip():
            problems.append(Reason("reason", "Say why: whoever misses an alert will ask.", "reason"))
        if not kept and self.source_id is None and self.service_id is None and not problems:
            what = "Say which alerts: by matchers, a source or a service. What fits everything would hide everything."
            problems.append(Reason("matchers", what, "matchers"))
        if not is_zone(self.timezone):
            problems.append(Reason("timezone", "There is no such time zone. It looks like Europe/Berlin.", "timezone"))
        if any(day not in range(WEEK) for day in self.weekdays):
            problems.append(Reason("weekdays", "Days are numbered from 0, Monday, to 6, Sunday.", "weekdays"))
        problems += [Reason(name, f"There is no {name} of this number.", name) for name in missing]
        return problems + self._problems_of_times(now)

    def _problems_of_times(self, now: datetime) -> list[Reason]:
        lasts = self.ends_at - self.starts_at
        if lasts <= timedelta():
            return [Reason("order", "It ends before it begins. Correct one of the two.", "ends_at")]
        if self.weekdays and lasts > LONGEST_OF_DAYS:
            return [Reason("long", "What comes again lasts at most a day. Choose more days instead.", "ends_at")]
        if lasts > LONGEST:
            return [Reason("long", "A silence lasts at most a year. For longer, write a rule that ignores.", "ends_at")]
        if not self.weekdays and self.ends_at <= now:
            return [Reason("past", "It would be over already. Choose a later end.", "ends_at")]
        if self.weekdays and self.until is not None and self.until <= max(now, self.starts_at):
            return [Reason("past", "It would never come again. Choose a later day, or none.", "until")]
        return []


def matchers_of(labels: Mapping[str, str], title: str) -> str:
    """Matchers, one a line, that fit this alert and those with the same labels."""
    lines = [f"{name}={value}" for name, value in labels.items() if _writable(name, value)]
    return "\n".join(lines[:MOST_LABELS]) or f"title={' '.join(title.split())}"


def _writable(name: str, value: str) -> bool:
    return bool(name) and not set(name) & set(" =!~\t\n") and value == value.strip() and "\n" not in value
