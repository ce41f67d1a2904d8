"""Docker's json-file driver: the line inside, with the time of the daemon."""

from hotwash.ports.formats import Detail
from hotwash.ports.reading.fields import Item, text_at
from hotwash.ports.reading.levels import level_in
from hotwash.ports.reading.objects import JsonFormat


def describe(item: Item) -> Detail:
    text = text_at(item, "log").rstrip()
    return Detail(text, level_in(text), "log", {"stream": text_at(item, "stream")})


plugin = JsonFormat(
    "docker.json_file",
    "Docker json-file log",
    has=("log", "time", "stream"),
    time=("time",),
    describe=describe,
    score=0.98,
)
