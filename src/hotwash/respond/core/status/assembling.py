"""From what is known to what a page says: which incidents colour a component, and which words its audience may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hotwash.respond.core.states import IncidentState
from hotwash.respond.core.status.news import Told
from hotwash.respond.core.status.page import Component, Page, Story, Word, Work, name_of
from hotwash.respond.core.status.spans import Record, Span, days_of, months_of, uptime_of
from hotwash.respond.core.status.states import ComponentState, worst

MOST_STORIES = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What was set up. ``at_once``: incidents count before the audience was told. ``home`` is the absolute address."""

    slug: str
    title: str
    words: str
    zone: ZoneInfo
    public: bool
    home: str
    at_once: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A component as it was set up; ``service`` is the number of the one it follows, None where only hands set it."""

    number: int
    name: str
    group: str
    description: str
    service: int | None
    since: datetime
    holds: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """An update that the audience was sent. ``impact`` is what the severity of that time does to components."""

    at: datetime
    impact: ComponentState
    told: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """An incident that is not private. ``heard`` is what the audience was told of it, newest first."""

    number: int
    state: IncidentState
    impact: ComponentState
    declared: datetime
    started: datetime | None = None
    detected: datetime | None = None
    mitigated: datetime | None = None
    resolved: datetime | None = None
    services: frozenset[int] = frozenset()
    near_miss: bool = False
    heard: tuple[Heard, ...] = ()

    @property
    def span(self) -> Span:
        """From its start, as far as it is known, until the impact was stopped."""
        begins = self.started or self.detected or self.declared
        ends = self.mitigated or self.resolved
        return Span(begins, max(ends, begins) if ends else None, self.impact)

    def colours(self, part: Part, setting: Setting) -> bool:
        told_or_at_once = setting.at_once or bool(self.heard)
        return not self.near_miss and told_or_at_once and part.service is not None and part.service in self.services


@dataclass(frozen=True, slots=True)
class Window:
    """How far back the page looks."""

    days: int
    months: int


def page_of(
    setting: Setting,
    parts: Sequence[Part],
    troubles: Sequence[Trouble],
    works: Sequence[Work],
    window: Window,
    now: datetime,
) -> Page:
    """``troubles`` newest first."""
    return Page(
        slug=setting.slug,
        title=setting.title,
        words=setting.words,
        zone=setting.zone,
        public=setting.public,
        home=setting.home,
        made=now,
        components=tuple(
            _component(part, record_of(part, troubles, works, setting), setting.zone, window, now) for part in parts
        ),
        stories=tuple(_story(trouble, parts) for trouble in troubles if trouble.heard)[:MOST_STORIES],
        works=tuple(works),
    )


def record_of(part: Part, troubles: Sequence[Trouble], works: Sequence[Work], setting: Setting) -> Record:
    """All that is known of a component: incidents that count, maintenance, and what was set by hand."""
    causes = [trouble.span for trouble in troubles if trouble.colours(part, setting)]
    planned = [work for work in works if part.name in work.components]
    causes += [Span(work.begins, work.ends, ComponentState.MAINTENANCE) for work in planned]
    return Record(part.since, tuple(causes), part.holds)


def _component(part: Part, record: Record, zone: ZoneInfo, window: Window, now: datetime) -> Component:
    return Component(
        key=part.number,
        name=part.name,
        state=record.state_at(now),
        group=part.group,
        description=part.description,
        uptime=uptime_of(record, now - timedelta(days=window.days), now),
        days=tuple(days_of(record, zone, now, window.days)),
        months=tuple(months_of(record, zone, now, window.months)) if window.months else (),
        since=part.since,
        held=any(hold.ends is None for hold in part.holds),
    )


def _story(trouble: Trouble, parts: Sequence[Part]) -> Story:
    latest, first = trouble.heard[0], trouble.heard[-1]
    return Story(
        number=trouble.number,
        name=name_of(latest.told.headline, latest.told.subject),
        state=trouble.state,
        impact=worst(heard.impact for heard in trouble.heard),
        began=min(trouble.span.begins, first.at),
        ended=trouble.resolved,
        words=tuple(_word(heard) for heard in trouble.heard),
        components=tuple(part.name for part in parts if part.service in trouble.services),
    )


def _word(heard: Heard) -> Word:
    told = heard.told
    return Word(
        key=told.number,
        at=heard.at,
        state=IncidentState(told.state),
        text=told.said or told.text,
        corrects=told.corrects,
    )
