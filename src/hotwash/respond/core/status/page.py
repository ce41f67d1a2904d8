"""A status page as one value: what its HTML, its feeds and its JSON are made of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hotwash.respond.core.states import IncidentState
from hotwash.respond.core.status.drawing import bars
from hotwash.respond.core.status.spans import Stretch, percent
from hotwash.respond.core.status.states import HEADLINES, INDICATORS, NAMES, TONES, ComponentState, worst

DAYS = 90
MONTHS = 12
PUBLIC, INTERNAL = "/public/status/", "/status/"
_BEFORE_TITLE = re.compile(r"^(?:\[[^\]]*\]\s*)?(?:(?:Active|Mitigated|Resolved|Closed|Correction): )*")

#: The words of the field for the state of an incident.
PHASES = {
    IncidentState.ACTIVE: "investigating",
    IncidentState.MITIGATED: "monitoring",
    IncidentState.RESOLVED: "resolved",
    IncidentState.CLOSED: "resolved",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """``days`` end with today; ``months`` begin with the present one. ``held``: its state was set by hand."""

    key: int
    name: str
    state: ComponentState
    group: str = ""
    description: str = ""
    uptime: float | None = None
    days: tuple[Stretch, ...] = ()
    months: tuple[Stretch, ...] = ()
    since: datetime
    held: bool = False

    @property
    def state_name(self) -> str:
        return NAMES[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def share(self) -> str:
        return percent(self.uptime)

    @property
    def month_shares(self) -> list[tuple[date, str]]:
        return [(month.first, percent(month.uptime)) for month in self.months]

    @property
    def picture(self) -> str:
        return bars(self.days, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What the audience was told at a time. ``state`` is the incident's, as told; ``corrects`` an earlier word."""

    key: int
    at: datetime
    state: IncidentState
    text: str
    corrects: bool = False

    @property
    def phase(self) -> str:
        return PHASES[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An incident as its audience knows it: nothing but what it was told. ``words`` are newest first."""

    number: int
    name: str
    state: IncidentState
    impact: ComponentState
    began: datetime
    ended: datetime | None
    words: tuple[Word, ...]
    components: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        return f"incidents/{self.number}/"

    @property
    def is_open(self) -> bool:
        return self.state in {IncidentState.ACTIVE, IncidentState.MITIGATED}

    @property
    def phase(self) -> str:
        return PHASES[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.impact] if self.is_open else "good"

    @property
    def changed(self) -> datetime:
        return self.words[0].at


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Planned maintenance. It begins and ends by the clock."""

    number: int
    name: str
    text: str
    begins: datetime
    ends: datetime
    announced: datetime
    components: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        return f"maintenance/{self.number}/"

    def phase_at(self, now: datetime) -> str:
        if now < self.begins:
            return "scheduled"
        return "in_progress" if now < self.ends else "completed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """``made`` is when all of this was so. ``home`` is the page's own absolute address, ending in a slash."""

    slug: str
    title: str
    words: str
    zone: ZoneInfo
    public: bool
    home: str
    made: datetime
    components: tuple[Component, ...]
    stories: tuple[Story, ...] = ()
    works: tuple[Work, ...] = ()

    @property
    def state(self) -> ComponentState:
        """The worst component, or the worst open incident where that touches none of the components."""
        told = [story.impact for story in self.stories if story.is_open and not story.components]
        return worst([component.state for component in self.components] + told)

    @property
    def indicator(self) -> str:
        return INDICATORS[self.state]

    @property
    def headline(self) -> str:
        return HEADLINES[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def known_months(self) -> list[date]:
        """From the present month back to the first that any component has a record of."""
        known = [place for one in self.components for place, month in enumerate(one.months) if month.is_known]
        return [month.first for month in self.components[0].months[: max(known) + 1]] if known else []

    @property
    def open_stories(self) -> list[Story]:
        return [story for story in self.stories if story.is_open]

    @property
    def past_stories(self) -> list[Story]:
        return [story for story in self.stories if not story.is_open]

    def lately(self, span: timedelta) -> list[Story]:
        """Incidents that ended not long ago."""
        return [story for story in self.past_stories if (story.ended or story.changed) > self.made - span]

    def works_in(self, *phases: str) -> list[Work]:
        return sorted((work for work in self.works if work.phase_at(self.made) in phases), key=lambda w: w.begins)

    @property
    def groups(self) -> list[tuple[str, list[Component]]]:
        """Components under the names of their groups, in the order in which the groups first come."""
        found: dict[str, list[Component]] = {}
        for component in self.components:
            found.setdefault(component.group, []).append(component)
        return list(found.items())

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)


def home_of(slug: str, *, public: bool) -> str:
    return f"{PUBLIC if public else INTERNAL}{slug}/"


def name_of(headline: str, subject: str) -> str:
    """What an incident is called outside: as the update says, else what stood in the subject that was sent."""
    return headline or _BEFORE_TITLE.sub("", subject) or "A disturbance"


def months_told(page: Page, stories: Sequence[Story]) -> list[tuple[datetime, list[Story]]]:
    """Stories by the month in which they began, in the page's zone, newest first."""
    found: dict[tuple[int, int], list[Story]] = {}
    for story in sorted(stories, key=lambda one: one.began, reverse=True):
        began = page.local(story.began)
        found.setdefault((began.year, began.month), []).append(story)
    return [(page.local(rows[0].began), rows) for rows in found.values()]
