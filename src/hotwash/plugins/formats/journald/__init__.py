"""``journalctl -o json`` and ``-o json-pretty``: microseconds as text; a message that is not UTF-8 comes as a list of bytes."""

from hotwash.ports.formats import Detail
from hotwash.ports.reading.fields import Item, first_text
from hotwash.ports.reading.fields import describe as by_names
from hotwash.ports.reading.levels import level_of
from hotwash.ports.reading.objects import JsonFormat


def describe(item: Item) -> Detail:
    program = first_text(item, "SYSLOG_IDENTIFIER", "_COMM")
    message = by_names({"MESSAGE": item.get("MESSAGE")}).text
    fields = {"unit": first_text(item, "_SYSTEMD_UNIT"), "host": first_text(item, "_HOSTNAME")}
    return Detail(f"{program}: {message}" if program else message, level_of(item.get("PRIORITY")), "log", fields)


plugin = JsonFormat(
    "journald", "systemd journal", has=("__REALTIME_TIMESTAMP|_SOURCE_REALTIME_TIMESTAMP",),
    time=("__REALTIME_TIMESTAMP", "_SOURCE_REALTIME_TIMESTAMP"), describe=describe, score=0.99,
)  # fmt: skip
