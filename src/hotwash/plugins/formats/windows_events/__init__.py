"""Windows events as XML."""

import re

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.elements import XmlFormat, describe_element

_LEVELS = {"1": Level.CRITICAL, "2": Level.ERROR, "3": Level.WARNING, "4": Level.INFO, "5": Level.DEBUG}
_PARTS = re.compile(r"<(EventID|Level|Channel|Computer)[^>]*>([^<]*)</|<Provider Name=[\"']([^\"']+)")


def describe(text: str) -> Detail:
    found = {match[1] or "Provider": match[2] or match[3] for match in _PARTS.finditer(text)}
    said = describe_element(text).text
    return Detail(
        f"{found.get('Provider', '')} event {found.get('EventID', '')}: {said}"[:4000],
        _LEVELS.get(found.get("Level", "")),
        "log",
        found,
    )


plugin = XmlFormat(
    "windows.events",
    "Windows events",
    "Event",
    re.compile(r"schemas\.microsoft\.com/win/2004/08/events"),
    describe,
    score=0.97,
)
