"""AWS CloudTrail: ``LookupEvents``, fifty events a page, the newest first; it allows two questions a second."""

from dataclasses import dataclass

from hotwash.kernel.core.errors import PluginError
from hotwash.ports import payload as read
from hotwash.ports.collectors import Ask, Query
from hotwash.ports.collectors.aws import AwsCollector
from hotwash.ports.collectors.slicing import epoch_ms

SIZE = 50
KNOWN = ("EventId", "EventName", "ReadOnly", "Username", "ResourceType", "ResourceName", "EventSource", "AccessKeyId")


@dataclass(frozen=True, kw_only=True)
class CloudTrail(AwsCollector):
    key: str = "cloudtrail"
    title: str = "AWS CloudTrail"
    about: str = "Who changed what in the account. Events arrive up to a quarter of an hour late."
    query_help: str = "One attribute, such as EventSource=rds.amazonaws.com; empty: every event."
    query_default: str = "ReadOnly=false"
    service: str = "cloudtrail"
    operation: str = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents"
    rows: str = "Events"
    turning: str = "NextToken"

    def asks(self, query: Query) -> tuple[Ask, ...]:
        begin, end = epoch_ms(query.window.begin) / 1000, (epoch_ms(query.window.end) - 1) / 1000
        asked: dict[str, read.Json] = {"StartTime": begin, "EndTime": end, "MaxResults": query.page_size(SIZE)}
        return (self.ask(query, "events", {**asked, **_attribute(query.text.strip())}),)


def _attribute(text: str) -> dict[str, read.Json]:
    """CloudTrail takes one attribute at most."""
    if not text:
        return {}
    name, _, value = (part.strip() for part in text.partition("="))
    if name not in KNOWN or not value or "\n" in text:
        msg = f"CloudTrail takes one attribute as its query, one of {', '.join(KNOWN)}, with its value behind =."
        raise PluginError(msg, retry=False)
    return {"LookupAttributes": [{"AttributeKey": name, "AttributeValue": value}]}


plugin = CloudTrail()
