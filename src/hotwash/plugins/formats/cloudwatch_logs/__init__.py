"""``aws logs get-log-events`` and ``filter-log-events``: epoch milliseconds of the event beside those of its arrival."""

from hotwash.ports.formats import Detail
from hotwash.ports.reading.fields import Item, text_at
from hotwash.ports.reading.levels import level_in
from hotwash.ports.reading.objects import JsonFormat, listed


def describe(item: Item) -> Detail:
    message = text_at(item, "message").strip()
    stream = text_at(item, "logStreamName")
    return Detail(message, level_in(message), "log", {"stream": stream} if stream else {})


plugin = JsonFormat(
    "aws.cloudwatch_logs", "AWS CloudWatch Logs", has=("timestamp", "message", "ingestionTime"), time=("timestamp",),
    describe=describe, expand=listed("events"), score=0.98,
)  # fmt: skip
