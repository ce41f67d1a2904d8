"""The file that ``hotwash capture`` writes: a head, then one JSON line for each line of output, then how it ended."""

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.fields import Item, text_at
from hotwash.ports.reading.levels import level_in
from hotwash.ports.reading.objects import JsonFormat


def describe(item: Item) -> Detail:
    event = text_at(item, "capture")
    if event == "begin":
        return Detail(
            f"$ {text_at(item, 'command')}",
            None,
            "command.start",
            {"host": text_at(item, "host"), "cwd": text_at(item, "cwd")},
        )
    if event == "end":
        status = text_at(item, "status")
        text = f"The command ended with exit status {status} after {text_at(item, 'seconds')} s"
        return Detail(text, Level.ERROR if status != "0" else None, "command.exit", {"status": status})
    line = text_at(item, "text")
    return Detail(line, level_in(line), "command.line")


plugin = JsonFormat("capture", "Captured command", has=("capture", "at"), time=("at",), describe=describe, score=1.0)
