"""Any JSON, by a mapping: each field of a signal names the path where the sender keeps it (``alert.0.message``)."""

from collections.abc import Mapping

from hotwash.kernel.core.errors import PluginError
from hotwash.ports import payload as read
from hotwash.ports.sources import Option, Plugin, Signal, SignalState, fingerprint_of

SETUP = """\
Send an HTTP POST with a JSON body to this address, from any tool or script:

```sh
curl -H 'Content-Type: application/json' {address} \\
  -d '{"title": "Disk full", "severity": "critical", "state": "firing"}'
```

Where your sender uses other names, say so in the mapping below: a path such as `alert.0.message` goes down through
objects by key and through lists by number. A body whose **list** path holds several objects gives one alert for each.
A signal resolves its alert when the value at the **state** path is one of the words for “over”.
"""

OPTIONS = (
    Option("list", "List of alerts", "Path of a list with one object for each alert. Empty: the body is one alert."),
    Option("title", "Title", default="title"),
    Option("text", "Text", default="text"),
    Option("severity", "Severity", default="severity"),
    Option("state", "State", default="state"),
    Option("over", "Words for “over”", "Separated by commas.", default="resolved, ok, closed, up, recovered"),
    Option(
        "fingerprint", "Fingerprint", "What is equal for the same problem. Empty: the title.", default="fingerprint"
    ),
    Option("starts_at", "Began at", default="starts_at"),
    Option("ends_at", "Ended at", default="ends_at"),
    Option("url", "Link", default="url"),
    Option("labels", "Labels", "Path of an object with names and values.", default="labels"),
)
DEFAULTS = {option.key: option.default for option in OPTIONS}


class GenericJson(Plugin):
    def parse(self, payload: bytes, headers: Mapping[str, str], options: Mapping[str, str]) -> list[Signal]:  # noqa: ARG002
        mapping = {**DEFAULTS, **options}
        body = read.read_json(payload)
        found = read.pick({"body": body}, "body", *_path(mapping["list"].strip()))
        items = [found] if isinstance(found, dict) else found
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            msg = "No alert was found in this body. Check the path of the list in the mapping."
            raise PluginError(msg, retry=False)
        return [_signal(item, mapping) for item in items if isinstance(item, dict)]

    def held(self, payload: bytes, options: Mapping[str, str]) -> list[tuple[str, str]]:
        """The paths of one alert, as the mapping writes them: below the list where there is one."""
        body = read.read_json(payload)
        found = read.pick({"body": body}, "body", *_path(options.get("list", "").strip()))
        first = found[0] if isinstance(found, list) and found else found
        return read.paths_of(first if isinstance(first, dict) else body)


def _path(place: str) -> list[str]:
    return place.split(".") if place else []


def _signal(item: read.Object, mapping: Mapping[str, str]) -> Signal:
    def at(field: str) -> str:
        return read.text(item, *_path(mapping[field])) if mapping[field] else ""

    over = {word.strip().lower() for word in mapping["over"].split(",")}
    resolved = at("state").lower() in over
    title = at("title")
    if not title:
        msg = f"There is no text at the path “{mapping['title']}”, where the title should be. Check the mapping."
        raise PluginError(msg, retry=False)
    return Signal(
        fingerprint=at("fingerprint") or fingerprint_of(title),
        title=title,
        text=at("text"),
        labels=read.labels(item, *_path(mapping["labels"])),
        severity=at("severity"),
        state=SignalState.RESOLVED if resolved else SignalState.FIRING,
        starts_at=read.moment(item, *_path(mapping["starts_at"])),
        ends_at=read.moment(item, *_path(mapping["ends_at"])) if resolved else None,
        url=at("url"),
        raw=item,
    )


plugin = GenericJson("generic_json", "Any JSON", "monitoring", SETUP, OPTIONS)
