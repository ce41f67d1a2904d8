"""Crash reports of macOS and iOS as JSON (``.ips``): a line about the report, then the report, which adds no event."""

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.fields import Item, first_text, join, text_at
from hotwash.ports.reading.objects import JsonFormat


def describe(item: Item) -> Detail:
    text = join(first_text(item, "app_name", "name"), text_at(item, "app_version"), "crashed")
    return Detail(text, Level.ERROR, "crash", {"system": text_at(item, "os_version")})


plugin = JsonFormat(
    "apple.crash", "Apple crash report", has=("bug_type", "os_version"), time=("timestamp",), describe=describe,
    drop=lambda item: "bug_type" not in item, score=0.97,
)  # fmt: skip
