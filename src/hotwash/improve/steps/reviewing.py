"""Periodic reviews as records, and themes under names that people give."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hotwash.analysis.models import Factor
from hotwash.directory.models import Person
from hotwash.improve.core.review import ReviewRecord, review_markdown
from hotwash.improve.events import ReviewSaved, ThemeSaved
from hotwash.improve.models import PeriodicReview, Theme
from hotwash.improve.queries.portfolio import review_material
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, conflict, refuse
from hotwash.kernel.steps import step


@dataclass(frozen=True, slots=True)
class ReviewValues:
    attendees: Sequence[Person]
    decisions: str
    next_on: date | None


def save_review(*, actor: Actor, values: ReviewValues, now: datetime) -> PeriodicReview | Refusal:
    """Keep what the review looked at and decided. The record is never changed; the next one begins the day after."""
    today = now.date()
    if not values.attendees:
        return refuse("attendees", "Say who took part.", "attendees")
    if values.next_on and not today < values.next_on <= today + timedelta(days=3 * 366):
        return refuse("next_on", "The next review lies between tomorrow and three years from now.", "next_on")
    with step(actor=actor, permission=Permission.EDIT) as record:
        material = review_material(actor, today)
        text = review_markdown(
            ReviewRecord(
                since=material.since,
                until=material.until,
                attendees=tuple(person.name for person in values.attendees),
                incidents=material.incidents,
                recurring=material.recurring,
                unresolved=material.unresolved,
                decisions=values.decisions,
                next_on=values.next_on,
            )
        )
        row = PeriodicReview.objects.create(
            since=material.since,
            until=material.until,
            decisions=values.decisions,
            next_on=values.next_on,
            text=text,
            saved_by_id=actor.person_id,
            saved_at=now,
        )
        row.attendees.set(values.attendees)
        record(ReviewSaved(review_id=row.pk, since=row.since, until=row.until))
    return row


@dataclass(frozen=True, slots=True)
class ThemeValues:
    name: str
    description: str
    factors: Sequence[Factor]


def save_theme(
    *, actor: Actor, values: ThemeValues, now: datetime, theme: Theme | None = None, version: int = 0
) -> Theme | Refusal:
    """Name a group of factors, or change one that is at ``version``."""
    name = values.name.strip()[:120]
    if not name:
        return refuse("name", "Give the theme a name that people will recognise.", "name")
    with step(actor=actor, permission=Permission.EDIT) as record:
        row = Theme(created_by_id=actor.person_id, created_at=now) if theme is None else theme.at_version(version)
        if row is None:
            return conflict("this theme")
        if Theme.objects.filter(name__iexact=name).exclude(pk=row.pk).exists():
            return refuse("name", "There is a theme of this name already.", "name")
        row.name, row.description = name, values.description
        row.version = row.version + 1 if row.pk else 1
        row.save()
        row.factors.set(values.factors)
        record(ThemeSaved(theme_id=row.pk, name=row.name, factors=len(values.factors)))
    return row
