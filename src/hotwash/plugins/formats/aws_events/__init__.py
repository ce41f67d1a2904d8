"""EventBridge events, CloudWatch alarms as Lambda gets them, and SNS deliveries (HTTP body and Lambda record).

A subscription confirmation is recognised and gives no event.
"""

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.documents import loads
from hotwash.ports.reading.fields import Item, first_text, get
from hotwash.ports.reading.objects import JsonFormat, listed

_LEVELS = {"ALARM": Level.ERROR, "FAILED": Level.ERROR, "Failed": Level.ERROR, "FAILURE": Level.ERROR}


def packed(item: Item) -> Item:
    """The alarm inside an SNS message."""
    message = first_text(item, "Message", "Sns.Message")
    value = loads(message) if message.startswith("{") else None
    return value if isinstance(value, dict) else item


def describe(item: Item) -> Detail:
    body = packed(item)
    state = first_text(
        body, "NewStateValue", "alarmData.state.value", "detail.state", "detail.StatusCode", "detail.state.value"
    )
    title = first_text(
        body,
        "AlarmName",
        "alarmData.alarmName",
        "detail-type",
        "detail.alarmName",
        "Subject",
        "Sns.Subject",
        "Sns.Message",
        "Message",
    )
    reason = first_text(
        body, "NewStateReason", "alarmData.state.reason", "detail.Cause", "detail.deploymentId", "detail.StatusMessage"
    )
    alarm = bool(first_text(body, "AlarmName", "alarmData.alarmName", "detail.alarmName"))
    kind = ("alert.resolved" if state == "OK" else "alert.firing") if alarm else "cloud.activity"
    text = " ".join(part for part in (title, state, reason) if part)
    return Detail(text, _LEVELS.get(state), kind, {"name": title, "state": state, "source": first_text(body, "source")})


def is_event(item: Item) -> bool:
    return any(get(item, path) is not None for path in ("detail-type", "alarmData", "Sns", "TopicArn"))


plugin = JsonFormat(
    "aws.event",
    "AWS event, alarm or SNS delivery",
    has=("time|Timestamp|Sns.Timestamp",),
    time=("time", "Sns.Timestamp", "Timestamp"),
    describe=describe,
    expand=listed("Records"),
    test=is_event,
    drop=lambda item: str(item.get("Type", "")).endswith("Confirmation"),
    score=0.97,
)
