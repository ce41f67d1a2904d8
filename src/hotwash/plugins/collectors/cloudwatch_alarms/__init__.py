"""Amazon CloudWatch: the history of alarms, by ``DescribeAlarmHistory`` in its JSON protocol."""

from dataclasses import dataclass

from hotwash.ports import payload as read
from hotwash.ports.collectors import Ask, Query
from hotwash.ports.collectors.aws import AwsCollector
from hotwash.ports.collectors.slicing import epoch_ms

SIZE = 100


@dataclass(frozen=True, kw_only=True)
class CloudWatchAlarms(AwsCollector):
    key: str = "cloudwatch_alarms"
    title: str = "AWS CloudWatch alarms"
    about: str = "When alarms changed their state, and what they did."
    query_help: str = "Names of alarms, one on each line; empty: all of them."
    service: str = "monitoring"
    operation: str = "GraniteServiceVersion20100801.DescribeAlarmHistory"
    rows: str = "AlarmHistoryItems"
    turning: str = "NextToken"
    version: str = "1.0"

    def asks(self, query: Query) -> tuple[Ask, ...]:
        begin, end = epoch_ms(query.window.begin) / 1000, (epoch_ms(query.window.end) - 1) / 1000
        asked: dict[str, read.Json] = {"StartDate": begin, "EndDate": end, "MaxRecords": query.page_size(SIZE)}
        asked["ScanBy"] = "TimestampAscending"
        names = query.lines
        if not names:
            return (self.ask(query, "alarms", asked),)
        return tuple(self.ask(query, name, {"AlarmName": name, **asked}) for name in names)


plugin = CloudWatchAlarms()
