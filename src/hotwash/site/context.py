"""What every page knows: the navigation, the theme, whether this is a development server."""

from dataclasses import dataclass
from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest

from hotwash.respond.models import Page
from hotwash.respond.queries import open_pages_of
from hotwash.site.navigation import PLACES, Place

THEMES = ("light", "dark")
SHOWN_PAGES = 3


@dataclass(frozen=True, slots=True)
class NavigationItem:
    place: Place
    current: bool


class Frame(TypedDict):
    navigation: list[NavigationItem]
    theme: str
    development: bool
    open_pages: list[Page]


def frame(request: HttpRequest) -> Frame:
    theme = request.COOKIES.get("theme", "")
    return {
        "navigation": [NavigationItem(place, current=place.holds(request.path)) for place in PLACES],
        "theme": theme if theme in THEMES else "",
        "development": bool(settings.DEBUG),
        "open_pages": _open_pages(request),
    }


def _open_pages(request: HttpRequest) -> list[Page]:
    """Pages that wait for an answer of whoever is signed in: shown on every page."""
    user = getattr(request, "user", None)
    return list(open_pages_of(user.pk)[:SHOWN_PAGES]) if user is not None and user.is_authenticated else []
