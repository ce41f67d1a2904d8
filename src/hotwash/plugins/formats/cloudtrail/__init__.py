"""CloudTrail: log files, plain arrays, JSON lines and the answer of ``aws cloudtrail lookup-events``.

An item of that answer wraps the record: its EventTime carries the offset of the machine that asked and is taken first.
By default the text names the role that acted, not the person.
"""

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.documents import loads
from hotwash.ports.reading.fields import Item, first_text, get, text_at
from hotwash.ports.reading.objects import JsonFormat, listed

_READS = ("Describe", "List", "Get", "Head", "Lookup", "BatchGet", "Query", "Scan", "Search", "AssumeRole", "Decrypt")


def inner(item: Item) -> Item:
    """The record itself, which lookup-events packs into a string."""
    packed = item.get("CloudTrailEvent")
    value = loads(packed) if isinstance(packed, str) else None
    return value if isinstance(value, dict) else item


def describe(item: Item) -> Detail:
    record = inner(item)
    name = first_text(record, "eventName", "EventName")
    source = first_text(record, "eventSource", "EventSource").removesuffix(".amazonaws.com")
    who = first_text(
        record,
        "userIdentity.sessionContext.sessionIssuer.userName",
        "userIdentity.invokedBy",
        "userIdentity.type",
        "userIdentity.userName",
    )
    error = text_at(record, "errorCode")
    reads = first_text(record, "readOnly", "ReadOnly").lower() == "true" or name.startswith(_READS)
    failed = f" failed: {error} {text_at(record, 'errorMessage')}".rstrip() if error else ""
    kind = "cloudtrail.read" if reads else "cloudtrail.write"
    kind = "cloudtrail.login" if name == "ConsoleLogin" else kind
    fields = {
        "action": name, "service": source, "who": who, "region": text_at(record, "awsRegion"), "error": error,
        "root": "yes" if get(record, "userIdentity.type") == "Root" else "",
    }  # fmt: skip
    level = Level.ERROR if error and not reads else Level.WARNING if error or fields["root"] else None
    return Detail(
        f"{name} ({source}) by {who or 'unknown'}{failed}",
        level,
        kind,
        {key: value for key, value in fields.items() if value},
    )


plugin = JsonFormat(
    "aws.cloudtrail",
    "AWS CloudTrail",
    has=(
        "eventName|EventName|CloudTrailEvent",
        "eventTime|EventTime",
        "eventSource|EventSource|CloudTrailEvent|userIdentity",
    ),
    time=("EventTime", "eventTime"),
    describe=describe,
    expand=listed("Records", "Events"),
    score=0.98,
)
