"""Amazon CloudWatch Logs: ``FilterLogEvents`` of each log group."""

from dataclasses import dataclass

from hotwash.ports import payload as read
from hotwash.ports.collectors import Ask, Option, Query
from hotwash.ports.collectors.aws import OPTIONS, AwsCollector
from hotwash.ports.collectors.slicing import epoch_ms

SIZE = 10_000
GROUPS = Option("groups", "Log groups", "With commas between them.", required=True)


@dataclass(frozen=True, kw_only=True)
class CloudWatchLogs(AwsCollector):
    key: str = "cloudwatch_logs"
    title: str = "AWS CloudWatch Logs"
    about: str = "Log events of the window, of each log group."
    options: tuple[Option, ...] = (*OPTIONS, GROUPS)
    query_help: str = 'A filter pattern, such as ?ERROR ?"timed out"; empty: every event.'
    service: str = "logs"
    operation: str = "Logs_20140328.FilterLogEvents"
    rows: str = "events"
    turning: str = "nextToken"

    def asks(self, query: Query) -> tuple[Ask, ...]:
        """The end is counted in, so it is a millisecond earlier."""
        begin, end = epoch_ms(query.window.begin), epoch_ms(query.window.end) - 1
        pattern = {"filterPattern": query.text.strip()} if query.text.strip() else {}
        asked: dict[str, read.Json] = {"startTime": begin, "endTime": end, "limit": query.page_size(SIZE), **pattern}
        groups = [name.strip() for name in self.needed(query, GROUPS).split(",") if name.strip()]
        return tuple(self.ask(query, name, {"logGroupName": name, **asked}) for name in groups)


plugin = CloudWatchLogs()
