"""What people set up for a status page, as values, and what can't be about it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hotwash.kernel.core.http import problem_of_url
from hotwash.kernel.core.refusal import Reason

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
TAKEN_SLUGS = frozenset({"new", "subscriptions"})
MAX_NAME, MAX_TEXT, MAX_COMPONENTS = 100, 10_000, 100
LONGEST_WORK = timedelta(days=31)
EMAIL, WEBHOOK = "email", "webhook"
_ADDRESS = re.compile(r"[^@\s<>\"'(),;:\\\[\]]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageValues:
    """``audience`` is a key of the process: what it is told feeds the page. ``at_once``: components change colour as
    soon as an incident is declared, also before the audience was told of it.
    """

    slug: str
    title: str
    words: str = ""
    public: bool = False
    timezone: str = "UTC"
    audience: str = ""
    at_once: bool = True

    def problems(self, *, slug_taken: bool, audiences: Collection[str]) -> list[Reason]:
        found = []
        if not SLUG.fullmatch(self.slug) or len(self.slug) > 50 or self.slug in TAKEN_SLUGS:
            found.append(
                Reason("slug", "The address is made of a-z, 0-9 and hyphens, at most 50: acme or acme-eu.", "slug")
            )
        elif slug_taken:
            found.append(Reason("slug", "Another status page has this address.", "slug"))
        found += _name(self.title, "title", "Give the page a title: whose state it tells.")
        found += _length(self.words, "words")
        if not is_zone(self.timezone):
            found.append(Reason("timezone", "There is no such time zone. It looks like Europe/Berlin.", "timezone"))
        if self.audience not in audiences:
            found.append(
                Reason("audience", "The process has no such audience. What it is told feeds the page.", "audience")
            )
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentValues:
    """``name`` empty: the service's own."""

    name: str = ""
    group: str = ""
    description: str = ""
    order: int = 0
    service_id: int | None = None

    def problems(self, *, name_taken: bool, service_missing: bool, count: int) -> list[Reason]:
        found = _name(self.name, "name", "Choose a service, or give the component a name.")
        if name_taken:
            found.append(Reason("name", "The page has a component of this name.", "name"))
        if len(self.group) > MAX_NAME:
            found.append(Reason("group", f"A group's name has at most {MAX_NAME} characters.", "group"))
        found += _length(self.description, "description")
        if service_missing:
            found.append(Reason("service", "There is no such service.", "service"))
        if not 0 <= self.order <= 10_000:
            found.append(Reason("order", "The order is a number between 0 and 10,000.", "order"))
        if count >= MAX_COMPONENTS:
            found.append(Reason("components", f"A page has at most {MAX_COMPONENTS} components.", "name"))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkValues:
    """Planned maintenance: what is done, from when to when, on which components (their numbers)."""

    title: str
    begins_at: datetime
    ends_at: datetime
    text: str = ""
    component_ids: tuple[int, ...] = ()

    def problems(self, *, now: datetime, is_new: bool) -> list[Reason]:
        found = _name(self.title, "title", "Say in a few words what is done.") + _length(self.text, "text")
        if self.ends_at <= self.begins_at:
            found.append(Reason("order", "It ends before it begins. Correct one of the two.", "ends_at"))
        elif self.ends_at - self.begins_at > LONGEST_WORK:
            found.append(Reason("long", "One piece of maintenance lasts at most 31 days.", "ends_at"))
        elif is_new and self.ends_at <= now:
            found.append(Reason("past", "This is over already. Announce what is to come.", "ends_at"))
        if not 2000 <= self.begins_at.year <= 2200:
            found.append(Reason("time", f"{self.begins_at:%F} can't be right. Correct the time.", "begins_at"))
        return found


def problem_of_address(kind: str, address: str) -> str:
    """Why nothing can be sent there, or nothing."""
    if kind == EMAIL:
        fits = len(address) <= 254 and _ADDRESS.fullmatch(address) is not None
        return "" if fits else "This is no e-mail address. It looks like name@example.org."
    if kind == WEBHOOK:
        return problem_of_url(address)
    return "Choose mail or webhook."


def is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(name)


def clean(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


def _name(text: str, field: str, ask: str) -> list[Reason]:
    if not text.strip():
        return [Reason(field, ask, field)]
    if len(text) > MAX_NAME:
        return [Reason(field, f"At most {MAX_NAME} characters.", field)]
    return []


def _length(text: str, field: str) -> list[Reason]:
    return [Reason(field, f"At most {MAX_TEXT:,} characters.", field)] if len(text) > MAX_TEXT else []
