"""What every page knows: the navigation, the theme, whether this is a development server."""

from dataclasses import dataclass
from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest

from hotwash.site.navigation import PLACES, Place

THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class NavigationItem:
    place: Place
    current: bool


class Frame(TypedDict):
    navigation: list[NavigationItem]
    theme: str
    development: bool


def frame(request: HttpRequest) -> Frame:
    theme = request.COOKIES.get("theme", "")
    return {
        "navigation": [NavigationItem(place, current=place.holds(request.path)) for place in PLACES],
        "theme": theme if theme in THEMES else "",
        "development": bool(settings.DEBUG),
    }
